import MarketModel
import Testing

@Suite("Columns that transforms fill")
struct OutputColumnsTests {
  @Test("flags keep what was marked, in whatever order")
  func flagsKeepMarks() {
    let flags = (0..<200).map { $0 > 3 && $0 % 7 != 0 }
    var backwards = DefinedRows(count: 200)
    for row in (0..<200).reversed() where !flags[row] { backwards.markUndefined(row) }
    #expect(Array(backwards) == flags)
    #expect(backwards == DefinedRows(flags))
    #expect(backwards.leadingUndefined == 4)
    #expect(!backwards.isGapFree)
  }

  @Test("leading marks swallow the gaps that they reach")
  func leadingMarksSwallowGaps() {
    var flags = DefinedRows(count: 80)
    for row in [3, 4, 70] { flags.markUndefined(row) }
    flags.markUndefined(before: 71)
    var direct = DefinedRows(count: 80)
    direct.markUndefined(before: 71)
    #expect(flags == direct)
    #expect(flags.isGapFree)
    #expect(flags.firstIndex(of: true) == 71)
  }

  @Test("undefined values are zero and marked")
  func undefinedValuesAreZero() {
    let columns = OutputColumns.filled(count: 2, rowCount: 3) { columns in
      columns.setUndefined(before: 1)
      columns[1][1] = 5
      columns[1][2] = 6
      columns[0][1] = 7
      columns[0][2] = 8
      columns.setUndefined(2, of: 1)
    }
    #expect(columns.map(\.values) == [[0, 7, 8], [0, 5, 0]])
    #expect(columns.map { Array($0.isDefined) } == [[false, true, true], [false, true, false]])
  }

  @Test("a column without rows is never lent")
  func emptyColumnsAreNotLent() {
    var wasCalled = false
    let columns = OutputColumns.filled(count: 2, rowCount: 0) { _ in wasCalled = true }
    #expect(columns.count == 2)
    #expect(columns.allSatisfy { $0.values.isEmpty && $0.isDefined.isEmpty })
    #expect(!wasCalled)
  }
}
