/// The largest fall of a stream of values from its running peak, in constant memory.
///
/// A division is made only when a new largest fall is certain, so that a hot loop pays for a
/// multiplication and two comparisons.
@frozen
public struct StreamingDrawdown: Hashable, Sendable {
  @usableFromInline var highest: Double
  @usableFromInline var kept = 1.0

  /// Creates the drawdown of a stream that begins at a value, which counts as the first peak.
  ///
  /// - Precondition: The value is above zero.
  @inlinable
  public init(startingAt value: Double) {
    precondition(value > 0, "a drawdown is measured from a positive value")
    highest = value
  }

  /// Adds the next value.
  @inlinable
  public mutating func add(_ value: Double) {
    highest = value > highest ? value : highest
    if _slowPath(value < highest * kept) { kept = value / highest }
  }

  /// Adds the next values by their extremes alone, if no order of them could make a new largest fall.
  ///
  /// - Returns: Whether that was so; if not, nothing has been added.
  @inlinable
  @inline(__always)
  public mutating func add(least: Double, most: Double) -> Bool {
    let top = most > highest ? most : highest
    if _slowPath(least < top * kept) { return false }
    highest = top
    return true
  }

  /// The highest value so far.
  @inlinable
  public var peak: Double { highest }

  /// The largest fall as a fraction of the peak before it; above 1 when values became negative.
  @inlinable
  public var maximum: Double { 1 - kept }
}
