public import ConfigValidation

/// The parameters of one strategy instance, complete and inside their domains.
///
/// Reading a name that the schema does not declare, or as another type, is a mistake in the
/// strategy's own code and stops the program.
public struct StrategyParameters: Hashable, Sendable {
  /// The values by name.
  public let values: ParameterSet

  /// Lays given values over the defaults of a schema.
  ///
  /// - Throws: ``BacktestError/parameters(_:)`` with every problem at once.
  public init(_ given: ParameterSet, schema: ParameterSchema) throws(BacktestError) {
    do throws(ParameterError) {
      values = try schema.resolve(given)
    } catch {
      throw .parameters(error)
    }
  }

  /// The whole number with a name.
  public func integer(_ name: String) -> Int {
    guard case .integer(let value)? = values[name] else { undeclared(name, "an integer") }
    return value
  }

  /// The real number with a name.
  public func number(_ name: String) -> Double {
    guard case .number(let value)? = values[name] else { undeclared(name, "a number") }
    return value
  }

  /// The switch with a name.
  public func flag(_ name: String) -> Bool {
    guard case .flag(let value)? = values[name] else { undeclared(name, "a flag") }
    return value
  }

  /// The choice with a name.
  public func text(_ name: String) -> String {
    guard case .text(let value)? = values[name] else { undeclared(name, "a choice") }
    return value
  }

  private func undeclared(_ name: String, _ kind: String) -> Never {
    preconditionFailure("the schema does not declare '\(name)' as \(kind)")
  }
}
