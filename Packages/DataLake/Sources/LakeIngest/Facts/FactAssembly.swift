import DataLake
import MarketModel

/// The facts of one series of a file, sorted and checked.
struct ImportedFacts {
  var key: SeriesKey
  var times: [Int64]
  var values: [Double?]
  var seconds: [Double?]

  /// The line that each row came from.
  var lines: [Int]

  /// The rows as a change of the lake.
  func change(policy: MergePolicy) -> LakeChange {
    LakeChange(series: key, times: times, values: columns, policy: policy)
  }

  private var columns: [Column] {
    if let name = key.table.dailyValueColumn {
      return [Column(name, .double(values.map { $0 ?? 0 }))]
    }
    if key.table == .funding {
      return [
        Column("rate", .double(values.map { $0 ?? 0 })), Column("mark_price", optional: seconds),
      ]
    }
    return [
      Column("open_interest", optional: values), Column("open_interest_value", optional: seconds),
    ]
  }
}

/// Sorts and checks the rows of one series of a file.
struct FactAssembly {
  /// A row that was read and judged by itself.
  struct Row {
    var time: Int64
    var stated: Int64
    var value: Double?
    var second: Double?
    var line: Int
  }

  private let key: SeriesKey
  private let fundingUnit: FundingUnit?
  private var tallies: [ImportWarning.Kind: (count: Int, line: Int)] = [:]

  init(key: SeriesKey, fundingUnit: FundingUnit?) {
    self.key = key
    self.fundingUnit = fundingUnit
  }

  /// The series of rows in any order; problems go to the log.
  mutating func series(_ rows: [Row], log: inout ProblemLog) -> ImportedFacts {
    // Equal times stay in the order of the file, so that messages name the first line first.
    let sorted = rows.sorted { ($0.time, $0.line) < ($1.time, $1.line) }
    var facts = ImportedFacts(key: key, times: [], values: [], seconds: [], lines: [])
    var last: Row?
    for row in sorted {
      if let last, last.time == row.time {
        merge(row, into: last, log: &log)
        continue
      }
      tallyRow(row)
      facts.times.append(row.time)
      facts.values.append(row.value)
      facts.seconds.append(row.second)
      facts.lines.append(row.line)
      last = row
    }
    tallyRates(facts)
    return facts
  }

  /// What a person should know of, in the order of the kinds.
  var warnings: [ImportWarning] {
    ImportWarning.Kind.allCases.compactMap { kind in
      tallies[kind].map {
        ImportWarning(kind: kind, symbol: key.symbol, count: $0.count, firstLine: $0.line)
      }
    }
  }

  /// Takes a repeated row once, and refuses one that differs or was moved to another's time.
  private mutating func merge(_ row: Row, into last: Row, log: inout ProblemLog) {
    if row.value == last.value, row.second == last.second, row.stated == last.stated {
      tally(.repeatedRows, row.line)
      return
    }
    let isMoved = row.stated != last.stated
    log.add(
      line: row.line,
      column: nil,
      expected: isMoved
        ? "one row near \(Timestamp(nanoseconds: row.time)), where line \(last.line) stands already"
          + " (\(Timestamp(nanoseconds: last.stated)))"
        : "the values of line \(last.line), which has the same time (\(text(last)))",
      found: isMoved ? "\(Timestamp(nanoseconds: row.stated))" : text(row)
    )
  }

  private func text(_ row: Row) -> String {
    [row.value, row.second].compactMap { $0 }.map { "\($0)" }.joined(separator: " ")
  }

  private mutating func tallyRow(_ row: Row) {
    if row.time < Self.startOf2008 { tally(.earlyDays, row.line) }
    if row.time != row.stated { tally(.movedStamps, row.line) }
    if key.table == .funding {
      if row.time % 3_600_000_000_000 != 0 { tally(.offHours, row.line) }
    } else if row.value == 0 || row.second == 0 {
      tally(.zeroValues, row.line)
    }
  }

  /// Compares the usual size of rates with what their unit makes likely.
  private mutating func tallyRates(_ facts: ImportedFacts) {
    guard let fundingUnit, facts.times.count >= 10 else { return }
    let sizes = facts.values.compactMap { $0.map { abs($0) } }.sorted()
    let median = sizes[sizes.count / 2]
    switch fundingUnit {
    case .decimal where median > FundingUnit.suspiciousMedian:
      tallies[.percentLike] = (sizes.count, facts.lines.min() ?? 0)
    case .percent where median > 0 && median * 100 < FundingUnit.suspiciousMedian / 10:
      tallies[.fractionLike] = (sizes.count, facts.lines.min() ?? 0)
    default: break
    }
  }

  private static let startOf2008: Int64 = 1_199_145_600_000_000_000

  private mutating func tally(_ kind: ImportWarning.Kind, _ line: Int) {
    let present = tallies[kind] ?? (0, line)
    tallies[kind] = (present.count + 1, min(present.line, line))
  }
}
