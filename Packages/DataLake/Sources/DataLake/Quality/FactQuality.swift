public import ConfigValidation
public import MarketModel

/// The thresholds by which facts are examined.
public struct FactQualitySettings: Hashable, Sendable {
  /// The ratio of neighbouring values, or its inverse, from which a price, a capitalisation or open
  /// interest jumps; above 1.
  public var levelJump: Double

  /// The ratio from which a traded value jumps; above 1.
  public var volumeJump: Double

  /// Creates settings.
  ///
  /// - Precondition: Both ratios are above 1.
  public init(levelJump: Double, volumeJump: Double) {
    precondition(levelJump > 1 && volumeJump > 1, "a jump is a change")
    self.levelJump = levelJump
    self.volumeJump = volumeJump
  }

  /// Levels that double or halve, and volumes that change fiftyfold.
  public static let standard = FactQualitySettings(levelJump: 2, volumeJump: 50)

  /// The ratio for a table, or `nil` where values have no ratio, as rates that change their sign.
  func jump(of table: LakeTable) -> Double? {
    switch table {
    case .price, .marketcap, .openInterest: levelJump
    case .volume: volumeJump
    default: nil
    }
  }
}

/// The examination of one series of daily or settled facts.
public struct FactQualityReport: Hashable, Sendable {
  /// Something that is wrong, or looks wrong.
  public struct Finding: Hashable, Sendable {
    /// What was found: `gap`, `zeros`, `negative` or `jump`.
    public var kind: Kind

    /// The row before a gap, the first row of zeros or negative values, the row of a jump.
    public var first: Timestamp

    /// The measured values in words.
    public var evidence: String
  }

  /// What can be found.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Rows that the usual step expects are absent.
    case gap

    /// Values of a run are zero, which many sources write for what they do not know.
    case zeros

    /// Values of a run are negative where none can be.
    case negative

    /// A value is a large multiple or a small part of the one before it.
    case jump
  }

  /// The series.
  public var key: SeriesKey

  /// The number of rows.
  public var rows: Int

  /// The time of the first row, or `nil` without rows.
  public var first: Timestamp?

  /// The time of the last row, or `nil` without rows.
  public var last: Timestamp?

  /// The usual time between rows in seconds: a day for daily facts, else the commonest.
  public var stepSeconds: Int64?

  /// Rows that the usual step expects between the first and the last row, and that are absent.
  public var missing: Int

  /// Rows whose value is zero.
  public var zeros: Int

  /// Rows whose value is negative where none can be.
  public var negatives: Int

  /// Rows whose value jumps.
  public var jumps: Int

  /// Everything found, by time.
  public var findings: [Finding]
}

extension LakeTable {
  /// Whether the table holds facts that ``checkQuality(of:rows:settings:)`` can examine.
  public var holdsFacts: Bool {
    dailyValueColumn != nil || self == .funding || self == .openInterest
  }
}

/// Examines a series of facts for holes, zeros, negative values and jumps.
///
/// Two rows never share a time: they are refused at import.
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
///
/// - Parameters:
///   - key: A series of a table that holds facts.
///   - rows: Its rows as the lake returns them, oldest first.
///   - settings: The thresholds.
/// - Returns: The counts and findings.
/// - Throws: ``ColumnTableError`` when the rows are not those of the table.
/// - Complexity: O(rows).
public func checkQuality(
  of key: SeriesKey,
  rows: ColumnTable,
  settings: FactQualitySettings
) throws(ColumnTableError) -> FactQualityReport {
  let times = try rows.timestamps(key.table.timeColumn)
  let values: [Double?]
  switch key.table {
  case .openInterest:
    // In coins where the source says so: the value in USD jumps with the price too.
    let worths = try rows.optionalDoubles("open_interest_value")
    values = zip(try rows.optionalDoubles("open_interest"), worths).map { $0 ?? $1 }
  case .funding: values = try rows.optionalDoubles("rate")
  default: values = try rows.optionalDoubles(key.table.dailyValueColumn ?? "")
  }
  var check = FactCheck(key: key, times: times, values: values)
  check.findGaps()
  if key.table != .funding { check.findRuns() }
  if let jump = settings.jump(of: key.table) { check.findJumps(jump) }
  return check.finished()
}

