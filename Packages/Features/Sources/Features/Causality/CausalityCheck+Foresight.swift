import MarketModel
import QuantMath

/// The search for knowledge that was brought along: a table of prices inside a computation.
///
/// Changing the given data does not change what a computation carries inside. In a foreign market
/// at the same times, however, nothing that it sees says anything about the real one. Where its
/// values still follow the real market's later moves, they were known beforehand. Values that only
/// depend on the calendar follow them too, but far more weakly than the limits here.
///
/// A table of prices may be compared with the prices shown, which tells nothing where these wander
/// freely; so there are also markets that stay near the real one of two bars before. They are left
/// out where the real moves can be told from the moves before them.
extension CausalityCheck {
  mutating func checkForesight() {
    lookForForesight(isNear: false)
    if !isOver, world.bars.allSatisfy({ !$0.isPredictable }) { lookForForesight(isNear: true) }
  }

  private mutating func lookForForesight(isNear: Bool) {
    var columns: [[ReleasedColumn]] = []
    for number in 1...2 as ClosedRange<UInt64> {
      let foreign = world.foreign(seed: plan.seed &+ number &* 0xD1B5_4A32, isNear: isNear)
      guard let found = outputs(over: foreign), found.count == whole.count else { return }
      columns.append(found)
    }
    for index in whole.indices {
      for (first, second) in zip(signals(columns[0][index]), signals(columns[1][index])) {
        for ahead in subject.foresightBegins...(subject.foresightBegins + 4) {
          guard let one = foresight(of: first, in: columns[0][index], ahead),
            let other = foresight(of: second, in: columns[1][index], ahead),
            one.isTelling, other.isTelling, one.correlation * other.correlation > 0
          else { continue }
          report.violations.append(
            .knewTheFuture(
              output: whole[index].name,
              barsAhead: ahead,
              correlation: one.correlation,
              values: one.values
            )
          )
          break
        }
        if isOver { return }
      }
    }
  }

  /// The forms in which a column may carry knowledge: its values, their changes, each label.
  private func signals(_ column: ReleasedColumn) -> [[Double?]] {
    guard column.labels.isEmpty else {
      let names = Set(whole.flatMap(\.labels)).sorted().prefix(8)
      return names.map { name in column.labels.map { $0 == name ? 1 : 0 } }
    }
    let values = column.numbers.indices.map { column.isDefined[$0] ? column.numbers[$0] : nil }
    let changes: [Double?] = values.indices.map { row in
      guard row > 0, let now = values[row], let before = values[row - 1] else { return nil }
      let change = now - before
      return change.isFinite ? change : nil
    }
    return [values, changes]
  }

  /// The rank correlation of values with the real market's moves some bars later.
  private func foresight(
    of signal: [Double?],
    in column: ReleasedColumn,
    _ ahead: Int
  ) -> Foresight? {
    let bars = world.bars[column.series]
    var (values, moves): ([Double], [Double]) = ([], [])
    var row = -1
    guard column.isSorted else { return nil }
    for position in signal.indices {
      while row + 1 < bars.count, bars.closeTimes[row + 1] <= column.visibleAt[position] {
        row += 1
      }
      let later = row + ahead
      guard let value = signal[position], later >= 1, later < bars.count, row >= 0 else { continue }
      values.append(value)
      moves.append(bars.close[later] - bars.close[later - 1])
    }
    return Foresight(values, moves)
  }
}

extension BarSeries {
  /// Whether moves follow those up to six bars before them.
  fileprivate var isPredictable: Bool {
    let moves = (1..<max(1, count)).map { close[$0] - close[$0 - 1] }
    guard moves.count > 66 else { return true }
    return (1...6).contains { lag in
      guard let found = Foresight(Array(moves.dropLast(lag)), Array(moves.dropFirst(lag))) else {
        return true
      }
      return abs(found.correlation) > 0.15 && abs(found.correlation) > 3 / found.root
    }
  }
}

/// How closely values follow moves.
private struct Foresight {
  let correlation: Double
  let values: Int

  init?(_ signal: [Double], _ moves: [Double]) {
    guard signal.count >= 60, let left = try? averageRanks(of: signal),
      let right = try? averageRanks(of: moves)
    else { return nil }
    let middle = 0.5 * Double(signal.count + 1)
    var (product, square, other) = (0.0, 0.0, 0.0)
    for (one, two) in zip(left, right) {
      product += (one - middle) * (two - middle)
      square += (one - middle) * (one - middle)
      other += (two - middle) * (two - middle)
    }
    guard square > 0, other > 0 else { return nil }
    correlation = product / (square * other).squareRoot()
    values = signal.count
  }

  var root: Double { Double(values).squareRoot() }

  /// Six standard errors in each of two foreign markets, and more than the calendar ever explains.
  var isTelling: Bool {
    abs(correlation) > 0.25 && abs(correlation) * root > 6
  }
}
