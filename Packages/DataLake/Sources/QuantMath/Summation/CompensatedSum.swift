/// A running sum whose rounding error does not grow with the number of terms (Neumaier).
///
/// Assumes that no partial sum overflows; a NaN or infinite term makes the value NaN or infinite,
/// so callers check their inputs.
///
/// References: Neumaier (1974), "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher
/// Summen", ZAMM 54.
@frozen
public struct CompensatedSum: Hashable, Sendable {
  @usableFromInline var sum = 0.0
  @usableFromInline var compensation = 0.0

  /// Creates an empty sum.
  @inlinable
  public init() {}

  /// Creates the sum of a sequence.
  @inlinable
  public init(_ terms: some Sequence<Double>) {
    for term in terms { add(term) }
  }

  /// Adds one term.
  ///
  /// - Complexity: O(1).
  @inlinable
  public mutating func add(_ term: Double) {
    let total = sum + term
    // The smaller summand loses its low bits; they are what the rounded total lacks.
    if abs(sum) >= abs(term) {
      compensation += (sum - total) + term
    } else {
      compensation += (term - total) + sum
    }
    sum = total
  }

  /// The sum of the terms so far.
  @inlinable
  public var value: Double { sum + compensation }
}
