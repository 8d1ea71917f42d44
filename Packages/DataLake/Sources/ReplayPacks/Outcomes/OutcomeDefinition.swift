public import MarketModel

/// Everything that decides the values of outcomes besides the bars.
public struct OutcomeDefinition: Hashable, Sendable {
  /// The name under which outcomes of this definition are stored.
  public static let version = "BAR_OUTCOMES_V2"

  /// The lengths of the forward windows in seconds, rising strictly.
  public let horizonSeconds: [Int64]

  /// The factor whose square root scales the realized volatility, or `nil` to leave it per bar.
  public let barsPerYear: Double?

  /// Creates a definition.
  ///
  /// - Throws: ``OutcomeError/invalidDefinition(_:)`` when there is no horizon, horizons do not
  ///   rise from above zero, or the number of bars per year is not finite and positive.
  public init(horizonSeconds: [Int64], barsPerYear: Double?) throws(OutcomeError) {
    guard let first = horizonSeconds.first, first > 0,
      zip(horizonSeconds, horizonSeconds.dropFirst()).allSatisfy({ $0 < $1 })
    else { throw .invalidDefinition("horizons: expected rising positive seconds") }
    if let barsPerYear, !(barsPerYear.isFinite && barsPerYear > 0) {
      throw .invalidDefinition("bars per year: expected a positive number, found \(barsPerYear)")
    }
    self.horizonSeconds = horizonSeconds
    self.barsPerYear = barsPerYear
  }

  /// The customary horizons of a bar interval, or `nil` for an interval without any.
  ///
  /// One minute: 5, 15, 60 and 240 minutes and a day; five minutes: 15, 60 and 240 minutes and a
  /// day; fifteen: 60, 240 and a day; one hour: 4 hours and a day; four hours: a day; one day: a
  /// week.
  public static func customaryHorizons(for interval: BarInterval) -> [Int64]? {
    switch interval {
    case .minute: [300, 900, 3_600, 14_400, 86_400]
    case .fiveMinutes: [900, 3_600, 14_400, 86_400]
    case .fifteenMinutes: [3_600, 14_400, 86_400]
    case .hour: [14_400, 86_400]
    case .fourHours: [86_400]
    case .day: [604_800]
    default: nil
    }
  }
}

/// An error of computing outcomes.
public enum OutcomeError: Error, Hashable, Sendable {
  /// The definition makes no sense; the text says what was expected.
  case invalidDefinition(String)

  /// There is no bar in the range, so there is nothing to compute.
  case noBars(symbol: Symbol, interval: BarInterval, from: Timestamp?, through: Timestamp?)

  /// A price is not positive, so that no return is defined.
  case nonPositivePrice(symbol: Symbol, openTime: Timestamp, value: Double)

  /// Stored rows are not outcomes.
  case malformedRow(row: Int, reason: String)
}
