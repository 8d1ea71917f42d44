import ConfigValidation
import Foundation
import StrategySearch
import Testing

@Suite("The shipped documents of searches")
struct ShippedDocumentTests {
  private static let folder: String = {
    var root = URL(filePath: #filePath)
    for _ in 0..<5 { root.deleteLastPathComponent() }
    return root.appending(path: "configs/optimize").path
  }()

  private static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".yaml") }.sorted()

  @Test("are there")
  func areThere() {
    #expect(Self.names.count >= 8)
  }

  @Test("can be read, and read again as resolved", arguments: names)
  func canBeRead(name: String) throws {
    let search = try LoadedSearch(
      path: "\(Self.folder)/\(name)",
      overrides: [],
      strategies: SearchFixture.registry
    )
    let again = try SearchFixture.load(search.resolvedDocument.yamlText)
    #expect(again.config == search.config)
    #expect(name.hasPrefix(search.config.experimentName.prefix(3)))
  }
}
