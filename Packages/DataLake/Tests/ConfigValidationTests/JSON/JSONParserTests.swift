import ConfigValidation
import Testing

@Suite("JSONValue: reading")
struct JSONParserTests {
  @Test(
    "keeps whole and real numbers apart",
    arguments: [
      ("0", JSONValue.integer(0)), ("-12", .integer(-12)), ("1.0", .number(1)),
      ("1e3", .number(1_000)), ("10000.0", .number(10_000)),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(9_223_372_036_854_775_808)),
      ("0.1", .number(0.1)), ("-0.0", .number(-0.0)),
      ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)),
      ("5e-324", .number(.leastNonzeroMagnitude)),
      ("123456789012345678901234567890", .number(1.2345678901234568e29)),
      ("0.000000000000000000000000000001", .number(1e-30)),
      ("2.2250738585072011e-308", .number(Double(bitPattern: 0x000F_FFFF_FFFF_FFFF))),
    ]
  )
  func readsNumbers(text: String, expected: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == expected)
  }

  @Test("reads minus zero as a real number with its sign")
  func keepsSignOfZero() throws {
    let value = try JSONValue(parsing: "-0")
    #expect(value.numberValue?.sign == .minus)
  }

  @Test("reads every escape and surrogate pairs")
  func readsEscapes() throws {
    let text = #"["a\"\\\/\b\f\n\r\t", "\u00e9\u20AC", "\ud83d\ude00", "é€😀"]"#
    let expected: JSONValue = ["a\"\\/\u{8}\u{c}\n\r\t", "é€", "😀", "é€😀"]
    #expect(try JSONValue(parsing: text) == expected)
  }

  @Test("keeps members in their order")
  func keepsOrder() throws {
    let value = try JSONValue(
      parsing: #" { "b" : 1 , "a" : [ true , false , null , { } , [ ] ] } "#
    )
    let expected: JSONValue = ["b": 1, "a": [true, false, nil, [:], []]]
    #expect(value == expected)
    #expect(value.objectValue?.map(\.name) == ["b", "a"])
    #expect(value["a"]?[0]?.boolValue == true)
    #expect(value["a"]?[9] == nil)
    #expect(value["c"] == nil)
  }

  @Test(
    "names line and column of the first problem",
    arguments: [
      ("", 1, 1), ("{\n  \"a\": tru\n}", 2, 8), ("[1,\n2,\n]", 3, 1), ("[1] 2", 1, 5),
      ("{\"a\" 1}", 1, 6), ("{a: 1}", 1, 2), ("[01]", 1, 2), ("[1.]", 1, 4), ("[-]", 1, 3),
      ("[1e]", 1, 4), ("\"abc", 1, 5), ("\"a\u{1}\"", 1, 3), ("\"\\x\"", 1, 3), ("[NaN]", 1, 2),
      ("{\"a\": 1,\n \"a\": 2}", 2, 2), ("\"\\ud800\"", 1, 2), ("[1e999]", 1, 2), ("[+1]", 1, 2),
      ("// no\n1", 1, 1), ("{\"a\": 1,}", 1, 9),
    ]
  )
  func namesPlaces(text: String, line: Int, column: Int) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.line == line)
    #expect(error?.column == column, "\(text): \(error.map(\.description) ?? "")")
  }

  @Test("refuses repeated members in small and large objects", arguments: [3, 40])
  func refusesRepeatedMembers(count: Int) {
    let members = (0..<count).map { "\"k\($0)\": \($0)" } + ["\"k1\": 0"]
    let error = #expect(throws: JSONError.self) {
      try JSONValue(parsing: "{\(members.joined(separator: ", "))}")
    }
    #expect(error?.reason == .duplicateKey("k1"))
  }

  @Test("refuses bytes that are not UTF-8")
  func refusesInvalidUTF8() {
    let error = #expect(throws: JSONError.self) {
      try JSONValue(parsing: [0x22, 0xFF, 0x22])
    }
    #expect(error?.reason == .invalidUnicode)
  }

  @Test("refuses nesting beyond the limit instead of exhausting the stack")
  func limitsDepth() throws {
    let deep = String(repeating: "[", count: 100_000)
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: deep) }
    #expect(error?.reason == .tooDeep(limit: 256))
    let allowed = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
    _ = try JSONValue(parsing: allowed)
  }
}
