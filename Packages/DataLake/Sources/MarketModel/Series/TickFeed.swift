/// Ticks of one symbol that can be read from the start any number of times.
///
/// A feed may be larger than memory: a reader holds one block at a time.
public protocol TickFeed: Sendable {
  /// What is traded.
  var symbol: Symbol { get }

  /// Which columns the blocks fill.
  var content: TickContent { get }

  /// Begins to read.
  ///
  /// - Parameters:
  ///   - first: The first instant, inclusive; `nil` reads from the oldest tick.
  ///   - end: The first instant that is left out; `nil` reads through the newest tick. The first block
  ///     knows the book that was quoted before `first`.
  /// - Returns: A reading of its own.
  /// - Throws: ``TickReadError``.
  func reader(
    from first: Timestamp?,
    before end: Timestamp?
  ) throws(TickReadError)
    -> any TickReader
}

/// One reading of a feed.
public protocol TickReader {
  /// Returns the next ticks, never an empty block, or `nil` after the last.
  ///
  /// - Throws: ``TickReadError``.
  mutating func next() throws(TickReadError) -> TickBlock?
}

/// A feed that could not be read, in words.
public struct TickReadError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, with the file or series and the row where one is to blame.
  public var description: String

  /// Creates an error.
  public init(_ description: String) { self.description = description }
}
