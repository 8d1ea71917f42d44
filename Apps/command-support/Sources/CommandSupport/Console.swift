internal import Foundation
public import Reporting

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Where a command's text goes: results to one stream, progress and problems to another.
public struct Console: Sendable {
  /// How results are laid out.
  public let style: ConsoleStyle

  /// Whether progress may overwrite its own line.
  public let overwritesProgress: Bool

  private let output: @Sendable (String) -> Void
  private let problems: @Sendable (String) -> Void

  /// Creates a console.
  ///
  /// - Parameters:
  ///   - style: How results are laid out.
  ///   - overwritesProgress: Whether the second stream is a terminal.
  ///   - output: Takes results, with their line breaks.
  ///   - problems: Takes progress and problems, with their line breaks.
  public init(
    style: ConsoleStyle,
    overwritesProgress: Bool,
    output: @escaping @Sendable (String) -> Void,
    problems: @escaping @Sendable (String) -> Void
  ) {
    self.style = style
    self.overwritesProgress = overwritesProgress
    self.output = output
    self.problems = problems
  }

  /// A console without colours, for tests and for programs that take the text elsewhere.
  ///
  /// - Parameters:
  ///   - output: Takes results, with their line breaks.
  ///   - problems: Takes progress and problems, with their line breaks.
  /// - Returns: A console whose lines may be of any length.
  public static func plain(
    output: @escaping @Sendable (String) -> Void,
    problems: @escaping @Sendable (String) -> Void
  ) -> Console {
    Console(style: .plain, overwritesProgress: false, output: output, problems: problems)
  }

  /// Writes a result and a line break.
  public func print(_ text: String) { output(text + "\n") }

  /// Writes a problem and a line break.
  public func error(_ text: String) { problems(text + "\n") }

  /// Writes progress as it is, without a line break.
  public func progress(_ text: String) { problems(text) }

  /// The streams of this process; colours only on a terminal, and never where `NO_COLOR` is set.
  static func process(environment: [String: String]) -> Console {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    var size = winsize()
    let hasSize = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
    let refusesColour = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return Console(
      style: ConsoleStyle(
        usesColour: isTerminal && !refusesColour && environment["TERM"] != "dumb",
        width: hasSize && size.ws_col > 40 ? Int(size.ws_col) : nil
      ),
      overwritesProgress: isatty(STDERR_FILENO) == 1,
      output: { FileHandle.standardOutput.write(Data($0.utf8)) },
      problems: { FileHandle.standardError.write(Data($0.utf8)) }
    )
  }
}
