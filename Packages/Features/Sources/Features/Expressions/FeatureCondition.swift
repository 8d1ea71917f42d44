/// A condition on feature values, true or false at each bar where its parts are defined.
///
/// Conditions choose between numbers in ``FeatureExpression/where(_:_:_:)``.
public struct FeatureCondition: Hashable, Sendable {
  let node: ExpressionNode

  init(_ node: ExpressionNode) {
    self.node = node
  }

  /// Both conditions hold.
  public static func && (left: FeatureCondition, right: FeatureCondition) -> FeatureCondition {
    FeatureCondition(.both(left.node, right.node))
  }

  /// At least one of the conditions holds.
  public static func || (left: FeatureCondition, right: FeatureCondition) -> FeatureCondition {
    FeatureCondition(.either(left.node, right.node))
  }

  /// The condition does not hold.
  public static prefix func ! (condition: FeatureCondition) -> FeatureCondition {
    FeatureCondition(.not(condition.node))
  }
}

extension FeatureExpression {
  /// The left number is smaller.
  public static func < (left: FeatureExpression, right: FeatureExpression) -> FeatureCondition {
    left.compared(.less, right)
  }

  /// The left number is not larger.
  public static func <= (left: FeatureExpression, right: FeatureExpression) -> FeatureCondition {
    left.compared(.lessOrEqual, right)
  }

  /// The left number is larger.
  public static func > (left: FeatureExpression, right: FeatureExpression) -> FeatureCondition {
    left.compared(.greater, right)
  }

  /// The left number is not smaller.
  public static func >= (left: FeatureExpression, right: FeatureExpression) -> FeatureCondition {
    left.compared(.greaterOrEqual, right)
  }

  /// Both numbers are the same.
  ///
  /// A method, since `==` compares trees.
  public func equals(_ other: FeatureExpression) -> FeatureCondition { compared(.equal, other) }

  /// The numbers are not the same.
  public func differs(from other: FeatureExpression) -> FeatureCondition {
    compared(.notEqual, other)
  }

  private func compared(
    _ comparison: Comparison,
    _ other: FeatureExpression
  ) -> FeatureCondition {
    FeatureCondition(.comparison(comparison, node, other.node))
  }
}
