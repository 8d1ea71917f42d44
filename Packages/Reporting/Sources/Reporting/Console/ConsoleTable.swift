/// A table of text with aligned columns.
///
/// ```swift
/// var table = ConsoleTable(columns: [.init("symbol"), .init("rows", .trailing)])
/// table.append(["SPY", "2517"])
/// print(table.rendered(in: .plain))
/// ```
public struct ConsoleTable: Hashable, Sendable {
  /// The side at which the texts of a column stand.
  public enum Alignment: Hashable, Sendable {
    /// Left: names.
    case leading

    /// Right: numbers, so that their digits stand below each other.
    case trailing
  }

  /// One column.
  public struct Column: Hashable, Sendable {
    /// The heading.
    public var title: String

    /// The side at which the texts stand.
    public var alignment: Alignment

    /// The widest text that is shown whole, or `nil` to show all.
    ///
    /// Longer texts are cut and end in `…`.
    public var maximumWidth: Int?

    /// Whether the column gives way first when a line would be too long.
    public var canShrink: Bool

    /// Creates a column.
    public init(
      _ title: String,
      _ alignment: Alignment = .leading,
      maximumWidth: Int? = nil,
      canShrink: Bool = false
    ) {
      self.title = title
      self.alignment = alignment
      self.maximumWidth = maximumWidth
      self.canShrink = canShrink
    }
  }

  /// One text with its tone.
  public struct Cell: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The text, on one line.
    public var text: String

    /// What it means.
    public var tone: ConsoleTone

    /// Creates a cell.
    public init(_ text: String, _ tone: ConsoleTone = .plain) {
      self.text = text
      self.tone = tone
    }

    /// Creates an ordinary cell from a literal.
    public init(stringLiteral value: String) {
      self.init(value)
    }
  }

  /// The columns from left to right.
  public let columns: [Column]

  /// The rows from top to bottom, each with one cell for every column.
  public private(set) var rows: [[Cell]] = []

  /// Creates a table without rows.
  public init(columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row at the bottom.
  ///
  /// - Precondition: There is one cell for every column.
  public mutating func append(_ cells: [Cell]) {
    precondition(cells.count == columns.count, "a row needs one cell for every column")
    rows.append(cells)
  }

  /// The table as text: a heading, a rule and one line for each row, without a final line break.
  ///
  /// Where the style names a width and the table is wider, columns that can shrink do so, the widest
  /// first, down to eight characters.
  public func rendered(in style: ConsoleStyle) -> String {
    let widths = fittedWidths(to: style.width)
    func line(_ cells: [Cell]) -> String {
      let parts = zip(zip(cells, columns), widths).map { pair, width in
        let text = aligned(truncated(pair.0.text, to: width), pair.1.alignment, width)
        return style.painted(text, pair.0.tone)
      }
      return trimmedAtEnd(parts.joined(separator: "  "))
    }
    let heading = line(columns.map { Cell($0.title, .strong) })
    let rule = style.painted(
      String(repeating: "─", count: widths.reduce(0, +) + 2 * max(0, widths.count - 1)),
      .muted
    )
    return ([heading, rule] + rows.map(line)).joined(separator: "\n")
  }

  private func fittedWidths(to limit: Int?) -> [Int] {
    var widths = columns.indices.map { index in
      let widest = rows.reduce(columns[index].title.count) { max($0, $1[index].text.count) }
      return min(widest, columns[index].maximumWidth ?? widest)
    }
    guard let limit else { return widths }
    var excess = widths.reduce(0, +) + 2 * max(0, widths.count - 1) - limit
    while excess > 0 {
      let candidates = columns.indices.filter { columns[$0].canShrink && widths[$0] > 8 }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }
}

private func truncated(_ text: String, to width: Int) -> String {
  guard text.count > width else { return text }
  return width > 0 ? String(text.prefix(width - 1)) + "…" : ""
}

private func aligned(_ text: String, _ side: ConsoleTable.Alignment, _ width: Int) -> String {
  let padding = String(repeating: " ", count: max(0, width - text.count))
  return side == .leading ? text + padding : padding + text
}

private func trimmedAtEnd(_ text: String) -> String {
  var text = text[...]
  while text.last == " " { text.removeLast() }
  return String(text)
}
