public import ConfigValidation

/// What there is to know about a target before it is made: name, parameters, formula.
public struct TargetDefinition: Sendable {
  /// The name in configuration documents, in snake case.
  public let name: String

  /// One sentence on what it measures.
  public let summary: String

  /// The formula, on one line; *h* is the horizon in bars.
  public let formula: String

  /// The parameters beside the horizon and the price.
  public let schema: ParameterSchema

  let build:
    @Sendable (Int, TargetPrice, IndicatorParameters) throws(TargetError) -> any ForwardTarget

  /// Returns a target.
  ///
  /// - Parameters:
  ///   - horizon: The number of bars that are looked at.
  ///   - price: The price that counts, where the target has a choice.
  ///   - given: Parameters that are laid over the declared ones.
  /// - Returns: The target.
  /// - Throws: ``TargetError``.
  public func makeTarget(
    horizon: Int,
    price: TargetPrice,
    _ given: ParameterSet
  ) throws(TargetError) -> any ForwardTarget {
    let resolved: ParameterSet
    do {
      resolved = try schema.resolve(given)
    } catch {
      throw .parameters(target: name, cause: error)
    }
    return try build(horizon, price, IndicatorParameters(resolved))
  }
}
