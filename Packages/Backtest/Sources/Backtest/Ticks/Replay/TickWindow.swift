/// The rows that a pass holds in memory, and how far the instances may go.
struct TickWindow {
  let venue: VenueRows

  /// The rows to deliver.
  let rows: Range<Int>

  /// The rows before which a batch ends, rising.
  let batchEnds: ArraySlice<Int>

  /// When those batches end, on the strategy's clock.
  let batchInstants: ArraySlice<Int64>

  /// What happens at this instant of the venue's clock or later is not known yet.
  let frontier: Int64

  /// The last instant of the run on the strategy's clock, or the end of time before the last window.
  let lastInstant: Int64

  /// Whether the feed has ended.
  var isLast: Bool { lastInstant != .max }
}

/// The rows of a venue that are known.
struct VenueRows {
  let columns: TickPointers

  /// The number of rows.
  let count: Int

  /// The position of row 0 within the run.
  let base: Int
}
