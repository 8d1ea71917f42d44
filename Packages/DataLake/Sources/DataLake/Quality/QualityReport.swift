public import ConfigValidation
public import MarketModel

/// The examination of one year of a series.
public struct QualityRange: Hashable, Sendable {
  /// The year, by the calendar's clock.
  public var year: Int

  /// The bars of the year.
  public var bars: Int

  /// The bars that the calendar expects between the first and the last bar of the series.
  public var expected: Int

  /// Expected bars that are absent.
  public var missing: Int

  /// Bars that break a rule that no true bar breaks.
  public var damaged: Int

  /// Bars inside stale runs.
  public var stale: Int

  /// Suspected splits.
  public var splits: Int

  /// Returns far outside the spread around them.
  public var outliers: Int

  /// The mark.
  public var grade: QualityGrade
}

/// The examination of one series of bars.
public struct QualityReport: Hashable, Sendable {
  /// The symbol.
  public var symbol: Symbol

  /// The length of the bars.
  public var interval: BarInterval

  /// The source, or `nil` when the bars do not come from a lake.
  public var provider: String?

  /// The calendar that bars were expected by.
  public var calendar: String

  /// The number of bars.
  public var bars: Int

  /// The open time of the first bar, or `nil` without bars.
  public var first: Timestamp?

  /// The open time of the last bar, or `nil` without bars.
  public var last: Timestamp?

  /// Everything found, by time, then by kind.
  public var findings: [QualityFinding]

  /// One entry for each year from the first to the last bar.
  public var ranges: [QualityRange]

  /// The mark of the whole series by its summed counts, or `nil` without bars.
  public var grade: QualityGrade?

  /// The findings of a kind.
  public func findings(_ kind: QualityFinding.Kind) -> [QualityFinding] {
    findings.filter { $0.kind == kind }
  }
}

extension QualityReport {
  /// The report as JSON.
  ///
  /// Members: `symbol`, `interval`, `provider`, `calendar`, `bars`, `first`, `last`, `grade`,
  /// `ranges` (year, grade and counts) and `findings` (kind, first, last, bars, evidence).
  public var json: JSONValue {
    func text(_ value: Timestamp?) -> JSONValue { value.map { .string("\($0)") } ?? .null }
    func count(_ value: Int) -> JSONValue { .integer(Int64(value)) }
    let years = ranges.map { range in
      JSONValue.object([
        JSONMember("year", count(range.year)),
        JSONMember("grade", .string(range.grade.rawValue)),
        JSONMember("bars", count(range.bars)),
        JSONMember("expected", count(range.expected)),
        JSONMember("missing", count(range.missing)),
        JSONMember("damaged", count(range.damaged)),
        JSONMember("stale", count(range.stale)),
        JSONMember("suspected_splits", count(range.splits)),
        JSONMember("outliers", count(range.outliers)),
      ])
    }
    let found = findings.map { finding in
      JSONValue.object([
        JSONMember("kind", .string(finding.kind.rawValue)),
        JSONMember("first", text(finding.first)),
        JSONMember("last", text(finding.last)),
        JSONMember("bars", count(finding.bars)),
        JSONMember("evidence", .string(finding.evidence)),
      ])
    }
    return .object([
      JSONMember("symbol", .string(symbol.name)),
      JSONMember("interval", .string("\(interval)")),
      JSONMember("provider", provider.map { .string($0) } ?? .null),
      JSONMember("calendar", .string(calendar)),
      JSONMember("bars", count(bars)),
      JSONMember("first", text(first)),
      JSONMember("last", text(last)),
      JSONMember("grade", grade.map { .string($0.rawValue) } ?? .null),
      JSONMember("ranges", .array(years)),
      JSONMember("findings", .array(found)),
    ])
  }

  /// The titles of ``tableRows``.
  public static let tableTitles = [
    "symbol", "interval", "provider", "year", "grade", "bars", "expected", "missing", "damaged",
    "stale", "splits", "outliers",
  ]

  /// One row of texts for each year.
  public var tableRows: [[String]] {
    ranges.map { range in
      [symbol.name, "\(interval)", provider ?? "", "\(range.year)", range.grade.rawValue]
        + [
          range.bars, range.expected, range.missing, range.damaged, range.stale, range.splits,
          range.outliers,
        ].map { "\($0)" }
    }
  }
}
