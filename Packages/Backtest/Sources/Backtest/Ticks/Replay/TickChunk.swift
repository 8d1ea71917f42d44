/// A stretch of rows that all instances of a worker replay before the next.
@frozen
@usableFromInline
struct TickChunk {
  @usableFromInline let columns: TickPointers

  /// The price at which each row marks a position, from the row before the first delivered one; points where
  /// that of row 0 would lie.
  @usableFromInline let marks: UnsafePointer<Double>

  /// The lowest and highest marks of each ``groupRows`` rows from the first delivered one.
  let extremes: UnsafePointer<MarkExtremes>

  /// Points where a zero for row 0 would lie.
  @usableFromInline let zeros: UnsafePointer<Double>

  /// The price of the last trade before the rows; 0 without one.
  let tradeBefore: Double

  /// The rows to deliver.
  @usableFromInline let rows: Range<Int>

  /// The rows before which a batch ends, rising, all inside `rows.lowerBound...rows.upperBound`.
  @usableFromInline let batchEnds: UnsafeBufferPointer<Int>

  /// When those batches end, on the strategy's clock.
  @usableFromInline let batchInstants: UnsafeBufferPointer<Int64>

  @usableFromInline let batchNanoseconds: Int64

  /// The last instant of the run once it is known, until then the end of time.
  @usableFromInline let lastInstant: Int64

  /// Whether the run ends with the chunk.
  @usableFromInline let isLast: Bool

  /// The first instant of the batch in which a row falls.
  @inlinable
  func batchStart(_ row: Int) -> Int64 {
    let time = columns.localTime(row)
    let rest = time % batchNanoseconds
    return time &- (rest < 0 ? rest &+ batchNanoseconds : rest)
  }

  /// The end of the batch in which a row falls, or the last instant of the run if that is earlier.
  @inlinable
  func batchEnd(_ row: Int) -> Int64 { min(lastInstant, batchStart(row) &+ batchNanoseconds) }

  /// The number of rows in a chunk, unless a single batch is longer: its columns stay in the cache.
  @inlinable static var rowCount: Int { 1_024 }

  /// The number of rows whose extreme marks are known.
  static var groupRows: Int { 64 }
}

/// The lowest and highest of several marks.
@usableFromInline
struct MarkExtremes {
  var low: Double
  var high: Double
}
