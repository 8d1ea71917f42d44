import ConfigValidation
import Testing

@Suite("JSONValue: writing")
struct JSONWriterTests {
  let sample: JSONValue = [
    "b": [1, 10000.0, nil], "a": ["é\"\n\u{1}": true], "empty": [], "none": [:],
  ]

  @Test("indents by two spaces when pretty")
  func writesPretty() {
    let expected = #"""
      {
        "b": [
          1,
          10000.0,
          null
        ],
        "a": {
          "é\"\n\u0001": true
        },
        "empty": [],
        "none": {}
      }
      """#
    #expect(sample.text(pretty: true) == expected)
  }

  @Test("leaves out every space when compact, and sorts members only in canonical text")
  func writesCompact() {
    #expect(
      sample.text(pretty: false)
        == #"{"b":[1,10000.0,null],"a":{"é\"\n\u0001":true},"empty":[],"none":{}}"#
    )
    let shuffled: JSONValue = ["ä": 1, "b": ["z": 1, "y": 2], "a": 3, "B": 4]
    #expect(shuffled.canonicalText == #"{"B":4,"a":3,"b":{"y":2,"z":1},"ä":1}"#)
  }

  @Test(
    "shows that a real number is one",
    arguments: [
      (10_000.0, "10000.0"), (0.1, "0.1"), (1e16, "1e+16"), (1e-7, "1e-07"), (-0.0, "-0.0"),
      (1.0 / 3.0, "0.3333333333333333"),
    ]
  )
  func writesNumbers(number: Double, expected: String) {
    #expect(JSONValue.number(number).text(pretty: false) == expected)
  }

  @Test("reads back what it wrote, for any document", arguments: UInt64(1)...40)
  func roundTrips(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let value = randomValue(depth: 0, using: &generator)
    #expect(try JSONValue(parsing: value.text(pretty: false)) == value)
    #expect(try JSONValue(parsing: value.text(pretty: true)) == value)
    let canonical = value.canonicalText
    #expect(try JSONValue(parsing: canonical).canonicalText == canonical)
  }

  @Test("replaces, appends and removes members")
  func editsMembers() {
    var value: JSONValue = ["a": 1, "b": 2]
    value["a"] = "x"
    value["c"] = nil
    value["d"] = 4
    value["b"] = nil
    #expect(value == ["a": "x", "d": 4])
    #expect(JSONValue(Double?.none).isNull && JSONValue(2.5) == .number(2.5))
  }

  private func randomValue(
    depth: Int,
    using generator: inout SplitMix64
  ) -> JSONValue {
    switch Int.random(in: 0..<(depth < 4 ? 8 : 6), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .integer(Int64.random(in: .min ... .max, using: &generator))
    case 3, 4:
      let number = Double(bitPattern: generator.next())
      return .number(number.isFinite ? number : 0.5)
    case 5: return .string(randomText(using: &generator))
    case 6:
      let count = Int.random(in: 0..<6, using: &generator)
      return .array((0..<count).map { _ in randomValue(depth: depth + 1, using: &generator) })
    default:
      let count = Int.random(in: 0..<24, using: &generator)
      return .object(
        (0..<count).map { index in
          JSONMember(
            "\(index)" + randomText(using: &generator),
            randomValue(depth: depth + 1, using: &generator)
          )
        }
      )
    }
  }

  private func randomText(using generator: inout SplitMix64) -> String {
    let letters = Array("aZ09 \"\\/\n\t\u{0}\u{1f}é€😀\u{7f}")
    let count = Int.random(in: 0..<8, using: &generator)
    return String((0..<count).map { _ in letters.randomElement(using: &generator) ?? "x" })
  }
}

/// Steele, Lea and Flood's generator: enough for making test documents.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
