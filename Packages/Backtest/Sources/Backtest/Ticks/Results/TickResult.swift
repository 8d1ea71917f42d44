/// How much of a run on ticks is kept beside its summary.
public struct TickRecording: Hashable, Sendable {
  /// Whether fills and refused orders are kept.
  public var keepsFills: Bool

  /// Whether the equity at the end of every batch is kept.
  public var keepsEquity: Bool

  /// Creates a choice.
  public init(keepsFills: Bool, keepsEquity: Bool) {
    self.keepsFills = keepsFills
    self.keepsEquity = keepsEquity
  }

  /// Only the summary.
  public static let summary = TickRecording(keepsFills: false, keepsEquity: false)

  /// The summary and the fills.
  public static let fills = TickRecording(keepsFills: true, keepsEquity: false)

  /// Everything.
  public static let full = TickRecording(keepsFills: true, keepsEquity: true)
}

/// What one run on ticks yields.
public struct TickResult: Hashable, Sendable {
  /// The numbers of the run.
  public var summary: TickSummary

  /// The executions in order; empty unless recorded.
  public var fills: [TickFill]

  /// The refused orders in order; empty unless fills are recorded.
  public var rejects: [TickReject]

  /// The equity at the end of every batch, oldest first; empty unless recorded.
  public var equity: [Double]

  /// The instants of those marks, on the strategy's clock; empty unless equity is recorded.
  public var markTimes: [Int64]

  /// The balances of the ledger.
  public var ledger: Ledger

  /// The checkpoint after which the run was stopped, from 1, or `nil` when it ran to the end.
  public var stoppedAfter: Int?
}
