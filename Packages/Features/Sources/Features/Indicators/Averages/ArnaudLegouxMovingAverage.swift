internal import ConfigValidation
public import MarketModel

/// A mean with weights on a bell curve near the newest value.
///
/// ## References
///
/// - A. Legoux and D. Kouzis-Loukas (2009), *ALMA: Arnaud Legoux Moving Average*.
@frozen
public struct ArnaudLegouxMovingAverage: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline let weights: [Double]
  @usableFromInline var window: RollingWindow

  /// Creates the average of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The number of values in the window; positive.
  ///   - offset: The place of the peak, from 0 at the oldest value to 1 at the newest.
  ///   - sigma: The length of the window in widths of the bell; positive.
  ///   - input: The number that is read from each bar.
  @inlinable
  public init(period: Int, offset: Double, sigma: Double, input: BarField) {
    self.input = input
    precondition(sigma > 0, "a bell has a width")
    window = RollingWindow(capacity: period)
    let (peak, width) = (offset * Double(period - 1), Double(period) / sigma)
    let bell = (0..<period).map { position in
      let distance = (Double(position) - peak) / width
      return exponential(-distance * distance / 2)
    }
    let total = bell.reduce(0, +)
    weights = bell.map { total > 0 ? $0 / total : 1 / Double(period) }
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { weights.count - 1 }

  /// Consumes the next value and returns the average.
  ///
  /// - Complexity: O(*period*).
  @inlinable
  public mutating func update(value: Double) -> Double? {
    _ = window.push(value)
    guard window.isFull else { return nil }
    var excess = 0.0
    for position in weights.indices {
      excess.addProduct(weights[position], window[ago: weights.count - 1 - position] - value)
    }
    return value + excess
  }
}

extension ArnaudLegouxMovingAverage {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "alma",
    summary: "A mean with weights on a bell curve placed near the newest value.",
    formula:
      "alma = sum(w[k] * x[k]) / sum(w); w[k] = exp(-(k - offset*(n-1))^2 / (2*(n/sigma)^2))",
    schema: ParameterSchema([
      .period(9), .number("offset", 0...1, 0.85, "Place of the peak: 0 oldest, 1 newest."),
      .number("sigma", 0.1...100, 6, "Window length in widths of the bell."), .input(.close),
    ]),
    witness: "numpy weighted sums"
  ) { parameters in
    ArnaudLegouxMovingAverage(
      period: parameters.integer("period"),
      offset: parameters.number("offset"),
      sigma: parameters.number("sigma"),
      input: parameters.barField("input")
    )
  }
}
