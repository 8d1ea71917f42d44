extension FeatureExpression {
  /// The natural logarithm, undefined where the number is not positive.
  public static func log(_ value: FeatureExpression) -> FeatureExpression { value.mapped(.log) }

  /// The exponential.
  public static func exp(_ value: FeatureExpression) -> FeatureExpression { value.mapped(.exp) }

  /// The square root, undefined where the number is negative.
  public static func sqrt(_ value: FeatureExpression) -> FeatureExpression { value.mapped(.sqrt) }

  /// The distance from zero.
  public static func abs(_ value: FeatureExpression) -> FeatureExpression { value.mapped(.abs) }

  /// 1 above zero, -1 below it, 0 at it.
  public static func sign(_ value: FeatureExpression) -> FeatureExpression { value.mapped(.sign) }

  /// The smaller of two numbers.
  public static func min(
    _ left: FeatureExpression,
    _ right: FeatureExpression
  ) -> FeatureExpression {
    FeatureExpression(.binary(.min, left.node, right.node))
  }

  /// The larger of two numbers.
  public static func max(
    _ left: FeatureExpression,
    _ right: FeatureExpression
  ) -> FeatureExpression {
    FeatureExpression(.binary(.max, left.node, right.node))
  }

  /// The number, moved to the nearer bound where it lies outside.
  ///
  /// - Precondition: The bounds are finite.
  public func clamped(to range: ClosedRange<Double>) -> FeatureExpression {
    precondition(range.lowerBound.isFinite && range.upperBound.isFinite, "a bound is finite")
    return FeatureExpression(.clamp(node, lower: range.lowerBound, upper: range.upperBound))
  }

  /// The number some bars ago; of zero bars, the number itself.
  ///
  /// Counts are unsigned, so that a look into the future does not compile.
  public func lagged(by bars: UInt) -> FeatureExpression {
    FeatureExpression(.lag(node, bars: Self.count(bars)))
  }

  /// The change since some bars ago.
  ///
  /// - Precondition: `bars` is positive.
  public func difference(over bars: UInt) -> FeatureExpression {
    precondition(bars > 0, "a difference spans at least one bar")
    return FeatureExpression(.difference(node, bars: Self.count(bars)))
  }

  /// The number, or a constant where it is undefined although its look-back is over.
  ///
  /// Before the look-back the result stays undefined, so a fill never makes up history.
  ///
  /// - Precondition: The constant is finite.
  public func filled(with value: Double) -> FeatureExpression {
    precondition(value.isFinite, "a constant is finite")
    return FeatureExpression(.fill(node, with: value))
  }

  /// One number where a condition holds and another where it does not.
  ///
  /// Undefined unless all three are defined.
  public static func `where`(
    _ condition: FeatureCondition,
    _ then: FeatureExpression,
    _ otherwise: FeatureExpression
  ) -> FeatureExpression {
    FeatureExpression(
      .conditional(condition.node, then: then.node, otherwise: otherwise.node)
    )
  }

  /// The number computed on longer bars, visible from the first bar after such a bar is complete.
  ///
  /// The bar that completes a longer bar does not see it yet: a week's value is first seen on the
  /// first trading day after the week's last one. Between completions the value stays.
  ///
  /// - Precondition: No part is computed on longer bars already.
  public func on(_ timeframe: Timeframe) -> FeatureExpression {
    precondition(!hasTimeframe, "a timeframe is not nested in another")
    precondition(timeframe.isValid, "a bin holds at least one bar")
    return FeatureExpression(.resampled(node, timeframe))
  }

  private func mapped(_ function: UnaryFunction) -> FeatureExpression {
    FeatureExpression(.unary(function, node))
  }

  private static func count(_ bars: UInt) -> Int {
    precondition(bars <= ExpressionLimits.bars.upperBound, "a lag reaches no further")
    return Int(bars)
  }
}

/// What an expression may hold.
enum ExpressionLimits {
  /// How far a lag reaches.
  static let bars = 0...100_000

  /// How deeply parts may be nested.
  static let depth = 64
}
