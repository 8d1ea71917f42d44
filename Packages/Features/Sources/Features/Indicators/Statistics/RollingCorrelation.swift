internal import ConfigValidation
public import MarketModel

/// Pearson's correlation of two numbers of the last *period* bars.
///
/// Equal to TA-Lib's `CORREL` of levels. Undefined while either does not vary. A return from a
/// value of zero is undefined and starts the window afresh.
@frozen
public struct RollingCorrelation: CausalTransform, Hashable {
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
    moments.push(x, y)
    return moments.correlation
  }
}

extension RollingCorrelation {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "correlation",
    summary: "Pearson's correlation of two numbers of the last period bars.",
    formula: "cov(x, y) / (std(x) * std(y))",
    schema: ParameterSchema([
      .window(20),
      .choice("of", of: ValueForm.self, .returns, "Whether values or their returns are measured."),
      .input(.close), .choice("other", of: BarField.self, .volume, "The number compared with it."),
    ]),
    witness: "TA-Lib CORREL"
  ) { parameters in
    RollingCorrelation(
      period: parameters.integer("period"),
      of: parameters.choice("of", of: ValueForm.self),
      input: parameters.barField("input"),
      other: parameters.barField("other")
    )
  }
}
