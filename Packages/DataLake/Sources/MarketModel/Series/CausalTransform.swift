/// A streaming computation that turns each bar into one or several values, seeing no later bar.
///
/// The engine runs a transform over the bars of a pass and hands its outputs to strategies as
/// columns; it never learns what the transform computes. Conforming types are values: a copy made
/// before the first bar starts afresh.
///
/// **Causality.** The value returned for bar *i* is a function of bars 0 through *i* only, and
/// becomes visible at the close of bar *i*.
public protocol CausalTransform: Sendable {
  /// What one bar yields: `Double?` for a single output, a ``TransformOutput`` for several.
  associatedtype Output: TransformOutput

  /// The number of bars before the one that yields the first defined value.
  ///
  /// Zero means that the first bar already has a value.
  var lookback: Int { get }

  /// Consumes the next bar and returns the values that it makes visible.
  ///
  /// - Complexity: O(1) amortized, without allocation.
  mutating func update(_ bar: Bar) -> Output

  /// Writes the outputs of all bars of a series, as a copy of this transform would yield them one
  /// by one.
  ///
  /// The provided form runs such a copy. A transform with a faster one for whole columns has to
  /// yield the same values bit for bit.
  ///
  /// - Precondition: `columns` has a column for each output and a row for each bar.
  func fill(_ columns: inout OutputColumns, over series: BarSeries)
}

/// The values that a transform yields for one bar, by position.
public protocol TransformOutput: Sendable {
  /// The names of the values, in order; a single unnamed value is called `value`.
  static var names: [String] { get }

  /// The value at a position, or `nil` while it is undefined.
  ///
  /// - Precondition: `index` lies inside `0..<names.count`.
  func value(at index: Int) -> Double?
}

extension Optional: TransformOutput where Wrapped == Double {
  /// The name of the only value.
  public static var names: [String] { ["value"] }

  /// The value itself.
  @inlinable
  public func value(at index: Int) -> Double? { self }
}
