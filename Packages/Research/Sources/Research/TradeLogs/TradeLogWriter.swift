public import Backtest
public import DataLake

/// Writes the fills of many trials over ticks as comma-separated text, one line for each, as they come.
///
/// The header is `trial,ts_ns,side,price,qty,fee,position_after,cash_after,tag`. Times are nanoseconds since
/// the epoch, sides `buy` or `sell`, quantities positive; fees, prices and cash are in units of cash. Numbers
/// have the fewest digits that read back as the same number. Memory does not grow with the number of fills.
///
/// The file appears when ``commit()`` succeeds; a writer that is dropped before leaves nothing behind.
public struct TradeLogWriter: ~Copyable {
  private var file: AtomicFileWriter

  /// Begins a file with its header, making missing folders.
  ///
  /// - Throws: `FileError` naming the path.
  public init(path: String) throws(FileError) {
    var file = try AtomicFileWriter(path: path)
    try file.write(TradeLogTable.columnNames.joined(separator: ",") + "\n")
    self.file = file
  }

  /// Adds the fills of a trial, in their order.
  ///
  /// - Throws: `FileError`; nothing is then left behind.
  /// - Complexity: O(*n*).
  public mutating func append(_ fills: [TickFill], trial: Int) throws(FileError) {
    for fill in fills {
      try file.write(
        """
        \(trial),\(fill.time),\(fill.units < 0 ? "sell" : "buy"),\(fill.price),\(abs(fill.units)),\
        \(fill.fee),\(fill.positionAfter),\(fill.cashAfter),\(fill.tag)

        """
      )
    }
  }

  /// Puts the file in its place.
  ///
  /// - Throws: `FileError`; an older file at the path is then unchanged.
  public consuming func commit() throws(FileError) {
    try file.commit()
  }
}
