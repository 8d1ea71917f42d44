/// Records of comma-separated values with quoted fields (RFC 4180).
public enum CSVRecord {
  /// A record with its line break; fields with commas, quotes or line breaks are quoted.
  public static func line(_ fields: [String]) -> String {
    fields.map { field in
      let needsQuotes = field.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
      guard needsQuotes else { return field }
      let doubled = field.split(separator: "\"", omittingEmptySubsequences: false)
      return "\"\(doubled.joined(separator: "\"\""))\""
    }.joined(separator: ",") + "\n"
  }

  /// The records of a text with the lines on which they begin, from 1.
  ///
  /// - Returns: The records, or `nil` for a quote that is never closed.
  static func records(_ bytes: [UInt8]) -> [(line: Int, fields: [String])]? {
    var records: [(line: Int, fields: [String])] = []
    var (fields, field): ([String], [UInt8]) = ([], [])
    var (line, start, index) = (1, 1, 0)
    var isQuoted = false
    func end(_ field: inout [UInt8], _ fields: inout [String]) {
      fields.append(String(decoding: field, as: UTF8.self))
      field = []
    }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == 0x0A { line += 1 }
      switch (byte, isQuoted) {
      case (0x22, true) where index < bytes.count && bytes[index] == 0x22:
        field.append(byte)
        index += 1
      case (0x22, _): isQuoted.toggle()
      case (0x2C, false): end(&field, &fields)
      case (0x0A, false):
        end(&field, &fields)
        records.append((start, fields))
        fields = []
        start = line
      case (0x0D, false) where index < bytes.count && bytes[index] == 0x0A: break
      default: field.append(byte)
      }
    }
    guard !isQuoted else { return nil }
    if !field.isEmpty || !fields.isEmpty {
      end(&field, &fields)
      records.append((start, fields))
    }
    return records
  }
}
