/// Reads the pieces of a text into a tree of syntax.
///
/// From loosest to tightest: `or`, `and`, `not`, one comparison, `+ -`, `* /`, the sign, and then
/// the suffixes `.output` and `@ timeframe`.
struct ExpressionParser {
  private let tokens: [(token: ExpressionLexer.Token, place: ExpressionSyntax.Place)]
  private var position = 0
  private var depth = 0

  /// Returns the tree of a whole text.
  static func parse(_ text: String) throws(FeatureExpressionError) -> ExpressionSyntax {
    var parser = ExpressionParser(tokens: try ExpressionLexer.tokens(of: text))
    let syntax = try parser.anything()
    guard parser.token == .end else { throw parser.unexpected("an operator or the end") }
    return syntax
  }

  private init(tokens: [(token: ExpressionLexer.Token, place: ExpressionSyntax.Place)]) {
    self.tokens = tokens
  }

  private var token: ExpressionLexer.Token { tokens[position].token }
  private var place: ExpressionSyntax.Place { tokens[position].place }

  private mutating func advance() {
    if position + 1 < tokens.count { position += 1 }
  }

  private mutating func take(_ sign: String) -> Bool {
    guard token == .sign(sign) else { return false }
    advance()
    return true
  }

  private mutating func expect(_ sign: String) throws(FeatureExpressionError) {
    guard take(sign) else { throw unexpected("'\(sign)'") }
  }

  private func unexpected(_ expected: String) -> FeatureExpressionError {
    FeatureExpressionError([
      .init(place: place, reason: .unexpected(expected: expected, found: token.summary))
    ])
  }

  private mutating func anything() throws(FeatureExpressionError) -> ExpressionSyntax {
    try nested { parser throws(FeatureExpressionError) in
      try parser.leftToRight(["or"]) { parser throws(FeatureExpressionError) in
        try parser.leftToRight(["and"]) { parser throws(FeatureExpressionError) in
          try parser.negation()
        }
      }
    }
  }

  /// Parts of one level with operators between them, grouped from the left.
  private mutating func leftToRight(
    _ operators: [String],
    _ part: (inout ExpressionParser) throws(FeatureExpressionError) -> ExpressionSyntax
  ) throws(FeatureExpressionError) -> ExpressionSyntax {
    var left = try part(&self)
    while let found = operators.first(where: { token == .sign($0) || token == .name($0) }) {
      let start = place
      advance()
      let right = try part(&self)
      left = try made(.binary(found, left, right), at: start)
    }
    return left
  }

  private mutating func negation() throws(FeatureExpressionError) -> ExpressionSyntax {
    guard token == .name("not") else { return try comparison() }
    return try nested { parser throws(FeatureExpressionError) in
      let start = parser.place
      parser.advance()
      return try parser.made(.not(try parser.negation()), at: start)
    }
  }

  private mutating func comparison() throws(FeatureExpressionError) -> ExpressionSyntax {
    let left = try sum()
    guard case .sign(let sign) = token, Comparison(rawValue: sign) != nil else { return left }
    let start = place
    advance()
    return try made(.binary(sign, left, try sum()), at: start)
  }

  private mutating func sum() throws(FeatureExpressionError) -> ExpressionSyntax {
    try leftToRight(["+", "-"]) { parser throws(FeatureExpressionError) in
      try parser.leftToRight(["*", "/"]) { parser throws(FeatureExpressionError) in
        try parser.signed()
      }
    }
  }

  private mutating func signed() throws(FeatureExpressionError) -> ExpressionSyntax {
    guard token == .sign("-") else { return try suffixed() }
    return try nested { parser throws(FeatureExpressionError) in
      let start = parser.place
      parser.advance()
      return try parser.made(.negative(try parser.signed()), at: start)
    }
  }

  private mutating func nested(
    _ body: (inout ExpressionParser) throws(FeatureExpressionError) -> ExpressionSyntax
  ) throws(FeatureExpressionError) -> ExpressionSyntax {
    depth += 1
    defer { depth -= 1 }
    guard depth <= ExpressionLimits.depth else { throw tooDeep(at: place) }
    return try body(&self)
  }

  private func made(
    _ form: ExpressionSyntax.Form,
    at place: ExpressionSyntax.Place
  ) throws(FeatureExpressionError) -> ExpressionSyntax {
    let syntax = ExpressionSyntax(form, at: place)
    guard syntax.depth <= ExpressionLimits.depth else { throw tooDeep(at: place) }
    return syntax
  }

  private func tooDeep(at place: ExpressionSyntax.Place) -> FeatureExpressionError {
    FeatureExpressionError([
      .init(place: place, reason: .tooDeep(limit: ExpressionLimits.depth))
    ])
  }

  private mutating func suffixed() throws(FeatureExpressionError) -> ExpressionSyntax {
    var base = try primary()
    while true {
      let start = place
      if take(".") {
        guard case .name(let name) = token else { throw unexpected("the name of an output") }
        base = try made(.output(base, name), at: place)
        advance()
      } else if case .timeframe(let text) = token {
        base = try made(.timeframe(base, text), at: start)
        advance()
        guard token != .sign("."), !token.isTimeframe else {
          throw unexpected("an operator or the end")
        }
      } else {
        return base
      }
    }
  }

  private mutating func primary() throws(FeatureExpressionError) -> ExpressionSyntax {
    let start = place
    switch token {
    case .number(let text):
      advance()
      return try made(.number(text), at: start)
    case .quoted(let text):
      advance()
      return try made(.quoted(text), at: start)
    case .name(let name) where !Self.keywords.contains(name):
      advance()
      guard take("(") else { return try made(.name(name), at: start) }
      return try made(.call(name, try arguments()), at: start)
    case .sign("("):
      advance()
      let inner = try anything()
      try expect(")")
      return inner
    default: throw unexpected("a field, a function, a number or '('")
    }
  }

  private mutating func arguments() throws(FeatureExpressionError) -> [ExpressionSyntax.Argument] {
    var arguments: [ExpressionSyntax.Argument] = []
    if take(")") { return arguments }
    repeat {
      let start = place
      var name: String?
      if case .name(let text) = token, tokens[position + 1].token == .sign("=") {
        name = text
        advance()
        advance()
      }
      arguments.append(.init(name: name, value: try anything(), place: start))
    } while take(",")
    try expect(")")
    return arguments
  }

  private static let keywords = ["and", "or", "not"]
}

extension ExpressionLexer.Token {
  fileprivate var isTimeframe: Bool {
    if case .timeframe = self { true } else { false }
  }
}
