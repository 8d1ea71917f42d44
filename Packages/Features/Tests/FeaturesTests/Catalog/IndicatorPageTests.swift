import Features
import Foundation
import Testing

@Suite("The page on indicators")
struct IndicatorPageTests {
  static let root = URL(
    filePath: URL(filePath: #filePath).pathComponents.dropLast(6).joined(separator: "/")
  )

  @Test("says what the declarations say")
  func equalsDeclarations() throws {
    let made = IndicatorCatalog.referencePage()
    let page = Self.root.appending(path: "docs/indicators.md")
    guard try String(contentsOf: page, encoding: .utf8) != made else { return }
    let fresh = FileManager.default.temporaryDirectory.appending(path: "indicators.md")
    try made.write(to: fresh, atomically: true, encoding: .utf8)
    Issue.record("docs/indicators.md is stale; copy \(fresh.path) over it")
  }

  @Test("lists every indicator in one family")
  func listsEveryIndicatorOnce() {
    let names = IndicatorFamily.allCases.flatMap {
      IndicatorCatalog.definitions(in: $0).map(\.name)
    }
    #expect(names.sorted() == IndicatorCatalog.all.map(\.name))
    #expect(Set(names).count == names.count)
    for family in IndicatorFamily.allCases {
      let sorted = IndicatorCatalog.definitions(in: family).map(\.name)
      #expect(sorted == sorted.sorted(), "\(family)")
    }
  }
}
