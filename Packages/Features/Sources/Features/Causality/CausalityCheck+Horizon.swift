import MarketModel

/// The check of targets, which are meant to see the future, and exactly as far as they say.
extension CausalityCheck {
  mutating func checkHorizon(_ declared: Int, at instants: [Int64]) {
    var reach = [Int](repeating: 0, count: whole.count)
    for (number, now) in instants.enumerated() {
      for change in plan.changes {
        guard let columns = outputs(change, after: now, number) else { continue }
        let cause = cause(now, change)
        guard haveSameNames(columns, cause) else { continue }
        for index in whole.indices {
          compare(index, columns[index], cause, declared: declared, reach: &reach[index])
        }
        if isOver { break }
      }
      report.cuts += 1
      if isOver { return }
    }
    if reach.contains(where: { $0 < declared }) {
      reachFromStandstill(declared, at: instants, reach: &reach)
    }
    for (column, found) in zip(whole, reach) {
      if found == 0 {
        report.violations.append(.doesNotSeeAhead(output: column.name))
      } else if found < declared {
        report.violations.append(
          .horizonTooLong(output: column.name, declared: declared, found: found)
        )
      }
      if isOver { return }
    }
  }

  /// Compares values before a cut; those whose window ends before it must be the same.
  private mutating func compare(
    _ index: Int,
    _ other: ReleasedColumn,
    _ cause: CausalityViolation.Cause,
    declared: Int,
    reach: inout Int
  ) {
    let column = whole[index]
    let closes = world.bars[column.series].closeTimes
    let now = cause.cut.nanoseconds
    let kept = closes.partitionPoint { $0 > now }
    let values = Dictionary(
      other.visibleAt.indices.map { (other.visibleAt[$0], $0) },
      uniquingKeysWith: { first, _ in first }
    )
    for position in column.visibleAt.indices where column.visibleAt[position] <= now {
      let row = closes.partitionPoint { $0 > column.visibleAt[position] } - 1
      let distance = kept - row
      let found = values[column.visibleAt[position]]
      report.comparisons += 1
      if let found, column.equals(at: position, other, at: found) { continue }
      if distance > declared {
        report.violations.append(
          .horizonTooShort(
            at: place(column, position),
            cause,
            declared: declared,
            found: distance
          )
        )
        return
      }
      // That a value is missing while its window is incomplete does not show what it reads.
      let isValue = found.map { other[$0] != .undefined } ?? false
      if isValue, column[position] != .undefined, !cause.change.removesBars {
        reach = max(reach, distance)
      }
    }
  }

  /// Measures the reach again in a future that stands still until its last bar.
  ///
  /// A label that ends at the first touch of a barrier reads its last bars only when nothing was
  /// touched before.
  private mutating func reachFromStandstill(
    _ declared: Int,
    at instants: [Int64],
    reach: inout [Int]
  ) {
    for now in instants {
      let closes = world.bars[0].closeTimes
      let row = closes.partitionPoint { $0 > now } - 1
      guard row >= 0, row + declared < closes.count else { continue }
      let seed = plan.seed
      guard let still = world.changed(.frozen, after: now, seed: seed),
        let base = outputs(over: still)
      else { continue }
      let (start, end) = (closes[row], closes[row + declared - 1])
      for change in plan.changes where !change.removesBars {
        guard let changed = still.changed(change, after: end, seed: seed),
          let columns = outputs(over: changed)
        else { continue }
        for index in whole.indices where reach[index] < declared {
          let (left, right) = (base[index], columns[index])
          let place = left.visibleAt.firstIndex(of: start)
          let other = right.visibleAt.firstIndex(of: start)
          if let place, let other, !left.equals(at: place, right, at: other) {
            reach[index] = declared
          }
        }
        if !reach.contains(where: { $0 < declared }) { return }
      }
    }
  }
}
