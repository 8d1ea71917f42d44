/// How text is laid out for the place where it is shown.
public struct ConsoleStyle: Hashable, Sendable {
  /// Whether ANSI colours are written.
  public var usesColour: Bool

  /// The number of columns that a line may fill, or `nil` when lines may be of any length.
  public var width: Int?

  /// Creates a style.
  public init(usesColour: Bool, width: Int?) {
    self.usesColour = usesColour
    self.width = width
  }

  /// No colours, lines of any length: for files, pipes and tests.
  public static let plain = ConsoleStyle(usesColour: false, width: nil)

  /// Returns the text between the escape sequences of a tone, or as it is where colours are off.
  public func painted(_ text: String, _ tone: ConsoleTone) -> String {
    guard usesColour, let code = tone.code else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}

/// What a piece of text means, from which a colour follows.
public enum ConsoleTone: Hashable, Sendable {
  /// Ordinary text.
  case plain

  /// A heading.
  case strong

  /// Something to be glad of.
  case good

  /// Something to look at.
  case bad

  /// Something that may be skipped.
  case muted

  var code: String? {
    switch self {
    case .plain: nil
    case .strong: "1"
    case .good: "32"
    case .bad: "31"
    case .muted: "2"
    }
  }
}
