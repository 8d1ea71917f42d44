internal import ConfigValidation
public import MarketModel

/// The correlation of the last *period* values, or returns, with those *lag* bars before them.
///
/// Undefined while either window does not vary. A return from a value of zero is undefined and
/// starts the window afresh.
@frozen
public struct Autocorrelation: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var form: FormedValues
  @usableFromInline var delay: RollingWindow
  @usableFromInline var moments: RollingComoments

  /// Creates the indicator of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The number of pairs in the window; at least two.
  ///   - lag: The distance of a pair in bars; positive.
  ///   - of: Whether values or their returns are compared.
  ///   - input: The number that is read from each bar.
  @inlinable
  public init(period: Int, lag: Int, of: ValueForm, input: BarField) {
    self.input = input
    form = FormedValues(of)
    delay = RollingWindow(capacity: lag)
    moments = RollingComoments(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { form.lookback + delay.capacity + moments.period - 1 }

  /// Consumes the next value and returns the correlation.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    guard let formed = form.update(value: value) else {
      if delay.count > 0 {
        delay = RollingWindow(capacity: delay.capacity)
        moments.removeAll()
      }
      return nil
    }
    guard let older = delay.push(formed) else { return nil }
    moments.push(older, formed)
    return moments.correlation
  }
}

extension Autocorrelation {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "autocorrelation",
    summary: "The correlation of values or returns with those lag bars before.",
    formula: "corr(x[k], x[k-lag]), k = i-period+1 … i",
    schema: ParameterSchema([
      .window(20), .period(named: "lag", 1),
      .choice("of", of: ValueForm.self, .returns, "Whether values or their returns are measured."),
      .input(.close),
    ]),
    witness: "pandas rolling corr with a shift"
  ) { parameters in
    Autocorrelation(
      period: parameters.integer("period"),
      lag: parameters.integer("lag"),
      of: parameters.choice("of", of: ValueForm.self),
      input: parameters.barField("input")
    )
  }
}
