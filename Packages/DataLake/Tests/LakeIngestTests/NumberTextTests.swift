import QuantMath
import Testing

@testable import LakeIngest

@Suite("NumberText")
struct NumberTextTests {
  private func parse(_ text: String) -> Double? {
    var text = text
    return text.withUTF8 { NumberText.double($0) }
  }

  @Test(
    "agrees with the standard library to the last bit",
    arguments: [
      "0", "-0", "1", "1.5", ".5", "5.", "+2", "1e22", "1e23", "9007199254740993", "0.1", "1e-22",
      "2.794649388e+11", "123456789012345678901234567890", "4.9e-324", "1.7976931348623157e308",
      "0.000000000000000000000000000001", "8.41", "43.96875", "1E5",
    ]
  )
  func examples(_ text: String) {
    #expect(parse(text)?.bitPattern == Double(text)?.bitPattern)
  }

  @Test(
    "refuses what is not a finite decimal",
    arguments: ["", "-", ".", "nan", "inf", "0x10", "1,000", "1e", "1e999", "1.2.3", "12a", "--1"]
  )
  func refused(_ text: String) {
    #expect(parse(text) == nil)
  }

  @Test("agrees with the standard library on random texts")
  func random() {
    var stream = PhiloxStream(seed: 7, purpose: 1, trial: 0, path: 0)
    for _ in 0..<20_000 {
      let digits = 1 + stream.index(below: 20)
      let point = stream.index(below: digits + 1)
      var text = stream.index(below: 2) == 0 ? "" : "-"
      for position in 0..<digits {
        if position == point { text += "." }
        text += "\(stream.index(below: 10))"
      }
      if stream.index(below: 3) == 0 { text += "e\(stream.index(below: 60) - 30)" }
      #expect(parse(text)?.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }

  @Test("reads integers and refuses those that do not fit")
  func integers() {
    func parse(_ text: String) -> Int64? {
      var text = text
      return text.withUTF8 { NumberText.integer($0) }
    }
    #expect(parse("9223372036854775807") == .max)
    #expect(parse("9223372036854775808") == nil)
    #expect(parse("-12") == -12)
    #expect(parse("1.0") == nil)
  }
}
