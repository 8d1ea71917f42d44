/// Reads records of delimited text (RFC 4180) from a file that may be gzip.
///
/// Fields may be quoted, quotes inside are doubled, and quoted fields may span lines. Lines end in
/// LF or CRLF, a byte order mark at the start is skipped, and blank lines are not records. Memory
/// use is that of the longest record.
final class DelimitedReader {
  /// One field of the current record: a range of the buffer, or of the unquoted scratch bytes.
  private struct Field {
    var range: Range<Int>
    var isScratch: Bool
  }

  /// The path as it was given.
  let file: String

  /// The line at which the current record begins, counted from one.
  private(set) var line = 0

  /// The number of fields in the current record.
  var fieldCount: Int { fields.count }

  private let source: GzipReader
  private let separator: UInt8
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)
  private var start = 0
  private var end = 0
  private var nextLine = 1
  private var isAtEnd = false
  private var fields: [Field] = []
  private var scratch: [UInt8] = []

  init(file: String, separator: UInt8) throws(IngestError) {
    self.file = file
    self.separator = separator
    source = try GzipReader(file: file)
    while end < 3, !isAtEnd { try refill() }
    if end >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { start = 3 }
  }

  /// Advances to the next record; returns `false` at the end of the file.
  func next() throws(IngestError) -> Bool {
    while true {
      guard let length = try recordLength() else { return false }
      var stop = start + length
      let after = stop + (stop < end ? 1 : 0)
      if stop > start, buffer[stop - 1] == UInt8(ascii: "\r") { stop -= 1 }
      line = nextLine
      let isBlank = stop == start
      if !isBlank { try split(start..<stop) }
      nextLine += isBlank ? 1 : 1 + newlines(in: start..<stop)
      start = after
      if !isBlank { return true }
    }
  }

  /// Calls a closure with the bytes of a field, blanks around it removed.
  @inline(__always)
  func withField<Result>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let field = fields[index]
    let bytes = field.isScratch ? scratch : buffer
    return bytes.withUnsafeBufferPointer { all in
      var range = field.range
      while !range.isEmpty, isBlank(all[range.lowerBound]) { range.removeFirst() }
      while !range.isEmpty, isBlank(all[range.upperBound - 1]) { range.removeLast() }
      return body(UnsafeBufferPointer(rebasing: all[range]))
    }
  }

  /// The text of a field.
  func text(_ index: Int) -> String {
    withField(index) { String(decoding: $0, as: UTF8.self) }
  }

  /// All fields of the current record as texts.
  func texts() -> [String] {
    (0..<fieldCount).map { text($0) }
  }

  /// Finds the length of the record at `start` without its line end; `nil` at the end of the file.
  private func recordLength() throws(IngestError) -> Int? {
    var scanned = 0
    var isQuoted = false
    var opening = 0
    while true {
      let available = end - start
      let position = buffer.withUnsafeBufferPointer { bytes in
        var index = scanned
        while index < available {
          let byte = bytes[start + index]
          if byte == UInt8(ascii: "\"") {
            if !isQuoted { opening = index }
            isQuoted.toggle()
          } else if byte == UInt8(ascii: "\n"), !isQuoted {
            return index
          }
          index += 1
        }
        return -1
      }
      if position >= 0 { return position }
      scanned = available
      if isAtEnd {
        guard !isQuoted else {
          throw malformed(
            line: nextLine + newlines(in: start..<start + opening),
            column: nil,
            expected: "a closing quote",
            found: "the end of the file"
          )
        }
        return available == 0 ? nil : available
      }
      try refill()
    }
  }

  private func refill() throws(IngestError) {
    if start > 0 {
      buffer.replaceSubrange(0..<end - start, with: Array(buffer[start..<end]))
      (start, end) = (0, end - start)
    }
    if end == buffer.count {
      buffer.append(contentsOf: repeatElement(0, count: buffer.count))
    }
    let count = try source.fill(&buffer, from: end)
    isAtEnd = count == 0
    end += count
  }

  private func split(_ range: Range<Int>) throws(IngestError) {
    fields.removeAll(keepingCapacity: true)
    scratch.removeAll(keepingCapacity: true)
    var index = range.lowerBound
    while true {
      if index < range.upperBound, buffer[index] == UInt8(ascii: "\"") {
        index = try splitQuoted(from: index, to: range.upperBound)
      } else {
        let first = index
        while index < range.upperBound, buffer[index] != separator { index += 1 }
        fields.append(Field(range: first..<index, isScratch: false))
      }
      guard index < range.upperBound else { return }
      index += 1
      if index == range.upperBound {
        fields.append(Field(range: index..<index, isScratch: false))
        return
      }
    }
  }

  /// Takes one quoted field and returns the position of the separator after it.
  private func splitQuoted(from quote: Int, to limit: Int) throws(IngestError) -> Int {
    let first = scratch.count
    var index = quote + 1
    while index < limit {
      if buffer[index] != UInt8(ascii: "\"") {
        scratch.append(buffer[index])
        index += 1
      } else if index + 1 < limit, buffer[index + 1] == UInt8(ascii: "\"") {
        scratch.append(UInt8(ascii: "\""))
        index += 2
      } else {
        index += 1
        break
      }
    }
    fields.append(Field(range: first..<scratch.count, isScratch: true))
    guard index == limit || buffer[index] == separator else {
      throw malformed(
        line: line,
        column: "\(fields.count)",
        expected: "a separator after the closing quote",
        found: "'\(String(decoding: buffer[index..<index + 1], as: UTF8.self))'"
      )
    }
    return index
  }

  private func malformed(
    line: Int,
    column: String?,
    expected: String,
    found: String
  ) -> IngestError {
    .malformed(
      problems: [
        SourceProblem(file: file, line: line, column: column, expected: expected, found: found)
      ],
      count: 1
    )
  }

  private func newlines(in range: Range<Int>) -> Int {
    buffer.withUnsafeBufferPointer { bytes in
      var count = 0
      for index in range where bytes[index] == UInt8(ascii: "\n") { count += 1 }
      return count
    }
  }
}

@inline(__always)
private func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
}
