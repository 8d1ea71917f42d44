/// The text of an expression as a tree, before names and types are looked up.
struct ExpressionSyntax {
  typealias Place = FeatureExpressionError.TextPlace

  /// What stands at a place.
  indirect enum Form {
    case number(String)
    case name(String)
    case quoted(String)
    case call(String, [Argument])
    case output(ExpressionSyntax, String)
    case timeframe(ExpressionSyntax, String)
    case negative(ExpressionSyntax)
    case not(ExpressionSyntax)
    case binary(String, ExpressionSyntax, ExpressionSyntax)
  }

  /// One argument of a call, with the name that may stand before it.
  struct Argument {
    var name: String?
    var value: ExpressionSyntax
    var place: Place
  }

  let form: Form
  let place: Place

  /// The number of parts from here to the deepest one, once names are looked up.
  let depth: Int

  init(_ form: Form, at place: Place) {
    self.form = form
    self.place = place
    switch form {
    case .number, .name, .quoted: depth = 1
    case .output(let part, _): depth = part.depth
    case .timeframe(let part, _), .negative(let part), .not(let part): depth = part.depth + 1
    case .binary(_, let left, let right): depth = max(left.depth, right.depth) + 1
    case .call(_, let arguments):
      // A smallest or largest of several nests two by two.
      depth = (arguments.map(\.value.depth).max() ?? 0) + max(1, arguments.count - 1)
    }
  }

  /// The text in a few words, for error messages.
  var summary: String {
    switch form {
    case .number(let text): "the number \(text)"
    case .name(let text): "'\(text)'"
    case .quoted(let text): "the text \"\(text)\""
    case .call(let name, _): "\(name)(…)"
    case .output(let base, let name): "\(base.summary).\(name)"
    case .timeframe(let base, let text): "\(base.summary) @ \(text)"
    case .negative(let part):
      if case .number(let text) = part.form { "the number -\(text)" } else { "an expression" }
    case .not: "a condition"
    case .binary(let sign, _, _):
      Comparison(rawValue: sign) != nil || sign == "and" || sign == "or"
        ? "a condition" : "an expression"
    }
  }
}
