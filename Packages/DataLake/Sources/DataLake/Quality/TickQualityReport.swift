public import ConfigValidation
public import MarketModel

/// The thresholds by which ticks are examined.
public struct TickQualitySettings: Hashable, Sendable {
  /// The length in seconds of a silence that is a gap.
  public var gapSeconds: Double

  /// How far a trade may lie outside the quote before it is an outlier, as a fraction of the mid.
  public var outlierFraction: Double

  /// The largest number of findings that a report lists; all are counted.
  public var listedFindings: Int

  /// Creates settings.
  ///
  /// - Precondition: Lengths and fractions are positive, and the number is not negative.
  public init(gapSeconds: Double, outlierFraction: Double, listedFindings: Int) {
    precondition(gapSeconds > 0 && outlierFraction > 0 && listedFindings >= 0)
    self.gapSeconds = gapSeconds
    self.outlierFraction = outlierFraction
    self.listedFindings = listedFindings
  }

  /// Silences of a minute, trades one percent outside the quote, and a thousand findings.
  public static let standard = TickQualitySettings(
    gapSeconds: 60,
    outlierFraction: 0.01,
    listedFindings: 1_000
  )
}

/// The examination of the quotes and trades of one symbol and provider.
///
/// Shares are of rows, except of gaps, which are of the time that the calendar expects ticks in.
public struct TickQualityReport: Hashable, Sendable {
  /// Something that is wrong, or looks wrong.
  public struct Finding: Hashable, Sendable {
    /// What was found.
    public var kind: Kind

    /// The time of the row; of a gap, of the row before it.
    public var first: Timestamp

    /// The measured values in words.
    public var evidence: String
  }

  /// What can be found.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// No tick came for long while the market was open.
    case gap

    /// A bid lies above its ask.
    case crossed

    /// A trade lies far outside the quote.
    case outlier
  }

  /// What is traded.
  public var symbol: Symbol

  /// Who the ticks came from, or `nil` when they do not come from a lake.
  public var provider: String?

  /// The calendar that ticks were expected by.
  public var calendar: String

  /// The number of quotes and of trades.
  public var (quotes, trades) = (0, 0)

  /// The time of the first tick, or `nil` without ticks.
  public var first: Timestamp?

  /// The time of the last tick, or `nil` without ticks.
  public var last: Timestamp?

  /// Quotes whose bid lies above, and at, their ask.
  public var (crossed, locked) = (0, 0)

  /// Quotes with a size of zero on either side, and trades of nothing.
  public var (zeroSizeQuotes, zeroSizeTrades) = (0, 0)

  /// Trades that do not say who crossed the spread.
  public var unknownSides = 0

  /// Trades outside the quote that stood before them, where that was not crossed.
  public var outsideQuote = 0

  /// Trades further outside the quote than the settings allow.
  public var outliers = 0

  /// Rows with the time of the row of their kind before them.
  public var repeatedStamps = 0

  /// Silences while the market was open, and their length in seconds.
  public var (gaps, gapSeconds) = (0, 0.0)

  /// The time from the first to the last tick in which the market was open, in seconds.
  public var openSeconds = 0.0

  /// The receiver's clock less the venue's in seconds, or `nil` where ticks do not say.
  public var clockOffset: (smallest: Double, mean: Double, largest: Double)? {
    offset.map { ($0.smallest, $0.mean, $0.largest) }
  }

  /// What was found first, by time, as many as the settings list.
  public var findings: [Finding] = []

  /// The mark of the ticks, or `nil` without ticks.
  public var grade: QualityGrade?

  var offset: ClockOffset?

  /// The receiver's clock less the venue's, in seconds.
  struct ClockOffset: Hashable, Sendable {
    var smallest: Double
    var mean: Double
    var largest: Double
  }

  init(symbol: Symbol, provider: String?, calendar: TradingCalendar) {
    self.symbol = symbol
    self.provider = provider
    self.calendar = calendar.name
  }
}

extension QualityGrade {
  /// Marks ticks: by crossed quotes and outliers as damage, and by gaps as what is missing.
  ///
  /// - Parameters:
  ///   - rows: The number of quotes and trades.
  ///   - damaged: Crossed quotes and trades far outside the quote.
  ///   - openSeconds: How long the market was open.
  ///   - gapSeconds: How long it was silent.
  /// - Returns: The worse of the marks that bars would get for such shares.
  static func markTicks(
    rows: Int,
    damaged: Int,
    openSeconds: Double,
    gapSeconds: Double
  ) -> QualityGrade {
    let seconds = mark(
      expected: Int(openSeconds.rounded(.up)),
      missing: Int(gapSeconds.rounded()),
      damaged: 0,
      stale: 0,
      splits: 0
    )
    return max(seconds, mark(expected: rows, missing: 0, damaged: damaged, stale: 0, splits: 0))
  }
}

extension TickQualityReport {
  /// The counts with their titles, in the order in which they are shown.
  public var counts: [(title: String, count: Int)] {
    [
      ("quotes", quotes), ("trades", trades), ("crossed", crossed), ("locked", locked),
      ("zero_size_quotes", zeroSizeQuotes), ("zero_size_trades", zeroSizeTrades),
      ("unknown_sides", unknownSides), ("outside_quote", outsideQuote), ("outliers", outliers),
      ("repeated_stamps", repeatedStamps), ("gaps", gaps),
    ]
  }

  /// The report as JSON.
  ///
  /// Members: `symbol`, `provider`, `calendar`, `first`, `last`, `grade`, those of ``counts``,
  /// `gap_seconds`, `open_seconds`, `clock_offset_seconds` (smallest, mean, largest) and `findings`
  /// (kind, first, evidence).
  public var json: JSONValue {
    func text(_ value: (some CustomStringConvertible)?) -> JSONValue {
      value.map { .string($0.description) } ?? .null
    }
    let found = findings.map { finding in
      JSONValue.object([
        JSONMember("kind", .string(finding.kind.rawValue)),
        JSONMember("first", text(finding.first)),
        JSONMember("evidence", .string(finding.evidence)),
      ])
    }
    let clock = offset.map { offset in
      JSONValue.object([
        JSONMember("smallest", JSONValue(offset.smallest)),
        JSONMember("mean", JSONValue(offset.mean)),
        JSONMember("largest", JSONValue(offset.largest)),
      ])
    }
    return .object(
      [
        JSONMember("symbol", .string(symbol.name)), JSONMember("provider", text(provider)),
        JSONMember("calendar", .string(calendar)), JSONMember("first", text(first)),
        JSONMember("last", text(last)), JSONMember("grade", text(grade?.rawValue)),
      ]
        + counts.map { JSONMember($0.title, .integer(Int64($0.count))) }
        + [
          JSONMember("gap_seconds", JSONValue(gapSeconds)),
          JSONMember("open_seconds", JSONValue(openSeconds)),
          JSONMember("clock_offset_seconds", clock ?? .null),
          JSONMember("findings", .array(found)),
        ]
    )
  }
}
