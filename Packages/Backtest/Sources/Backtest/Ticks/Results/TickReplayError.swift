public import MarketModel

/// An error that says why a run on ticks could not begin or go on.
public enum TickReplayError: Error, Hashable, Sendable {
  /// A setting that lies outside its range.
  public struct Setting: Hashable, Sendable, CustomStringConvertible {
    /// The dotted name.
    public var name: String

    /// What would have been accepted.
    public var expected: String

    /// What was found.
    public var found: String

    /// The sentence shown to a person.
    public var description: String { "\(name): expected \(expected), found \(found)" }
  }

  /// Settings lie outside their ranges; all of them are named.
  case invalidSettings([Setting])

  /// A parameter set cannot be used; `set` is its position.
  case parameters(set: Int, BacktestError)

  /// The feed lacks what the strategy or the settings need.
  case missingContent(symbol: Symbol, needed: String)

  /// There is no tick in the range.
  case noTicks(symbol: Symbol)

  /// The feed could not be read.
  case read(TickReadError)

  /// The time of a tick lies before that of the tick before; `row` counts from the start of the reading.
  case timeFell(symbol: Symbol, row: Int, previous: Timestamp, found: Timestamp)

  /// A block of the feed has columns of the wrong length, or lacks one that the feed promises.
  case malformedBlock(symbol: Symbol, column: String, expected: Int, found: Int)
}

extension TickReplayError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .invalidSettings(let settings): settings.map(\.description).joined(separator: "\n")
    case .parameters(let set, let error): "parameter set \(set): \(error)"
    case .missingContent(let symbol, let needed): "\(symbol): expected \(needed), found none"
    case .noTicks(let symbol): "\(symbol): expected at least one tick to replay, found none"
    case .read(let error): error.description
    case .timeFell(let symbol, let row, let previous, let found):
      """
      \(symbol): row \(row): expected a time not before \(previous.nanoseconds), \
      found \(found.nanoseconds)
      """
    case .malformedBlock(let symbol, let column, let expected, let found):
      "\(symbol): \(column): expected \(expected) rows, found \(found)"
    }
  }
}
