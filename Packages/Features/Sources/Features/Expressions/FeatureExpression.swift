/// A short name for expressions that are written in Swift.
public typealias Feature = FeatureExpression

/// A number computed from each bar and the bars before it, as a tree of named parts.
///
/// An expression can be written in Swift or read from text; both make the same tree:
///
/// ```swift
/// let swift = Feature.close.momentum(7).zscore(60)
/// let text = try FeatureExpression(parsing: "zscore(momentum(close, 7), 60)")
/// // swift == text
/// ```
///
/// Equal trees are equal values. ``description`` is the canonical text, with every parameter named;
/// it parses back to the same tree.
///
/// **Undefined values.** A part without a value (before its look-back, a division by zero, the
/// logarithm of a number that is not positive, an overflow) makes what is computed from it
/// undefined at that bar. A rolling part whose input is undefined at a bar starts afresh with
/// the next one, so that no window reaches across a gap; only ``filled(with:)`` ends that.
///
/// **Causality.** Parts look at the bar itself and at earlier ones. A lag is never negative and no
/// window is centred: neither can be written down.
public struct FeatureExpression: Hashable, Sendable {
  let node: ExpressionNode

  init(_ node: ExpressionNode) {
    self.node = node
  }

  /// A number of the bar itself.
  public static func field(_ field: BarField) -> FeatureExpression {
    FeatureExpression(.field(field))
  }

  /// The first price.
  public static let open = field(.open)

  /// The highest price.
  public static let high = field(.high)

  /// The lowest price.
  public static let low = field(.low)

  /// The last price.
  public static let close = field(.close)

  /// The traded quantity.
  public static let volume = field(.volume)

  /// The middle of the range, `(high + low) / 2`.
  public static let median = field(.median)

  /// The typical price, `(high + low + close) / 3`.
  public static let typical = field(.typical)

  /// The same number at every bar.
  ///
  /// - Precondition: The number is finite.
  public static func constant(_ value: Double) -> FeatureExpression {
    precondition(value.isFinite, "a constant is finite")
    return FeatureExpression(.constant(value))
  }

  /// Whether some part is computed on longer bars.
  public var hasTimeframe: Bool { node.hasTimeframe }
}

extension FeatureExpression: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// Creates a constant.
  public init(floatLiteral value: Double) {
    self = .constant(value)
  }

  /// Creates a constant.
  public init(integerLiteral value: Int) {
    self = .constant(Double(value))
  }
}

extension FeatureExpression {
  /// The sum.
  public static func + (left: FeatureExpression, right: FeatureExpression) -> FeatureExpression {
    FeatureExpression(.binary(.add, left.node, right.node))
  }

  /// The difference.
  public static func - (left: FeatureExpression, right: FeatureExpression) -> FeatureExpression {
    FeatureExpression(.binary(.subtract, left.node, right.node))
  }

  /// The product.
  public static func * (left: FeatureExpression, right: FeatureExpression) -> FeatureExpression {
    FeatureExpression(.binary(.multiply, left.node, right.node))
  }

  /// The quotient, undefined where the divisor is zero.
  public static func / (left: FeatureExpression, right: FeatureExpression) -> FeatureExpression {
    FeatureExpression(.binary(.divide, left.node, right.node))
  }

  /// The number with its sign turned.
  public static prefix func - (value: FeatureExpression) -> FeatureExpression {
    FeatureExpression(value.node.negated)
  }
}
