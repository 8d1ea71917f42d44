/// A label that changes only after a new one has persisted.
///
/// A new label is taken over when it has been seen in `minimumRows` rows in a row, the newest
/// included, so it comes `minimumRows - 1` rows late. One row or fewer changes nothing.
///
/// **Causality.** The label after a row uses that row and earlier ones.
public struct StateDebounce: Hashable, Sendable {
  /// The number of rows that a new label must persist.
  public let minimumRows: Int

  /// The present label, or `nil` before the first row.
  public private(set) var label: Int?

  private var candidate = 0
  private var seen = 0

  /// Creates a debounce before its first row.
  ///
  /// - Precondition: `minimumRows` is not negative.
  public init(minimumRows: Int) {
    precondition(minimumRows >= 0, "expected a number of rows not below 0")
    self.minimumRows = minimumRows
  }

  /// Consumes the next row's label and returns the one that holds.
  ///
  /// The first label holds at once.
  ///
  /// - Complexity: O(1).
  public mutating func update(_ next: Int) -> Int {
    guard let label, next != label else {
      (label, seen) = (next, 0)
      return next
    }
    seen = next == candidate ? seen + 1 : 1
    candidate = next
    guard seen >= minimumRows else { return label }
    (self.label, seen) = (next, 0)
    return next
  }
}
