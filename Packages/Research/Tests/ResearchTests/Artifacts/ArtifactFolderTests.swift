import ConfigValidation
import ExperimentRegistry
import Foundation
import Research
import Testing

@Suite("ArtifactFolder")
struct ArtifactFolderTests {
  @Test("reads runs, sets benchmarks apart, passes others by and names what is broken")
  func readsFolder() throws {
    let path = NSTemporaryDirectory() + "artifacts-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    func write(_ bytes: [UInt8], _ name: String) throws {
      try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }
    let ema = ArtifactBuilder.artifact(id: "a")
    let rsi = ArtifactBuilder.artifact(id: "b", strategyClass: "RsiReversion")
    let hold = ArtifactBuilder.artifact(id: "c", strategyClass: "BuyAndHold")
    try write(rsi.fileContent, rsi.fileName(tag: "sweep_0"))
    try write(ema.fileContent, ema.fileName(tag: "default"))
    try write(hold.fileContent, hold.fileName(tag: "benchmark_SPY"))
    try write(Array("{\"subsets\": []}".utf8), "EmaCross_regime_stress.json")
    try write(Array("not json at all".utf8), "notes.txt")
    try write(Array(ema.fileContent.dropLast(40)), "cut.json")
    try write(Array("{\"result\": {}}".utf8), "old.json")

    let folder = try ArtifactFolder(path: path)
    #expect(folder.runs.map(\.artifact) == [ema, rsi])
    #expect(
      folder.runs.map(\.sourceFile) == [ema.fileName(tag: "default"), rsi.fileName(tag: "sweep_0")]
    )
    #expect(folder.benchmarks.map(\.artifact) == [hold])
    #expect(folder.unreadable.count == 2)
    guard case .notJSON("\(path)/cut.json", _)? = folder.unreadable.first else {
      Issue.record("expected the cut file, found \(folder.unreadable)")
      return
    }
    #expect(
      folder.unreadable.last
        == .missing(file: "\(path)/old.json", path: "manifest", expected: "an object")
    )
    #expect(throws: ArtifactError.self) { try ArtifactFolder(path: path + "/none") }
  }

  @Test("a tag is read back from the name of a file")
  func readsTags() {
    let artifact = ArtifactBuilder.artifact(id: "a")
    #expect(artifact.tag(ofFile: artifact.fileName(tag: "sweep_12")) == "sweep_12")
    #expect(artifact.tag(ofFile: "other.json") == nil)
    let id = artifact.manifest.runID.short
    #expect(artifact.tag(ofFile: "EMA_CROSS_V1_\(id).json") == nil)
  }
}
