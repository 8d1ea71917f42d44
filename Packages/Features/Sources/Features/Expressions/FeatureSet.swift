internal import ConfigValidation
public import MarketModel

/// Named expressions in an order: what the columns of a table mean.
public struct FeatureSet: Hashable, Sendable {
  /// One named expression.
  public struct Entry: Hashable, Sendable {
    /// The name of the column, in snake case.
    public let name: String

    /// What the column holds.
    public let expression: FeatureExpression

    /// One sentence on what it means, or empty.
    public let summary: String

    /// Creates an entry.
    public init(_ name: String, _ expression: FeatureExpression, summary: String = "") {
      self.name = name
      self.expression = expression
      self.summary = summary
    }
  }

  /// The entries, in the order of the columns.
  public let entries: [Entry]

  /// Creates a set.
  ///
  /// - Throws: ``FeatureSetError`` with every name that is no column's name or stands twice.
  public init(_ entries: [Entry]) throws(FeatureSetError) {
    var problems: [FeatureSetError.Problem] = []
    for (position, entry) in entries.enumerated() {
      if !Self.isName(entry.name) {
        problems.append(.invalidName(position: position, name: entry.name))
      } else if entries[..<position].contains(where: { $0.name == entry.name }) {
        problems.append(.duplicateName(entry.name))
      }
    }
    guard problems.isEmpty else { throw FeatureSetError(problems: problems) }
    self.entries = entries
  }

  init(unchecked entries: [Entry]) {
    self.entries = entries
  }

  /// The names of the columns, in order.
  public var names: [String] { entries.map(\.name) }

  /// The entry of a name, or `nil` when the set lacks it.
  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  /// The number of bars before the first row in which every column can have a value.
  ///
  /// The largest ``FeatureExpression/lookback(of:calendar:)``.
  public func lookback(of interval: BarInterval, calendar: TradingCalendar) -> Int {
    entries.map { $0.expression.lookback(of: interval, calendar: calendar) }.max() ?? 0
  }

  /// Returns this set with the entries of another after its own.
  ///
  /// - Throws: ``FeatureSetError`` when a name stands in both.
  public func appending(_ other: FeatureSet) throws(FeatureSetError) -> FeatureSet {
    try FeatureSet(entries + other.entries)
  }

  /// Returns the set with the named entries only, in the given order.
  ///
  /// - Throws: ``FeatureSetError`` with every name that the set lacks.
  public func selecting(_ names: [String]) throws(FeatureSetError) -> FeatureSet {
    let unknown = names.filter { self[$0] == nil }
    guard unknown.isEmpty else {
      throw FeatureSetError(
        problems: unknown.map {
          .unknownName($0, suggestion: nearestName(to: $0, among: self.names))
        }
      )
    }
    return try FeatureSet(names.compactMap { self[$0] })
  }

  static func isName(_ name: String) -> Bool {
    (name.first?.isNameStart ?? false) && name.allSatisfy(\.isNamePart)
  }
}

/// An error that lists the names that cannot be columns of a set.
public struct FeatureSetError: Error, Hashable, Sendable {
  /// One name that was refused.
  public enum Problem: Hashable, Sendable {
    /// The name is empty or holds other characters than letters, digits and `_`.
    case invalidName(position: Int, name: String)

    /// The name stands twice.
    case duplicateName(String)

    /// The set has no entry of that name; `suggestion` is the nearest that it has.
    case unknownName(String, suggestion: String?)
  }

  /// What is wrong; never empty.
  public let problems: [Problem]

  /// Creates an error of problems.
  public init(problems: [Problem]) {
    self.problems = problems
  }
}

extension FeatureSetError: CustomStringConvertible {
  /// One line for each problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension FeatureSetError.Problem: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .invalidName(let position, let name):
      "feature \(position): expected a name of letters, digits and '_', found '\(name)'"
    case .duplicateName(let name): "feature \(name): expected each name once, found it twice"
    case .unknownName(let name, let suggestion):
      "feature \(name): is not in the set"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    }
  }
}
