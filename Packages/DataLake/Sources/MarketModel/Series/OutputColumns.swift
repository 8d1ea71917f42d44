#if canImport(Glibc)
import Glibc
#endif

/// The memory that a transform writes its outputs to: one column for each, one row for each bar.
///
/// A transform writes every row of every column, zero where it is undefined, and marks the
/// undefined ones. The memory is not initialized before and must not be kept after the call that
/// lends it.
public struct OutputColumns: ~Copyable {
  /// The number of rows.
  public let rowCount: Int

  /// Which rows of each column are defined; all of them until marked.
  public private(set) var isDefined: [DefinedRows]

  @usableFromInline let addresses: [UnsafeMutablePointer<Double>]

  private init(rowCount: Int, addresses: [UnsafeMutablePointer<Double>]) {
    self.rowCount = rowCount
    self.addresses = addresses
    isDefined = addresses.map { _ in DefinedRows(count: rowCount) }
  }

  /// The number of columns.
  @inlinable
  public var count: Int { addresses.count }

  /// The first row of a column.
  ///
  /// - Precondition: `position` lies inside `0..<count`.
  @inlinable
  public subscript(position: Int) -> UnsafeMutablePointer<Double> { addresses[position] }

  /// Writes what one bar yields.
  ///
  /// - Precondition: `row` lies inside `0..<rowCount`.
  @inlinable
  public mutating func set<Output: TransformOutput>(_ output: Output, at row: Int) {
    precondition(row >= 0 && row < rowCount, "the row lies inside the columns")
    for position in 0..<addresses.count {
      let value = output.value(at: position)
      addresses[position][row] = value ?? 0
      if value == nil { markUndefined(row, of: position) }
    }
  }

  /// Writes zeros to all rows of all columns before one, and marks them as undefined.
  public mutating func setUndefined(before row: Int) {
    let end = min(row, rowCount)
    for position in addresses.indices {
      addresses[position].update(repeating: 0, count: end)
      isDefined[position].markUndefined(before: end)
    }
  }

  /// Writes zero to a row of a column, and marks it as undefined.
  public mutating func setUndefined(_ row: Int, of position: Int) {
    addresses[position][row] = 0
    isDefined[position].markUndefined(row)
  }

  @usableFromInline
  mutating func markUndefined(_ row: Int, of position: Int) {
    isDefined[position].markUndefined(row)
  }

  /// Lends memory to a function that fills it.
  ///
  /// - Parameters:
  ///   - count: The number of columns.
  ///   - rowCount: The number of rows.
  ///   - fill: Writes every row of every column; not called when there is no row.
  /// - Returns: For each column its values and which of them are defined.
  public static func filled(
    count: Int,
    rowCount: Int,
    by fill: (inout OutputColumns) -> Void
  ) -> [(values: [Double], isDefined: DefinedRows)] {
    var isDefined = [DefinedRows](repeating: DefinedRows(count: rowCount), count: count)
    let values = arrays(count, rowCount, []) { addresses in
      var columns = OutputColumns(rowCount: rowCount, addresses: addresses)
      if rowCount > 0 { fill(&columns) }
      isDefined = columns.isDefined
    }
    return zip(values, isDefined).map { ($0, $1) }
  }

  /// Lends the memory of arrays to a function that fills it anew.
  ///
  /// - Parameters:
  ///   - values: Arrays of one length, whose elements are replaced.
  ///   - fill: Writes every row of every column; not called when there is no row.
  /// - Returns: For each column which of its values are defined.
  /// - Complexity: No allocation where each array has one owner.
  public static func refilled(
    _ values: inout [[Double]],
    by fill: (inout OutputColumns) -> Void
  ) -> [DefinedRows] {
    let rowCount = values.first?.count ?? 0
    precondition(values.allSatisfy { $0.count == rowCount }, "columns have one length")
    var isDefined = values.map { _ in DefinedRows(count: rowCount) }
    lend(&values, 0, []) { addresses in
      var columns = OutputColumns(rowCount: rowCount, addresses: addresses)
      if rowCount > 0 { fill(&columns) }
      isDefined = columns.isDefined
    }
    return isDefined
  }

  private static func lend(
    _ values: inout [[Double]],
    _ position: Int,
    _ addresses: [UnsafeMutablePointer<Double>],
    _ fill: ([UnsafeMutablePointer<Double>]) -> Void
  ) {
    if position == values.count {
      fill(addresses)
      return
    }
    // Taken out, so that it has one owner while the others are lent too.
    var array: [Double] = []
    swap(&array, &values[position])
    array.withUnsafeMutableBufferPointer { buffer in
      let address = buffer.baseAddress.map { [$0] } ?? []
      lend(&values, position + 1, addresses + address, fill)
    }
    swap(&array, &values[position])
  }

  // One array inside the other, so that all of them are open while they are written.
  private static func arrays(
    _ count: Int,
    _ rowCount: Int,
    _ addresses: [UnsafeMutablePointer<Double>],
    _ fill: ([UnsafeMutablePointer<Double>]) -> Void
  ) -> [[Double]] {
    if count == 0 {
      fill(addresses)
      return []
    }
    var others: [[Double]] = []
    let array = [Double](unsafeUninitializedCapacity: rowCount) { buffer, initializedCount in
      askForLargePages(buffer)
      let address = buffer.baseAddress.map { [$0] } ?? []
      others = arrays(count - 1, rowCount, addresses + address, fill)
      initializedCount = rowCount
    }
    return [array] + others
  }

  /// Lets the kernel back a large buffer by large pages, which spares most page faults of its first
  /// use.
  private static func askForLargePages(_ buffer: UnsafeMutableBufferPointer<Double>) {
    #if canImport(Glibc)
    let bytes = UnsafeMutableRawBufferPointer(buffer)
    guard bytes.count >= 4 << 20, let start = bytes.baseAddress else { return }
    let page = 4_096
    let first = start.alignedUp(toMultipleOf: page)
    let length = (bytes.count - (first - start)) / page * page
    // A hint: whether it is heeded changes no value.
    _ = madvise(first, length, MADV_HUGEPAGE)
    #endif
  }
}

extension CausalTransform {
  /// Writes the outputs of all bars of a series by running a copy of this transform over them.
  @inlinable
  public func fill(_ columns: inout OutputColumns, over series: BarSeries) {
    var transform = self
    for row in 0..<columns.rowCount { columns.set(transform.update(series[row]), at: row) }
  }
}
