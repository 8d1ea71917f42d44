import Reporting
import Testing

@Suite("ConsoleTable")
struct ConsoleTableTests {
  private var table: ConsoleTable {
    var table = ConsoleTable(columns: [
      .init("name", canShrink: true), .init("value", .trailing),
    ])
    table.append(["a rather long name", "1.5"])
    table.append(["b", ConsoleTable.Cell("-12.25", .bad)])
    return table
  }

  @Test("aligns names left and numbers right")
  func alignsColumns() {
    #expect(
      table.rendered(in: .plain) == """
        name                 value
        ──────────────────────────
        a rather long name     1.5
        b                   -12.25
        """
    )
  }

  @Test("shortens what can shrink to the width of the terminal")
  func shortensToWidth() {
    let text = table.rendered(in: ConsoleStyle(usesColour: false, width: 20))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 20 })
    #expect(text.contains("a rather lo…     1.5"))
  }

  @Test("paints tones only where colours are on")
  func paintsTones() {
    #expect(!table.rendered(in: .plain).contains("\u{1B}"))
    let painted = table.rendered(in: ConsoleStyle(usesColour: true, width: nil))
    #expect(painted.contains("\u{1B}[31m-12.25\u{1B}[0m"))
  }
}
