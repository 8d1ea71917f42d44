import ConfigValidation
import ConfigYAML
import Foundation
import MarketModel
import Research
import Strategies
import Testing

@Suite("Shipped configuration documents")
struct ShippedDocumentTests {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "configs")

  static func documents(in name: String) -> [String] {
    let path = folder.appending(path: name).path
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
      .filter { $0.hasSuffix(".yaml") }
      .sorted()
      .map { "\(path)/\($0)" }
  }

  /// The documents of loops; those of trainings and of searches lie beside them and have tests of their own.
  static let loops = documents(in: ".").filter { path in
    !["/training.yaml", "/hpo.yaml"].contains { path.hasSuffix($0) }
  }

  @Test("a loop's document loads with everything that it names", arguments: loops)
  func loopsLoad(path: String) throws {
    let loaded = try load(path)
    #expect(loaded.trialCount > 100)
    #expect(loaded.definitions.count == loaded.config.strategies.count)
  }

  @Test("its resolved form reads back to the same configuration", arguments: loops)
  func resolvedFormsRoundTrip(path: String) throws {
    let now = Timestamp(seconds: 1_700_000_000)
    // An absolute root, so that the copy may lie elsewhere and still find what it names.
    let root = try load(path).paths.root
    let loaded = try load(path, overrides: ["project_root=\(root)"])
    let text = loaded.resolvedDocument(at: now).yamlText
    let copy = FileManager.default.temporaryDirectory.appending(path: "resolved-\(UUID()).yaml")
    try text.write(to: copy, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: copy) }
    let again = try load(copy.path)
    #expect(again.config == loaded.config)
    #expect(again.resolvedDocument(at: now).yamlText == text)
  }

  @Test("a limits document loads", arguments: documents(in: "thresholds"))
  func thresholdsLoad(path: String) throws {
    let document = try YAMLDocument.read(path: path)
    #expect(try KillThresholds.read(document) != .documented)
  }

  @Test("a universe names ten liquid funds", arguments: documents(in: "universes"))
  func universesLoad(path: String) throws {
    let loaded = try LoadedLoopConfig(
      path: Self.folder.appending(path: "research_loop.yaml").path,
      overrides: ["pack.mode=universe", "pack.universe=\(path)"],
      output: nil,
      strategies: BuiltInStrategies.registry
    )
    #expect(loaded.config.pack.symbols == PackConfig.liquidETFs)
  }

  @Test("are there to be checked")
  func foldersAreFull() {
    #expect(Self.documents(in: ".").count >= 2)
    #expect(!Self.documents(in: "thresholds").isEmpty)
    #expect(!Self.documents(in: "universes").isEmpty)
  }

  private func load(_ path: String, overrides: [String] = []) throws -> LoadedLoopConfig {
    try LoadedLoopConfig(
      path: path,
      overrides: overrides,
      output: nil,
      strategies: BuiltInStrategies.registry
    )
  }
}
