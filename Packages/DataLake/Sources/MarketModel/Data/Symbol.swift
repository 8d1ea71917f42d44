/// The name under which an instrument is stored and traded, such as `SPY` or `BTCUSDT`.
public struct Symbol: Hashable, Comparable, Sendable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  /// The text, exactly as the provider spells it.
  public let name: String

  /// Creates a symbol.
  public init(_ name: String) {
    self.name = name
  }

  /// Creates a symbol from a literal.
  public init(stringLiteral value: String) {
    name = value
  }

  /// The text.
  public var description: String { name }

  /// Compares by the bytes of the names.
  public static func < (left: Symbol, right: Symbol) -> Bool {
    left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }
}
