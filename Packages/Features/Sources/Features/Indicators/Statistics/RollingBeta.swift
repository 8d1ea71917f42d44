internal import ConfigValidation
public import MarketModel

/// The slope of one number of the last *period* bars on another.
///
/// With returns equal to TA-Lib's `BETA`, whose first series is `other` here. Undefined while
/// `other` does not vary. A return from a value of zero is undefined and starts the window
/// afresh.
@frozen
public struct RollingBeta: CausalTransform, Hashable {
  @usableFromInline let input: BarField
  @usableFromInline let other: BarField
  @usableFromInline var left: FormedValues
  @usableFromInline var right: FormedValues
  @usableFromInline var moments: RollingComoments

  /// Creates the indicator of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The number of pairs in the window; at least two.
  ///   - of: Whether values or their returns are compared.
  ///   - input: The number that is read from each bar.
  ///   - other: The number compared with it.
  @inlinable
  public init(period: Int, of: ValueForm, input: BarField, other: BarField) {
    self.input = input
    self.other = other
    left = FormedValues(of)
    right = left
    moments = RollingComoments(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { left.lookback + moments.period - 1 }

  /// Consumes the next bar and returns the statistic.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    let x = left.update(value: bar[input])
    guard let y = right.update(value: bar[other]), let x else {
      if moments.count > 0 { moments.removeAll() }
      return nil
    }
    moments.push(y, x)
    return moments.slope
  }
}

extension RollingBeta {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "beta",
    summary: "The slope of one number of the last period bars on another.",
    formula: "cov(input, other) / var(other)",
    schema: ParameterSchema([
      .window(20),
      .choice("of", of: ValueForm.self, .returns, "Whether values or their returns are measured."),
      .input(.close), .choice("other", of: BarField.self, .open, "The number compared with it."),
    ]),
    witness: "TA-Lib BETA (returns)"
  ) { parameters in
    RollingBeta(
      period: parameters.integer("period"),
      of: parameters.choice("of", of: ValueForm.self),
      input: parameters.barField("input"),
      other: parameters.barField("other")
    )
  }
}
