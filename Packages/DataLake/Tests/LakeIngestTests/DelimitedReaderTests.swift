import Testing

@testable import LakeIngest

@Suite("DelimitedReader")
struct DelimitedReaderTests {
  private func records(
    _ text: String,
    separator: UInt8 = UInt8(ascii: ",")
  ) throws -> [(line: Int, fields: [String])] {
    try IngestFixture.withFolder { folder in
      let path = try IngestFixture.write(text, "a.csv", in: folder)
      let reader = try DelimitedReader(file: path, separator: separator)
      var records: [(Int, [String])] = []
      while try reader.next() { records.append((reader.line, reader.texts())) }
      return records
    }
  }

  @Test("keeps quoted separators, quotes and line ends, and counts lines through them")
  func quoting() throws {
    let found = try records("a,\"b,c\"\r\n\"x\"\"y\",\"two\nlines\"\n\nlast,\n")
    #expect(found.map(\.fields) == [["a", "b,c"], ["x\"y", "two\nlines"], ["last", ""]])
    #expect(found.map(\.line) == [1, 2, 5])
  }

  @Test("skips a byte order mark and does not need a final line end")
  func byteOrderMark() throws {
    let found = try records("\u{FEFF}a;b\n1; 2 ", separator: UInt8(ascii: ";"))
    #expect(found.map(\.fields) == [["a", "b"], ["1", "2"]])
  }

  @Test("an unfinished quote names the line at which it opens")
  func unfinishedQuote() {
    do {
      _ = try records("a,b\n1,\"2\n3,4\n")
      Issue.record("expected an error")
    } catch let error as IngestError {
      guard case .malformed(let problems, 1) = error else {
        Issue.record("found \(error)")
        return
      }
      #expect(problems.first?.line == 2)
      #expect(problems.first?.expected == "a closing quote")
    } catch {
      Issue.record("found \(error)")
    }
  }

  @Test("records longer than the buffer are read whole")
  func longRecords() throws {
    let long = String(repeating: "x", count: 600_000)
    let found = try records("a,b\n\(long),1\nc,d\n")
    #expect(found.count == 3)
    #expect(found[1].fields == [long, "1"])
    #expect(found[2].fields == ["c", "d"])
  }

  @Test("many rows across refills keep their line numbers")
  func manyRows() throws {
    let text = (1...60_000).map { "\($0),\($0 * 2)" }.joined(separator: "\r\n")
    let found = try records(text)
    #expect(found.count == 60_000)
    #expect(found.allSatisfy { $0.fields == ["\($0.line)", "\($0.line * 2)"] })
  }
}
