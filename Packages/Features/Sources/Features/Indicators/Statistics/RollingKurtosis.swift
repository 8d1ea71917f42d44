internal import ConfigValidation
public import MarketModel

/// The excess kurtosis of the last *period* values or their returns; zero for a normal
/// distribution.
///
/// Corrected for bias as pandas does. Undefined while the window does not vary. A return from a
/// value of zero is undefined and starts the window afresh.
@frozen
public struct RollingKurtosis: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var form: FormedValues
  @usableFromInline var window: RollingWindow

  /// Creates the excess kurtosis of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The number of values in the window; at least four.
  ///   - of: Whether values or their returns are measured.
  ///   - input: The number that is read from each bar.
  @inlinable
  public init(period: Int, of: ValueForm, input: BarField) {
    self.input = input
    precondition(period >= 4, "the correction needs four values")
    form = FormedValues(of)
    window = RollingWindow(capacity: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { form.lookback + window.capacity - 1 }

  /// Consumes the next value and returns the excess kurtosis.
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
    let freedom = (count - 2) * (count - 3)
    let scale = count * (count + 1) * (count - 1) / freedom
    let excess = 3 * (count - 1) * (count - 1) / freedom
    return (scale * (sums.fourth / sums.second / sums.second) - excess).finiteOrNil
  }
}

extension RollingKurtosis {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "kurtosis",
    summary: "The excess kurtosis of the last period values or returns, bias corrected.",
    formula:
      "n(n+1)(n-1)/((n-2)(n-3)) * s4/s2^2 - 3(n-1)^2/((n-2)(n-3)), sums of powers of deviations",
    schema: ParameterSchema([
      .window(20, atLeast: 4),
      .choice("of", of: ValueForm.self, .returns, "Whether values or their returns are measured."),
      .input(.close),
    ]),
    witness: "pandas kurt"
  ) { parameters in
    RollingKurtosis(
      period: parameters.integer("period"),
      of: parameters.choice("of", of: ValueForm.self),
      input: parameters.barField("input")
    )
  }
}
