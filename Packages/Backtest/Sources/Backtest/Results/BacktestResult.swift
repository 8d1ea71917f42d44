/// How much of a run is kept.
public struct Recording: Hashable, Sendable {
  /// Whether fills, rejects and unfilled orders are kept.
  public var keepsFills: Bool

  /// Whether closed positions are kept.
  public var keepsRoundTrips: Bool

  /// Whether the equity at every mark is kept.
  public var keepsEquity: Bool

  /// Whether the bookings of the ledger are kept.
  public var keepsJournal: Bool

  /// Whether the orders are kept as they were decided.
  public var keepsDecisions: Bool

  /// Creates a choice.
  public init(
    keepsFills: Bool,
    keepsRoundTrips: Bool,
    keepsEquity: Bool,
    keepsJournal: Bool = false,
    keepsDecisions: Bool = false
  ) {
    self.keepsFills = keepsFills
    self.keepsRoundTrips = keepsRoundTrips
    self.keepsEquity = keepsEquity
    self.keepsJournal = keepsJournal
    self.keepsDecisions = keepsDecisions
  }

  /// Only the summary.
  public static let summary = Recording(
    keepsFills: false,
    keepsRoundTrips: false,
    keepsEquity: false
  )

  /// The summary and the profits of closed positions.
  public static let roundTrips = Recording(
    keepsFills: false,
    keepsRoundTrips: true,
    keepsEquity: false
  )

  /// The summary and the fills.
  public static let fills = Recording(
    keepsFills: true,
    keepsRoundTrips: false,
    keepsEquity: false
  )

  /// Everything except the journal.
  public static let full = Recording(
    keepsFills: true,
    keepsRoundTrips: true,
    keepsEquity: true
  )
}

/// What one run yields.
public struct BacktestResult: Hashable, Sendable {
  /// The numbers of the run.
  public var summary: RunSummary

  /// The equity at every mark, oldest first; empty unless recorded.
  ///
  /// Cash plus the signed market value of all symbols at their last prices.
  public var equity: [Double]

  /// The instants of the marks in nanoseconds; empty unless equity is recorded.
  public var markTimes: [Int64]

  /// The executions in order; empty unless recorded.
  public var fills: [Fill]

  /// The executions of option legs in order; empty unless recorded.
  public var optionFills: [OptionFill]

  /// The refused orders in order; empty unless fills are recorded.
  public var rejects: [Reject]

  /// The orders pending after the last bar; empty unless fills are recorded.
  public var unfilled: [UnfilledOrder]

  /// The closed positions in order of closing; empty unless recorded.
  public var roundTrips: [RoundTrip]

  /// The balances of the ledger, always kept.
  public var ledger: Ledger

  /// The bookings in order; empty unless recorded.
  public var journal: [LedgerEntry]

  /// The orders that strategies decided on, in order, whatever became of them; empty unless recorded.
  public var decisions: [OrderDecision]
}