/// An examination in progress.
private struct FactCheck {
  let times: [Int64]
  let values: [Double?]
  var report: FactQualityReport

  init(key: SeriesKey, times: [Int64], values: [Double?]) {
    self.times = times
    self.values = values
    let step = key.table.dailyValueColumn == nil ? FactCheck.commonestStep(times) : dayLength
    report = FactQualityReport(
      key: key,
      rows: times.count,
      first: times.first.map { Timestamp(nanoseconds: $0) },
      last: times.last.map { Timestamp(nanoseconds: $0) },
      stepSeconds: step.map { $0 / 1_000_000_000 },
      missing: 0,
      zeros: 0,
      negatives: 0,
      jumps: 0,
      findings: []
    )
  }

  mutating func findGaps() {
    guard let step = report.stepSeconds.map({ $0 * 1_000_000_000 }), step > 0 else { return }
    for (before, after) in zip(times, times.dropFirst()) {
      let missing = Int((after - before - 1) / step)
      guard missing > 0 else { continue }
      report.missing += missing
      let (from, to) = (Timestamp(nanoseconds: before), Timestamp(nanoseconds: after))
      add(.gap, before, "\(missing) rows missing between \(from) and \(to)")
    }
  }

  mutating func findRuns() {
    var row = 0
    while row < values.count {
      guard let value = values[row], value <= 0 else {
        row += 1
        continue
      }
      let start = row
      while row < values.count, let next = values[row], next.sign == value.sign, next <= 0 {
        row += 1
      }
      let count = row - start
      if value == 0 { report.zeros += count } else { report.negatives += count }
      let last = Timestamp(nanoseconds: times[row - 1])
      add(value == 0 ? .zeros : .negative, times[start], "\(count) rows through \(last)")
    }
  }

  mutating func findJumps(_ jump: Double) {
    var last: Double?
    for (row, value) in values.enumerated() {
      guard let value, value > 0 else { continue }
      if let last, value >= last * jump || value <= last / jump {
        report.jumps += 1
        add(.jump, times[row], "\(last) -> \(value)")
      }
      last = value
    }
  }

  func finished() -> FactQualityReport {
    var sorted = report
    sorted.findings = report.findings.enumerated()
      .sorted { ($0.element.first, $0.offset) < ($1.element.first, $1.offset) }
      .map(\.element)
    return sorted
  }

  private mutating func add(_ kind: FactQualityReport.Kind, _ time: Int64, _ evidence: String) {
    report.findings.append(
      .init(kind: kind, first: Timestamp(nanoseconds: time), evidence: evidence)
    )
  }

  /// The commonest time between rows; of several, the shortest.
  private static func commonestStep(_ times: [Int64]) -> Int64? {
    var counts: [Int64: Int] = [:]
    for (before, after) in zip(times, times.dropFirst()) { counts[after - before, default: 0] += 1 }
    return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
  }
}

private let dayLength: Int64 = 86_400_000_000_000

extension FactQualityReport {
  /// The report as JSON.
  ///
  /// Members: `table`, `symbol`, `provider`, `rows`, `first`, `last`, `step_seconds`, `missing`,
  /// `zeros`, `negatives`, `jumps` and `findings` (kind, first, evidence).
  public var json: JSONValue {
    func text(_ value: (some CustomStringConvertible)?) -> JSONValue {
      value.map { .string($0.description) } ?? .null
    }
    func count(_ value: Int) -> JSONValue { .integer(Int64(value)) }
    let found = findings.map { finding in
      JSONValue.object([
        JSONMember("kind", .string(finding.kind.rawValue)),
        JSONMember("first", text(finding.first)),
        JSONMember("evidence", .string(finding.evidence)),
      ])
    }
    return .object([
      JSONMember("table", .string(key.table.rawValue)),
      JSONMember("symbol", .string(key.symbol.name)),
      JSONMember("provider", text(key.provider)),
      JSONMember("rows", count(rows)),
      JSONMember("first", text(first)),
      JSONMember("last", text(last)),
      JSONMember("step_seconds", stepSeconds.map { .integer($0) } ?? .null),
      JSONMember("missing", count(missing)),
      JSONMember("zeros", count(zeros)),
      JSONMember("negatives", count(negatives)),
      JSONMember("jumps", count(jumps)),
      JSONMember("findings", .array(found)),
    ])
  }
}
