import MarketModel

extension QualityCheck {
  /// Finds bars with values that no true bar has.
  mutating func findDamage() {
    for row in 0..<series.count {
      let (open, high) = (series.open[row], series.high[row])
      let (low, close) = (series.low[row], series.close[row])
      let prices = "open \(open), high \(high), low \(low), close \(close)"
      var isDamaged = false
      if min(open, high, low, close) <= 0 {
        add(.nonPositivePrice, row...row, prices)
        isDamaged = true
      }
      if high < max(open, close) || low > min(open, close) || low > high {
        add(.inconsistentPrices, row...row, prices)
        isDamaged = true
      }
      if series.volume[row] < 0 {
        add(.negativeVolume, row...row, "volume \(series.volume[row])")
        isDamaged = true
      }
      if isDamaged { tally(row) { $0.damaged += 1 } }
    }
  }

  /// Finds runs of bars over which no price moves.
  ///
  /// All four prices of every bar of a run equal the close before it. Runs of bars outside regular
  /// hours do not count, because little may trade there.
  mutating func findStaleRuns() {
    var start = 1
    for row in 1..<max(series.count + 1, 1) {
      if row < series.count, isStale(row) { continue }
      // The bar before the run shows the same price and belongs to it.
      let length = row - start + 1
      if row > start, length >= settings.staleRunLength {
        add(
          .staleRun,
          start - 1...row - 1,
          "\(length) bars at \(series.close[start]), volume"
            + " \(series.volume[start..<row].reduce(0, +))"
        )
        for member in start - 1..<row { tally(member) { $0.stale += 1 } }
      }
      start = row + 1
    }
  }

  private func isStale(_ row: Int) -> Bool {
    let close = series.close[row - 1]
    return isRegular[row] && series.close[row] == close && series.open[row] == close
      && series.high[row] == close && series.low[row] == close
  }

  /// Finds stretches of bars without volume whose prices move.
  ///
  /// Indices have no volume of their own, so that this is a remark and not a fault.
  mutating func findZeroVolumes() {
    var start: Int?
    for row in 0...series.count {
      let isSilent =
        row < series.count && series.volume[row] == 0 && (row == 0 || !isStale(row))
      if isSilent {
        if start == nil { start = row }
      } else if let first = start {
        add(.zeroVolume, first...row - 1, "\(row - first) bars with moving prices and volume 0")
        start = nil
      }
    }
  }

  /// Adds a finding about consecutive bars.
  mutating func add(_ kind: QualityFinding.Kind, _ rows: ClosedRange<Int>, _ evidence: String) {
    findings.append(
      QualityFinding(
        kind: kind,
        first: openTime(rows.lowerBound),
        last: openTime(rows.upperBound),
        bars: rows.count,
        evidence: evidence
      )
    )
  }
}
