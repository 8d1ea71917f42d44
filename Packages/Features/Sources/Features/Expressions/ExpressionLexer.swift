/// Splits the text of an expression into words, numbers and signs.
struct ExpressionLexer {
  typealias Place = FeatureExpressionError.TextPlace

  /// One piece of the text.
  enum Token: Hashable {
    case name(String)
    case number(String)
    case quoted(String)
    case sign(String)
    case timeframe(String)
    case end

    /// The piece as error messages show it.
    var summary: String {
      switch self {
      case .name(let text), .number(let text), .sign(let text): "'\(text)'"
      case .quoted(let text): "\"\(text)\""
      case .timeframe(let text): "'@\(text)'"
      case .end: "the end"
      }
    }
  }

  private let characters: [Character]
  private var position = 0
  private var place = Place(line: 1, column: 1)

  init(_ text: String) {
    characters = Array(text)
  }

  /// Returns every piece with its place, ending with ``Token/end``.
  static func tokens(
    of text: String
  ) throws(FeatureExpressionError) -> [(token: Token, place: Place)] {
    var lexer = ExpressionLexer(text)
    var tokens: [(token: Token, place: Place)] = []
    repeat {
      lexer.skipSpace()
      let place = lexer.place
      tokens.append((try lexer.next(), place))
    } while tokens.last?.token != .end
    return tokens
  }

  private var current: Character? { position < characters.count ? characters[position] : nil }

  private mutating func advance() {
    let isNewline = characters[position].isNewline
    position += 1
    place = Place(
      line: place.line + (isNewline ? 1 : 0),
      column: isNewline ? 1 : place.column + 1
    )
  }

  private mutating func skipSpace() {
    while current?.isWhitespace ?? false { advance() }
  }

  private mutating func take(while isPart: (Character) -> Bool) -> String {
    let start = position
    while let character = current, isPart(character) { advance() }
    return String(characters[start..<position])
  }

  private mutating func next() throws(FeatureExpressionError) -> Token {
    guard let first = current else { return .end }
    if first.isNameStart { return .name(take(while: \.isNamePart)) }
    if first.isDigit || (first == "." && following?.isDigit ?? false) { return .number(number()) }
    switch first {
    case "\"", "'": return try quoted(first)
    case "@":
      advance()
      skipSpace()
      return .timeframe(timeframe())
    case "<", ">", "=", "!":
      advance()
      guard current == "=" else { return .sign(String(first)) }
      advance()
      return .sign("\(first)=")
    case "+", "-", "*", "/", "(", ")", ",", ".":
      advance()
      return .sign(String(first))
    default:
      throw error(.unexpected(expected: "an expression", found: "'\(first)'"))
    }
  }

  private var following: Character? {
    position + 1 < characters.count ? characters[position + 1] : nil
  }

  private mutating func number() -> String {
    var text = take(while: \.isDigit)
    if current == ".", following?.isDigit ?? false {
      advance()
      text += "." + take(while: \.isDigit)
    }
    guard current == "e" || current == "E" else { return text }
    let hasSign = following == "-" || following == "+"
    let digit = position + (hasSign ? 2 : 1)
    guard digit < characters.count, characters[digit].isDigit else { return text }
    text += "e"
    advance()
    if hasSign, let sign = current {
      text.append(sign)
      advance()
    }
    return text + take(while: \.isDigit)
  }

  /// A count and a unit, with the weekday that may follow a dash.
  private mutating func timeframe() -> String {
    let text = take { $0.isLetter || $0.isNumber }
    guard current == "-", position + 3 < characters.count else { return text }
    let day = String(characters[(position + 1)...(position + 3)])
    let isWhole = position + 4 == characters.count || !characters[position + 4].isNamePart
    guard isWhole, Timeframe("1w-\(day)") != nil else { return text }
    for _ in 0..<4 { advance() }
    return "\(text)-\(day)"
  }

  private mutating func quoted(_ quote: Character) throws(FeatureExpressionError) -> Token {
    let start = place
    advance()
    let text = take { $0 != quote && !$0.isNewline }
    guard current == quote else {
      throw FeatureExpressionError([
        .init(
          place: start,
          reason: .unexpected(expected: "a closing \(quote)", found: "the end of the line")
        )
      ])
    }
    advance()
    return .quoted(text)
  }

  private func error(_ reason: FeatureExpressionError.Reason) -> FeatureExpressionError {
    FeatureExpressionError([.init(place: place, reason: reason)])
  }
}

extension Character {
  var isDigit: Bool { isASCII && isNumber }
  var isNameStart: Bool { isASCII && isLetter || self == "_" }
  var isNamePart: Bool { isNameStart || isDigit }
}
