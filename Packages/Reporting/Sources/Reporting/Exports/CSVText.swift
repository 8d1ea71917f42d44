/// Comma-separated text in the form of RFC 4180, with line feeds.
public enum CSVText {
  /// A header and rows as text, each line ended by a line feed.
  ///
  /// Fields with a comma, a quote or a line break are quoted.
  ///
  /// - Precondition: Every row is as long as the header.
  public static func document(header: [String], rows: [[String]]) -> String {
    var text = line(header)
    for row in rows {
      precondition(row.count == header.count, "a row needs one field for every heading")
      text += line(row)
    }
    return text
  }

  private static func line(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",") + "\n"
  }

  private static func field(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r\r\n".contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
