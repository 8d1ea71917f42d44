public import MarketModel

/// How complete the forward window of a bar is.
public enum OutcomeStatus: UInt8, Hashable, Sendable, CaseIterable {
  /// No bar was found in the window.
  case incomplete

  /// More than one expected bar is missing; only the return is stated.
  case gap

  /// At most one expected bar is missing.
  case ok

  /// The name in tables: `INCOMPLETE`, `GAP` or `OK`.
  public var name: String {
    switch self {
    case .incomplete: "INCOMPLETE"
    case .gap: "GAP"
    case .ok: "OK"
    }
  }

  /// Reads the name that tables use.
  public init?(name: String) {
    guard let status = OutcomeStatus.allCases.first(where: { $0.name == name }) else { return nil }
    self = status
  }
}

/// What happened after one bar, within one horizon.
///
/// The window begins at the close of the bar (exclusive) and ends one horizon later (inclusive);
/// it holds the later bars that are closed by its end.
///
/// **Causality.** Looks forward by design: visible at ``windowEnd`` and never before.
public struct BarOutcome: Hashable, Sendable {
  /// The open time of the bar.
  public var timestamp: Timestamp

  /// The length of the window in seconds.
  public var horizonSeconds: Int64

  /// The close time of the bar: where the window begins.
  public var windowStart: Timestamp

  /// Where the window ends, and when the outcome becomes visible.
  public var windowEnd: Timestamp

  /// The close of the bar.
  public var closeNow: Double

  /// The bars that the window should hold.
  public var barsExpected: Int

  /// The bars that it holds.
  public var barsFound: Int

  /// How complete the window is.
  public var status: OutcomeStatus

  /// The close of the last bar of the window; `nil` for an empty window.
  public var closeAtHorizon: Double?

  /// ``closeAtHorizon`` / ``closeNow`` − 1, to 10 decimals; `nil` for an empty window.
  public var forwardReturn: Double?

  /// The highest high of the window; `nil` unless the status is ok, as all below.
  public var maximumHigh: Double?

  /// The lowest low of the window.
  public var minimumLow: Double?

  /// ``maximumHigh`` / ``closeNow`` − 1, to 10 decimals.
  public var maximumRunup: Double?

  /// ``minimumLow`` / ``closeNow`` − 1, to 10 decimals.
  public var maximumDrawdown: Double?

  /// The open time of the first bar that reaches the highest high.
  public var maximumRunupAt: Timestamp?

  /// The open time of the first bar that reaches the lowest low.
  public var maximumDrawdownAt: Timestamp?

  /// The sample deviation of the log returns from the bar to the last of the window, to 10
  /// decimals; `nil` for fewer than two returns.
  public var realizedVolatility: Double?

  /// Whether the volatility is scaled to a year.
  public var isVolatilityAnnualised: Bool

  /// The expected bars that are missing, at least zero.
  public var gapCount: Int { max(0, barsExpected - barsFound) }
}

/// The outcomes of all bars of a series for one horizon, column by column.
public struct HorizonOutcomes: Hashable, Sendable {
  /// The length of the windows in seconds.
  public let horizonSeconds: Int64

  /// Open times of the bars in nanoseconds; shape `[count]`, as all below.
  public internal(set) var timestamps: [Int64]

  /// Close times of the bars.
  public internal(set) var windowStarts: [Int64]

  /// Closes of the bars.
  public internal(set) var closeNow: [Double]

  /// How complete each window is.
  public internal(set) var status: [OutcomeStatus]

  /// The bars that each window should hold.
  public internal(set) var barsExpected: [Int]

  /// The bars that each window holds.
  public internal(set) var barsFound: [Int]

  /// Closes at the end of the windows; zero where the status is incomplete.
  public internal(set) var closeAtHorizon: [Double]

  /// Forward returns; zero where the status is incomplete.
  public internal(set) var forwardReturn: [Double]

  /// Highest highs; zero unless the status is ok, as all below.
  public internal(set) var maximumHigh: [Double]

  /// Lowest lows.
  public internal(set) var minimumLow: [Double]

  /// Highest returns reached.
  public internal(set) var maximumRunup: [Double]

  /// Lowest returns reached.
  public internal(set) var maximumDrawdown: [Double]

  /// Open times of the first bars that reach the highest highs.
  public internal(set) var maximumRunupAt: [Int64]

  /// Open times of the first bars that reach the lowest lows.
  public internal(set) var maximumDrawdownAt: [Int64]

  /// Deviations of log returns; also zero for fewer than two returns.
  public internal(set) var realizedVolatility: [Double]

  /// Whether the volatilities are scaled to a year.
  public let isVolatilityAnnualised: Bool

  /// The number of bars.
  public var count: Int { timestamps.count }

  /// The outcome of the bar at a position.
  ///
  /// - Precondition: `row` lies inside `0..<count`.
  public subscript(row: Int) -> BarOutcome {
    let isOK = status[row] == .ok
    let isFilled = status[row] != .incomplete
    return BarOutcome(
      timestamp: Timestamp(nanoseconds: timestamps[row]),
      horizonSeconds: horizonSeconds,
      windowStart: Timestamp(nanoseconds: windowStarts[row]),
      windowEnd: Timestamp(nanoseconds: windowEnd(row)),
      closeNow: closeNow[row],
      barsExpected: barsExpected[row],
      barsFound: barsFound[row],
      status: status[row],
      closeAtHorizon: isFilled ? closeAtHorizon[row] : nil,
      forwardReturn: isFilled ? forwardReturn[row] : nil,
      maximumHigh: isOK ? maximumHigh[row] : nil,
      minimumLow: isOK ? minimumLow[row] : nil,
      maximumRunup: isOK ? maximumRunup[row] : nil,
      maximumDrawdown: isOK ? maximumDrawdown[row] : nil,
      maximumRunupAt: isOK ? Timestamp(nanoseconds: maximumRunupAt[row]) : nil,
      maximumDrawdownAt: isOK ? Timestamp(nanoseconds: maximumDrawdownAt[row]) : nil,
      realizedVolatility: hasVolatility(row) ? realizedVolatility[row] : nil,
      isVolatilityAnnualised: isVolatilityAnnualised
    )
  }

  /// Where the window of a bar ends, in nanoseconds.
  func windowEnd(_ row: Int) -> Int64 { windowStarts[row] + horizonSeconds * 1_000_000_000 }

  /// Whether the window of a bar has at least two returns and is complete.
  func hasVolatility(_ row: Int) -> Bool { status[row] == .ok && barsFound[row] >= 2 }
}
