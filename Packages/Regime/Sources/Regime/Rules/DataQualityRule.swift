public import MarketModel

/// Judges the bars themselves, and hands on bars whose range contains their prices.
public struct DataQualityRule: Sendable {
  private let staleRunBars: Int
  private var previousClose: Double?
  private var unmoved = 0

  /// Creates the rule before its first bar.
  public init(staleRunBars: Int) {
    self.staleRunBars = staleRunBars
  }

  /// Consumes the next bar.
  ///
  /// - Parameters:
  ///   - bar: The bar as it was stored.
  ///   - missing: The number of expected bars between the last one and this that are missing.
  /// - Returns: The bar with a range that contains its prices, and what was wrong.
  public mutating func update(_ bar: Bar, missing: Int) -> (bar: Bar, flags: DataQualityFlags) {
    var (repaired, flags) = (bar, DataQualityFlags())
    let top = max(bar.high, bar.open, bar.close)
    let bottom = min(bar.low, bar.open, bar.close)
    if top != bar.high || bottom != bar.low {
      flags.insert(.repaired)
      (repaired.high, repaired.low) = (top, bottom)
    }
    if missing > 0 { flags.insert(.gap) }
    let moved = top != bottom || previousClose.map { $0 != bar.close } ?? true
    unmoved = moved ? 0 : unmoved + 1
    if unmoved >= staleRunBars { flags.insert(.stale) }
    previousClose = bar.close
    return (repaired, flags)
  }
}
