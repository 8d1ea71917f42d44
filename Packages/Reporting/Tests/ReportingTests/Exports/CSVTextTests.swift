import Reporting
import Testing

@Suite("CSVText")
struct CSVTextTests {
  @Test("quotes fields with commas, quotes and line breaks, and nothing else")
  func quotesFields() {
    let text = CSVText.document(
      header: ["name", "note"],
      rows: [["plain", "a, b"], ["say \"no\"", "two\nlines"]]
    )
    #expect(text == "name,note\nplain,\"a, b\"\n\"say \"\"no\"\"\",\"two\nlines\"\n")
  }
}
