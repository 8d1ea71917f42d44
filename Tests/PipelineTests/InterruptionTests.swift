import Foundation
import Testing

/// The built program beside the test bundle; other ways of building may not have made it.
private let program: String? = {
  let folders =
    [Bundle.main.bundlePath, CommandLine.arguments.first ?? ""]
    + Bundle.allBundles.map(\.bundlePath)
  for folder in folders {
    var url = URL(fileURLWithPath: folder)
    for _ in 0..<3 {
      let candidate = url.appendingPathComponent("research-loop").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      url.deleteLastPathComponent()
    }
  }
  return nil
}()

@Suite("A cycle that is killed", .enabled(if: LoopHarness.hasDatabase && program != nil))
struct InterruptionTests {
  @Test("gives the same bytes when the same command is run again")
  func resumes() async throws {
    let loop = try LoopHarness()
    #expect(await loop.makeLake().code == 0)
    let config = try loop.writeDocuments()
    let whole = try start(loop, config, "whole")
    whole.waitUntilExit()
    #expect(whole.terminationStatus == 0)
    for milliseconds in [40, 90, 160, 260, 400] {
      let victim = try start(loop, config, "killed")
      try await Task.sleep(for: .milliseconds(milliseconds))
      kill(victim.processIdentifier, SIGKILL)
      victim.waitUntilExit()
    }
    let last = try start(loop, config, "killed")
    last.waitUntilExit()
    #expect(last.terminationStatus == 0)
    let resumed = try loop.files(in: "killed").filter { !$0.key.contains(".assay-tmp-") }
    #expect(try loop.files(in: "whole") == resumed)
  }

  @Test("in daemon mode ends with 0 after SIGTERM", arguments: [SIGTERM, SIGINT])
  func stopsOnSignal(signal: Int32) async throws {
    let loop = try LoopHarness()
    #expect(await loop.makeLake().code == 0)
    let config = try loop.writeDocuments()
    let daemon = try start(loop, config, "daemon", once: false)
    let rankings = loop.path("daemon/logs/strategy_rankings_20200102.json")
    for _ in 0..<300 where !FileManager.default.fileExists(atPath: rankings) {
      try await Task.sleep(for: .milliseconds(100))
    }
    try await Task.sleep(for: .milliseconds(500))
    kill(daemon.processIdentifier, signal)
    daemon.waitUntilExit()
    #expect(daemon.terminationReason == .exit)
    #expect(daemon.terminationStatus == 0)
  }

  private func start(
    _ loop: LoopHarness,
    _ config: String,
    _ folder: String,
    once: Bool = true
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(program))
    process.arguments =
      [
        "--config", config, "--now", "2020-01-02T00:00:00Z", "--output", loop.path(folder),
        "--registry", loop.path("\(folder).sqlite"),
      ] + (once ? ["--once"] : [])
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.currentDirectoryURL = URL(fileURLWithPath: loop.projectDirectories[2])
    try process.run()
    return process
  }
}
