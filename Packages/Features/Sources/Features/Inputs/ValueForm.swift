/// In which form the numbers of a stream enter a statistic.
public enum ValueForm: String, Hashable, Sendable, CaseIterable {
  /// As they are.
  case levels

  /// As simple returns from one bar to the next; undefined after a value of zero.
  case returns
}

/// Turns the numbers of a stream into the form that a statistic wants.
@frozen
public struct FormedValues: Hashable, Sendable {
  /// The form.
  public let form: ValueForm

  @usableFromInline var previous: Double?

  /// Creates the form of an empty stream.
  @inlinable
  public init(_ form: ValueForm) {
    self.form = form
    previous = nil
  }

  /// The number of values before the first result.
  @inlinable
  public var lookback: Int { form == .levels ? 0 : 1 }

  /// Consumes the next number and returns its form, or `nil` while that is undefined.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    if form == .levels { return value }
    defer { previous = value }
    guard let previous else { return nil }
    return ratio(value - previous, over: previous)
  }
}

/// How a stream is averaged where an indicator leaves the choice.
public enum AverageKind: String, Hashable, Sendable, CaseIterable {
  /// The mean of a window.
  case simple

  /// The exponential average, started at the mean of the first values.
  case exponential
}

/// An average of a kind chosen at run time.
@frozen
@usableFromInline
struct ChosenAverage: Hashable, Sendable {
  @usableFromInline let period: Int
  @usableFromInline var window: SlidingSum?
  @usableFromInline var exponential: ExponentialAverage?

  @inlinable
  init(period: Int, kind: AverageKind) {
    self.period = period
    window = kind == .simple ? SlidingSum(period: period) : nil
    exponential = kind == .exponential ? ExponentialAverage(period: period) : nil
  }

  @inlinable
  mutating func update(value: Double) -> Double? {
    window != nil ? window?.mean(adding: value) : exponential?.update(value: value)
  }
}
