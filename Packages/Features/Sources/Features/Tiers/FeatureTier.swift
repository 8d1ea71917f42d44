internal import ConfigValidation

/// A feature set with a name, under which configurations and data sets refer to it.
public struct FeatureTier: Hashable, Sendable {
  /// The name, in snake case.
  public let name: String

  /// One sentence on what the tier is for.
  public let summary: String

  /// The columns, in order.
  public let features: FeatureSet

  /// Creates a tier.
  public init(name: String, summary: String, features: FeatureSet) {
    self.name = name
    self.summary = summary
    self.features = features
  }

  /// The names of the columns, in order.
  public var columns: [String] { features.names }

  /// Creates a tier of the standard ones from the texts of its columns.
  ///
  /// - Precondition: Every text is an expression, and names are distinct.
  init(
    standard name: String,
    _ summary: String,
    _ columns: KeyValuePairs<String, (expression: String, summary: String)>
  ) {
    self.name = name
    self.summary = summary
    do {
      features = try FeatureSet(
        columns.map { column, content in
          let expression = try FeatureExpression(parsing: content.expression)
          return FeatureSet.Entry(column, expression, summary: content.summary)
        }
      )
    } catch {
      preconditionFailure("tier \(name): \(error)")
    }
  }
}

/// The tiers that can be asked for by name.
public struct FeatureTierRegistry: Hashable, Sendable {
  /// The tiers, in the order in which they were added.
  public let tiers: [FeatureTier]

  /// The tiers of this module.
  public static let standard = FeatureTierRegistry(unchecked: [.ohlcv, .a20, .vix])

  private init(unchecked tiers: [FeatureTier]) {
    self.tiers = tiers
  }

  /// The names, in order.
  public var names: [String] { tiers.map(\.name) }

  /// Returns the registry with one more tier.
  ///
  /// - Throws: ``FeatureTierError/duplicateTier(_:)``.
  public func adding(_ tier: FeatureTier) throws(FeatureTierError) -> FeatureTierRegistry {
    guard !names.contains(tier.name) else { throw .duplicateTier(tier.name) }
    return FeatureTierRegistry(unchecked: tiers + [tier])
  }

  /// Returns the tier of a name.
  ///
  /// - Throws: ``FeatureTierError/unknownTier(name:suggestion:)``.
  public func tier(named name: String) throws(FeatureTierError) -> FeatureTier {
    if let tier = tiers.first(where: { $0.name == name }) { return tier }
    throw .unknownTier(name: name, suggestion: nearestName(to: name, among: names))
  }
}

/// An error that names the tier that is missing or stands twice.
public enum FeatureTierError: Error, Hashable, Sendable {
  /// There is no tier of that name; `suggestion` is the nearest that exists.
  case unknownTier(name: String, suggestion: String?)

  /// There is a tier of that name already.
  case duplicateTier(String)
}

extension FeatureTierError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .unknownTier(let name, let suggestion):
      "tier \(name): is not known" + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .duplicateTier(let name): "tier \(name): expected each name once, found it twice"
    }
  }
}
