/// A closed list of states of a market, each with a number for columns and a text for files.
public protocol RegimeLabel: CaseIterable, Hashable, Sendable, RawRepresentable<Int> {
  /// The name of the visible series that carries this family to strategies.
  static var seriesName: String { get }

  /// The text in files and reports.
  var label: String { get }
}

extension RegimeLabel {
  /// Creates the state with a text, or returns `nil` when there is none.
  public init?(label: String) {
    guard let match = Self.allCases.first(where: { $0.label == label }) else { return nil }
    self = match
  }

  /// Creates the state that a column's number stands for, or returns `nil` when there is none.
  @inlinable
  public init?(code: Double) {
    guard let whole = Int(exactly: code) else { return nil }
    self.init(rawValue: whole)
  }

  /// The number that stands for the state in a column.
  @inlinable
  public var code: Double { Double(rawValue) }
}
