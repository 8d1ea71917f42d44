internal import ConfigValidation
internal import MarketModel

/// Looks up the names of a syntax tree, checks arguments and types, and gathers every issue.
struct ExpressionResolver {
  typealias Reason = FeatureExpressionError.Reason
  typealias Place = FeatureExpressionError.TextPlace

  let vocabulary: FeatureVocabulary
  private(set) var issues: [FeatureExpressionError.Issue] = []

  init(_ vocabulary: FeatureVocabulary) {
    self.vocabulary = vocabulary
  }

  /// Returns the number that a tree stands for, or `nil` after having added what is wrong.
  mutating func number(_ syntax: ExpressionSyntax) -> ExpressionNode? {
    guard let node = node(syntax) else { return nil }
    guard !node.isCondition else {
      add(.unexpected(expected: "a number", found: "a condition"), at: syntax.place)
      return nil
    }
    return node
  }

  mutating func condition(_ syntax: ExpressionSyntax) -> ExpressionNode? {
    guard let node = node(syntax) else { return nil }
    guard node.isCondition else {
      add(.unexpected(expected: "a condition", found: syntax.summary), at: syntax.place)
      return nil
    }
    return node
  }

  mutating func add(_ reason: Reason, at place: Place) {
    issues.append(.init(place: place, reason: reason))
  }

  private mutating func node(_ syntax: ExpressionSyntax) -> ExpressionNode? {
    switch syntax.form {
    case .number(let text): return constant(text, at: syntax.place)
    case .name(let name): return field(name, at: syntax.place)
    case .quoted:
      add(.unexpected(expected: "a number", found: syntax.summary), at: syntax.place)
      return nil
    case .call(let name, let arguments):
      return call(name, arguments, output: nil, at: syntax.place)
    case .output(let base, let name): return output(name, of: base, at: syntax.place)
    case .timeframe(let base, let text): return resampled(base, text, at: syntax.place)
    case .negative(let part): return number(part)?.negated
    case .not(let part): return condition(part).map { .not($0) }
    case .binary(let sign, let left, let right): return binary(sign, left, right)
    }
  }

  private mutating func constant(_ text: String, at place: Place) -> ExpressionNode? {
    if let value = Double(text), value.isFinite { return .constant(value) }
    add(.unexpected(expected: "a number that fits 64 bits", found: text), at: place)
    return nil
  }

  private mutating func field(_ name: String, at place: Place) -> ExpressionNode? {
    if let field = BarField(rawValue: name) { return .field(field) }
    if vocabulary.definition(named: name) != nil || BuiltInFunction(rawValue: name) != nil {
      add(.unexpected(expected: "'(' after \(name)", found: "'\(name)' alone"), at: place)
    } else {
      add(.unknownName(name, suggestion: nearestName(to: name, among: vocabulary.names)), at: place)
    }
    return nil
  }

  private mutating func output(
    _ name: String,
    of base: ExpressionSyntax,
    at place: Place
  ) -> ExpressionNode? {
    guard case .call(let function, let arguments) = base.form,
      BuiltInFunction(rawValue: function) == nil
    else {
      add(.unexpected(expected: "an indicator before '.\(name)'", found: base.summary), at: place)
      return nil
    }
    return call(function, arguments, output: (name, place), at: base.place)
  }

  private mutating func resampled(
    _ base: ExpressionSyntax,
    _ text: String,
    at place: Place
  ) -> ExpressionNode? {
    let timeframe = Timeframe(text)
    if timeframe == nil { add(.unknownTimeframe(text), at: place) }
    guard let inner = number(base), let timeframe else { return nil }
    guard !inner.hasTimeframe else {
      add(.nestedTimeframe, at: place)
      return nil
    }
    return .resampled(inner, timeframe)
  }

  private mutating func binary(
    _ sign: String,
    _ left: ExpressionSyntax,
    _ right: ExpressionSyntax
  ) -> ExpressionNode? {
    if sign == "and" || sign == "or" {
      let (one, other) = (condition(left), condition(right))
      guard let one, let other else { return nil }
      return sign == "and" ? .both(one, other) : .either(one, other)
    }
    let (one, other) = (number(left), number(right))
    guard let one, let other else { return nil }
    if let comparison = Comparison(rawValue: sign) { return .comparison(comparison, one, other) }
    return BinaryFunction(rawValue: sign).map { .binary($0, one, other) }
  }

  private mutating func call(
    _ name: String,
    _ arguments: [ExpressionSyntax.Argument],
    output: (name: String, place: Place)?,
    at place: Place
  ) -> ExpressionNode? {
    if let function = BuiltInFunction(rawValue: name) {
      return builtIn(function, arguments, at: place)
    }
    if let definition = vocabulary.definition(named: name) {
      return indicator(CallableIndicator(definition), arguments, output, at: place)
    }
    let names = BuiltInFunction.allCases.map(\.rawValue) + vocabulary.indicators.map(\.name)
    add(.unknownName(name, suggestion: nearestName(to: name, among: names)), at: place)
    return nil
  }
}

extension FeatureExpression {
  /// Reads an expression from text.
  ///
  /// ```text
  /// zscore(momentum(close, 7), 60)
  /// bollinger(close, period=20, deviations=2).percent_b
  /// where(rsi(close, 14) @ 1w > 70, 0, log(close / lag(close, 5)))
  /// ```
  ///
  /// - Fields: `open high low close volume median typical`.
  /// - Functions: `log exp sqrt abs sign` of one number, `min max` of several,
  ///   `clamp(x, lower, upper)`, `lag(x, bars)`, `diff(x, bars)`, `fill(x, value)`,
  ///   `where(condition, then, otherwise)`.
  /// - Operators: `+ - * /`, `< <= > >= == !=`, `and or not`.
  /// - Every indicator of the vocabulary: its input first, if it reads one number of each bar; then
  ///   its parameters by position or by name; `.name` for one of several outputs.
  /// - `@ timeframe` after a part computes it on longer bars; see ``Timeframe`` and ``on(_:)``.
  ///
  /// - Throws: ``FeatureExpressionError`` with every issue; a text that cannot be read into a tree
  ///   has one.
  public init(
    parsing text: String,
    in vocabulary: FeatureVocabulary = .standard
  ) throws(FeatureExpressionError) {
    let syntax = try ExpressionParser.parse(text)
    var resolver = ExpressionResolver(vocabulary)
    let node = resolver.number(syntax)
    guard let node, resolver.issues.isEmpty else {
      throw FeatureExpressionError(resolver.issues)
    }
    self.init(node)
  }
}
