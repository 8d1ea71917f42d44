public import Backtest
internal import ConfigValidation
public import MarketModel

/// Buys when order flow leans to the buyers, sells when it leans to the sellers.
///
/// The imbalance of a batch is added to a sum that fades by `1 - 1/window` from batch to batch. Above the
/// threshold the strategy goes long, below its negative it goes flat, or short where that is allowed.
/// A batch in which the source says nothing changes nothing: the sum does not fade in it.
///
/// **Causality.** Decides at the end of a batch, from that batch and those before it.
@frozen
public struct OFIMomentum: TickBatchStrategy {
  /// What the imbalance of a batch is made of.
  @frozen
  public enum Source: String, Hashable, Sendable, CaseIterable {
    /// Signed trades if the first trade names its aggressor, otherwise quotes; nothing before that trade.
    ///
    /// Feeds with quotes or trades alone leave no choice.
    case auto

    /// Trades, signed by their aggressors; those without one count nothing.
    case trades

    /// Changes of the best quotes; see ``QuoteImbalance``.
    case quotes
  }

  @usableFromInline let decay: Double
  @usableFromInline let threshold: Double
  @usableFromInline let position: UnitPosition
  @usableFromInline var source: Source
  @usableFromInline var imbalance = 0.0

  /// Creates the strategy.
  ///
  /// - Parameters:
  ///   - window: How many batches the sum remembers; below 2 only the newest.
  ///   - threshold: What the sum must exceed, in units of size.
  ///   - source: What the imbalance is made of.
  ///   - units: The size of the position.
  ///   - allowsShort: Whether a negative imbalance sells short.
  @inlinable
  public init(window: Int, threshold: Double, source: Source, units: Double, allowsShort: Bool) {
    decay = window < 2 ? 0 : 1 - 1 / Double(window)
    self.threshold = threshold
    self.source = source
    position = UnitPosition(units: units, allowsShort: allowsShort)
  }

  /// Reacts to the end of a batch.
  @inlinable
  public mutating func onTicks(_ batch: borrowing TickBatch, _ context: inout TickContext) {
    if source == .auto { chooseSource(batch) }
    guard let flow = source == .quotes ? quoteFlow(batch) : tradeFlow(batch) else { return }
    imbalance = imbalance * decay + flow
    if imbalance > threshold {
      position.goLong(&context)
    } else if imbalance < -threshold {
      position.goShort(&context)
    }
  }

  @usableFromInline
  mutating func chooseSource(_ batch: borrowing TickBatch) {
    for place in 0..<batch.count where batch[place].kind == .trade {
      source = batch[place].tradeSide == 0 ? .quotes : .trades
      return
    }
  }

  /// The sum of signed sizes, or `nil` without a trade.
  @inlinable
  func tradeFlow(_ batch: borrowing TickBatch) -> Double? {
    batch.withTrades { prices, sizes, sides in
      var flow = 0.0
      var hasTrade = false
      for row in prices.indices {
        flow += sizes[row] * Double(sides[row])
        hasTrade = hasTrade || prices[row] != 0
      }
      return hasTrade ? flow : nil
    }
  }

  /// The sum of what changes of quotes imply, or `nil` without a quote.
  @inlinable
  func quoteFlow(_ batch: borrowing TickBatch) -> Double? {
    var flow = 0.0
    var hasQuote = false
    for place in 0..<batch.count {
      flow += QuoteImbalance().value(batch[place])
      hasQuote = hasQuote || batch[place].kind == .quote
    }
    return hasQuote ? flow : nil
  }
}

extension OFIMomentum {
  /// The strategy as a registry lists it.
  public static let definition = TickStrategyDefinition(
    name: "OFIMomentumStrategy",
    summary: "Goes with a fading order-flow imbalance, batch by batch.",
    schema: ParameterSchema([
      .count("window", 1...100_000, 100, "Memory of the imbalance; it fades by 1 - 1/window."),
      .real("threshold", 0...1e12, 5, "The imbalance to exceed, in units of size."),
      .choice(
        "source",
        Source.self,
        .auto,
        "Signed trades, changes of quotes, or as fits the feed."
      ),
      .units, .allowShort,
    ]),
    needs: .anything,
    makeBatch: { (parameters, content) throws(BacktestError) in
      let source = parameters.choice("source", Source.self)
      try content.require(trades: source == .trades, quotes: source == .quotes, for: "source")
      return OFIMomentum(
        window: parameters.integer("window"),
        threshold: parameters.number("threshold"),
        source: source.resolved(for: content),
        units: parameters.number("units"),
        allowsShort: parameters.flag("allow_short")
      )
    }
  )
}

extension OFIMomentum.Source {
  fileprivate func resolved(for content: TickContent) -> Self {
    if self != .auto { return self }
    if !content.hasQuotes { return .trades }
    return content.hasTrades ? .auto : .quotes
  }
}
