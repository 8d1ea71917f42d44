public import Backtest
internal import ConfigValidation
public import Features

/// Buys a price below the lower Bollinger band of the newest prices, sells one above the upper.
///
/// The bands lie a number of population deviations beside the mean of the last `window` prices, the newest
/// included; a single outlier among *w* prices is never more than √(*w* − 1) deviations away. A price on a
/// band, to nine digits, has not crossed it. A sale closes the position, and sells short where that is allowed.
///
/// **Causality.** Decides at the end of a batch, from prices up to there.
@frozen
public struct TickBollingerReversion: TickBatchStrategy {
  /// Which prices a window is filled from.
  @frozen
  public enum Buffer: String, Hashable, Sendable, CaseIterable {
    /// All prices, across batches.
    case ring

    /// Those of the newest batch; batches with fewer prices than the window decide nothing.
    case batch
  }

  @usableFromInline let deviations: Double
  @usableFromInline let buffer: Buffer
  @usableFromInline let prices: ObservedPrices
  @usableFromInline let position: UnitPosition
  @usableFromInline var moments: RollingMoments

  /// Creates the strategy.
  ///
  /// - Parameters:
  ///   - window: The number of prices.
  ///   - deviations: Distance of a band from the mean in population deviations.
  ///   - buffer: Which prices the window is filled from.
  ///   - prices: The prices that are observed.
  ///   - units: The size of the position.
  ///   - allowsShort: Whether a price above the upper band sells short.
  /// - Precondition: `window` is positive.
  @inlinable
  public init(
    window: Int,
    deviations: Double,
    buffer: Buffer,
    prices: ObservedPrices,
    units: Double,
    allowsShort: Bool
  ) {
    self.deviations = deviations
    self.buffer = buffer
    self.prices = prices
    position = UnitPosition(units: units, allowsShort: allowsShort)
    moments = RollingMoments(period: window)
  }

  /// Reacts to the end of a batch.
  @inlinable
  public mutating func onTicks(_ batch: borrowing TickBatch, _ context: inout TickContext) {
    var observed = 0
    prices.forEach(in: batch) { price in
      moments.push(price)
      observed += 1
    }
    let needed = buffer == .batch ? moments.period : 1
    guard observed >= needed, moments.isFull, let distance = moments.newestAboveMean,
      let deviation = moments.standardDeviation(.population)
    else { return }
    // A price that lies on a band must not cross it by a rounding error: among prices that stand still, one
    // outlier lies on the band exactly.
    let width = deviations * deviation * (1 + 1e-9)
    if distance < -width {
      position.goLong(&context)
    } else if distance > width {
      position.goShort(&context)
    }
  }
}

extension TickBollingerReversion {
  /// The strategy as a registry lists it.
  public static let definition = TickStrategyDefinition(
    name: "TickBollingerReversionStrategy",
    summary: "Buys below the lower Bollinger band of the last prices, sells above the upper.",
    schema: ParameterSchema([
      .count("window", 2...1_000_000, 200, "Number of prices in the window."),
      .real("deviations", 0.01...100, 2, "Distance of a band in population deviations."),
      .choice("buffer", Buffer.self, .ring, "A window across batches, or within each batch alone."),
      .observedPrices, .units, .allowShort,
    ]),
    needs: .anything,
    makeBatch: { (parameters, content) throws(BacktestError) in
      TickBollingerReversion(
        window: parameters.integer("window"),
        deviations: parameters.number("deviations"),
        buffer: parameters.choice("buffer", Buffer.self),
        prices: try parameters.observedPrices(in: content),
        units: parameters.number("units"),
        allowsShort: parameters.flag("allow_short")
      )
    }
  )
}
