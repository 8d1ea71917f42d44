internal import ConfigValidation

/// The whole text of a journal, read and checked line by line.
///
/// Every line is a JSON object whose last member, `chain`, is the SHA-256 of the 32 bytes of the chain
/// before it (zeros before the header) and of the bytes of the line before `,"chain":`.
struct JournalText {
  /// The newest version of the format.
  static let version = 1

  /// What stands between a line and its hash.
  private static let chainMark = Array(",\"chain\":\"".utf8)

  /// The number of bytes from the mark to the end of a line.
  private static let tailCount = chainMark.count + 2 * SHA256.digestCount + 2

  /// What the study is.
  let definition: StudyDefinition

  /// What is searched, constraints of code left out.
  let space: SearchSpace

  /// Every trial.
  private(set) var history = StudyHistory()

  /// The hash of the last whole line.
  private(set) var chain: [UInt8]

  /// The number of bytes up to the end of the last whole line.
  private(set) var wholeCount: Int

  // MARK: Writing

  /// The first line of the journal of a study.
  static func header(_ definition: StudyDefinition) -> [UInt8] {
    let study = definition.canonicalForm.text(pretty: false)
    return Array(
      """
      {"format":"assay-study","version":\(version),"digest":"\(definition.digest)","study":\(study)
      """.utf8
    )
  }

  /// Adds the hash to a line without its closing brace.
  ///
  /// - Parameters:
  ///   - line: The line; becomes the whole line with its line break.
  ///   - chain: The hash of the line before; becomes that of this line.
  static func close(_ line: inout [UInt8], chain: inout [UInt8]) {
    chain = line.withUnsafeBufferPointer { SHA256.digest(chain, $0) }
    line += chainMark
    line += Array(hexadecimal(chain).utf8)
    line += Array("\"}\n".utf8)
  }

  /// The hash before the first line.
  static var start: [UInt8] { [UInt8](repeating: 0, count: SHA256.digestCount) }

  // MARK: Reading

  /// Reads a journal; what stands behind the last whole line is left out.
  ///
  /// - Throws: ``StudyJournalError`` for another file, a newer version and damaged lines.
  /// - Complexity: O(bytes).
  init(_ bytes: [UInt8], path: String) throws(StudyJournalError) {
    let starts = Self.lineStarts(bytes)
    guard let first = starts.first else {
      throw .notAJournal(path: path, found: "no whole line")
    }
    let header = try Self.headerLine(Array(bytes[first.dropLast()]), path: path)
    guard let definition = header["study"].flatMap(StudyDefinition.init(canonicalForm:)),
      let space = SearchSpace(canonicalForm: definition.space)
    else { throw .notAJournal(path: path, found: "a header without a study") }
    self.definition = definition
    self.space = space
    chain = Self.start
    wholeCount = 0
    let reader = JournalLine(space: space)
    for (place, range) in starts.enumerated() {
      let body = try bytes.withUnsafeBufferPointer { (all) throws(StudyJournalError) in
        try follow(UnsafeBufferPointer(rebasing: all[range]), path: path, line: place + 1)
      }
      wholeCount = range.upperBound
      guard place > 0 else { continue }
      guard let line = try? JSONValue(parsing: body), add(line, reader) else {
        throw .damagedLine(path: path, line: place + 1, fault: .noMeaning)
      }
    }
  }

  /// The ranges of whole lines with their line breaks.
  ///
  /// A power cut may leave zeros where data never arrived; they end the text.
  private static func lineStarts(_ bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    var end = bytes.count
    while end > 0, bytes[end - 1] == 0 { end -= 1 }
    for place in 0..<end where bytes[place] == 0x0A {
      lines.append(start..<place + 1)
      start = place + 1
    }
    return lines
  }

  private static func headerLine(
    _ bytes: [UInt8],
    path: String
  ) throws(StudyJournalError) -> JSONValue {
    guard let header = try? JSONValue(parsing: bytes) else {
      throw .notAJournal(path: path, found: "a first line that is not JSON")
    }
    guard header["format"]?.stringValue == "assay-study",
      let found = header["version"]?.integerValue
    else { throw .notAJournal(path: path, found: "another first line") }
    guard found <= Int64(version), found > 0 else {
      throw .newerVersion(path: path, expected: version, found: Int(found))
    }
    return header
  }

  /// Checks that a line follows the one before it, and returns it without its hash.
  private mutating func follow(
    _ line: UnsafeBufferPointer<UInt8>,
    path: String,
    line number: Int
  ) throws(StudyJournalError) -> [UInt8] {
    let count = line.count - 1 - Self.tailCount
    guard count > 0 else { throw .damagedLine(path: path, line: number, fault: .noHash) }
    let digits = count + Self.chainMark.count
    guard line[count..<digits].elementsEqual(Self.chainMark) else {
      throw .damagedLine(path: path, line: number, fault: .noHash)
    }
    chain = SHA256.digest(chain, UnsafeBufferPointer(rebasing: line[..<count]))
    guard line[digits..<digits + 2 * SHA256.digestCount].elementsEqual(hexadecimal(chain).utf8),
      line[line.count - 3] == UInt8(ascii: "\""), line[line.count - 2] == UInt8(ascii: "}")
    else { throw .damagedLine(path: path, line: number, fault: .brokenChain) }
    return Array(line[..<count]) + [UInt8(ascii: "}")]
  }

  private mutating func add(_ line: JSONValue, _ reader: JournalLine) -> Bool {
    if let batch = reader.batch(line, after: history.trials.count) {
      guard history.running.isEmpty else { return false }
      history.append(batch)
      return true
    }
    guard
      let trial = reader.end(
        line,
        of: history.trials[(history.batchStarts.last ?? 0)...],
        objectives: definition.directions.count
      )
    else { return false }
    history.end([trial])
    return true
  }
}
