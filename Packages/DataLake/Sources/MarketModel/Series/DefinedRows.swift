/// Which rows of a column have a value: one flag per row, kept in almost no memory.
///
/// The undefined rows before the first value are kept as a number, later ones as bits, which exist
/// only where there is such a row.
@frozen
public struct DefinedRows: Hashable, Sendable {
  /// The number of rows.
  public let count: Int

  /// The number of undefined rows before the first defined one.
  public private(set) var leadingUndefined: Int

  // One bit per row behind the leading ones, set where the row is undefined; empty while none is.
  @usableFromInline private(set) var gaps: [UInt64]
  private var gapCount: Int

  /// Creates flags of rows that all have a value.
  public init(count: Int) {
    self.count = count
    leadingUndefined = 0
    gaps = []
    gapCount = 0
  }

  /// Creates flags from a collection of them.
  public init(_ flags: some Collection<Bool>) {
    self.init(count: flags.count)
    for (row, isDefined) in flags.enumerated() where !isDefined { markUndefined(row) }
  }

  /// Whether every row from the first defined one on has a value.
  public var isGapFree: Bool { gapCount == 0 }

  /// Marks a row as undefined.
  ///
  /// - Precondition: `row` lies inside `0..<count`.
  /// - Complexity: O(1) amortized, for rows in rising order.
  public mutating func markUndefined(_ row: Int) {
    precondition(row >= 0 && row < count, "the row lies inside the column")
    if row == leadingUndefined {
      leadingUndefined += 1
      absorbGaps()
    } else if row > leadingUndefined, !isGap(row) {
      if gaps.isEmpty { gaps = [UInt64](repeating: 0, count: (count + 63) / 64) }
      gaps[row / 64] |= 1 << UInt64(row % 64)
      gapCount += 1
    }
  }

  /// Marks all rows before one as undefined.
  ///
  /// - Precondition: `row` lies inside `0...count`.
  public mutating func markUndefined(before row: Int) {
    precondition(row >= 0 && row <= count, "the row lies inside the column, or just behind it")
    while leadingUndefined < row {
      if gapCount == 0 { leadingUndefined = row } else { markUndefined(leadingUndefined) }
    }
  }

  // Keeps equal flags in equal form.
  private mutating func absorbGaps() {
    while gapCount > 0, leadingUndefined < count, isGap(leadingUndefined) {
      gaps[leadingUndefined / 64] &= ~(1 << UInt64(leadingUndefined % 64))
      gapCount -= 1
      leadingUndefined += 1
    }
    if gapCount == 0 { gaps = [] }
  }

  @inlinable
  func isGap(_ row: Int) -> Bool {
    !gaps.isEmpty && gaps[row / 64] >> UInt64(row % 64) & 1 == 1
  }
}

extension DefinedRows: RandomAccessCollection {
  /// The first row.
  @inlinable
  public var startIndex: Int { 0 }

  /// The row behind the last.
  @inlinable
  public var endIndex: Int { count }

  /// Whether a row has a value.
  ///
  /// - Precondition: `row` lies inside `0..<count`.
  @inlinable
  public subscript(row: Int) -> Bool {
    precondition(row >= 0 && row < count, "the row lies inside the column")
    return row >= leadingUndefined && !isGap(row)
  }
}
