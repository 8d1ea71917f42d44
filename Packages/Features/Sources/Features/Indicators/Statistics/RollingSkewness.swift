internal import ConfigValidation
public import MarketModel

/// The skewness of the last *period* values or their returns.
///
/// The adjusted Fisher-Pearson coefficient, as pandas gives it: the third standardized moment
/// with the population's deviation, times `sqrt(n * (n - 1)) / (n - 2)`. Undefined while the
/// window does not vary. A return from a value of zero is undefined and starts the window afresh.
@frozen
public struct RollingSkewness: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var form: FormedValues
  @usableFromInline var window: RollingWindow

  /// Creates the skewness of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The number of values in the window; at least three.
  ///   - of: Whether values or their returns are measured.
  ///   - input: The number that is read from each bar.
  @inlinable
  public init(period: Int, of: ValueForm, input: BarField) {
    self.input = input
    precondition(period >= 3, "the correction needs three values")
    form = FormedValues(of)
    window = RollingWindow(capacity: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { form.lookback + window.capacity - 1 }

  /// Consumes the next value and returns the skewness.
  ///
  /// - Complexity: O(*period*).
  @inlinable
  public mutating func update(value: Double) -> Double? {
    guard let formed = form.update(value: value) else {
      if window.count > 0 { window = RollingWindow(capacity: window.capacity) }
      return nil
    }
    _ = window.push(formed)
    guard window.isFull else { return nil }
    let (count, sums) = (Double(window.count), window.centralSums)
    guard sums.second > 0 else { return nil }
    let spread = sums.second / count
    let raw = sums.third / count / (spread * spread.squareRoot())
    return ((count * (count - 1)).squareRoot() / (count - 2) * raw).finiteOrNil
  }
}

extension RollingSkewness {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "skewness",
    summary: "The skewness of the last period values or returns, bias corrected.",
    formula: "sqrt(n*(n-1)) / (n-2) * m3 / m2^1.5, m2 and m3 divided by n",
    schema: ParameterSchema([
      .window(20, atLeast: 3),
      .choice("of", of: ValueForm.self, .returns, "Whether values or their returns are measured."),
      .input(.close),
    ]),
    witness: "pandas skew"
  ) { parameters in
    RollingSkewness(
      period: parameters.integer("period"),
      of: parameters.choice("of", of: ValueForm.self),
      input: parameters.barField("input")
    )
  }
}
