import MarketModel

extension QualityCheck {
  /// Finds stretches in which the calendar expects bars and none is there, and stray bars.
  mutating func findGaps() {
    for row in 1..<max(series.count, 1) {
      let before = Timestamp(nanoseconds: series.closeTimes[row - 1])
      let after = openTime(row)
      guard after > before else { continue }
      let missing = calendar.expectedBars(
        after: before,
        through: after,
        interval: series.interval
      )
      guard missing > 0 else { continue }
      missingBefore[row] = missing
      findings.append(
        QualityFinding(
          kind: .gap,
          first: before,
          last: after,
          bars: missing,
          evidence: "\(missing) bars missing from \(calendar.date(of: before))"
            + " to \(calendar.date(of: after))"
        )
      )
    }
    findOffSession()
  }

  /// Finds runs of bars on days without a session.
  ///
  /// Bars before and after the regular hours of a trading day are no finding.
  private mutating func findOffSession() {
    var start: Int?
    for row in 0...series.count {
      let isStray =
        row < series.count && !isRegular[row] && calendar.phase(at: openTime(row)) == .closed
      if isStray {
        if start == nil { start = row }
      } else if let first = start {
        findings.append(
          QualityFinding(
            kind: .offSession,
            first: openTime(first),
            last: openTime(row - 1),
            bars: row - first,
            evidence: "\(row - first) bars where \(calendar.name) has no session"
          )
        )
        start = nil
      }
    }
  }
}
