/// A stretch of rows that all instances of a worker replay before the next.
@frozen
@usableFromInline
struct TickChunk {
  @usableFromInline let columns: TickPointers

  /// The price at which each row marks a position; points where that of row 0 would lie.
  @usableFromInline let marks: UnsafePointer<Double>

  /// Zeros, or where the features of the chunk go; points where that of row 0 would lie.
  @usableFromInline let features: UnsafeMutablePointer<Double>

  /// The rows to deliver.
  @usableFromInline let rows: Range<Int>

  /// The rows before which a batch ends, rising, all inside `rows.lowerBound...rows.upperBound`.
  @usableFromInline let batchEnds: UnsafeBufferPointer<Int>

  @usableFromInline let batchNanoseconds: Int64

  /// The last instant of the run, once it is known.
  @usableFromInline let lastInstant: Int64

  /// The first instant of the batch in which a row falls.
  @inlinable
  func batchStart(_ row: Int) -> Int64 {
    let time = columns.localTimes[row]
    let rest = time % batchNanoseconds
    return time &- (rest < 0 ? rest &+ batchNanoseconds : rest)
  }

  /// The end of the batch in which a row falls, or the last instant of the run if that is earlier.
  @inlinable
  func batchEnd(_ row: Int) -> Int64 { min(lastInstant, batchStart(row) &+ batchNanoseconds) }

  /// The number of rows in a chunk, unless a single batch is longer.
  static var rowCount: Int { 1_024 }
}
