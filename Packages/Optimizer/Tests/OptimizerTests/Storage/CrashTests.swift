import Foundation
import Optimizer
import QuantMath
import Testing

@Suite("A study in a process that dies", .serialized)
struct CrashTests {
  /// The probe, which stands beside the tests.
  private static var probe: String {
    // The runner lies in the toolchain, the bundle of the tests beside the probe.
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    let folder = URL(filePath: bundle).deletingLastPathComponent()
    return folder.appending(path: "study-probe").path
  }

  private static func start(_ arguments: [String], program: String = probe) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = Pipe()
    try process.run()
    return process
  }

  private static func output(of process: Process) throws -> String {
    let pipe = try #require(process.standardOutput as? Pipe)
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test("ends with the bytes of an undisturbed one, killed sixty times anywhere")
  func survivesKills() throws {
    let whole = try TemporaryJournal()
    _ = try Self.output(of: try Self.start([whole.path, "200", "0"]))
    let expected = try whole.bytes
    #expect(try StudyArchive(journal: whole.path).trials.count == 200)
    var stream = PhiloxStream(seed: 4, purpose: 1, trial: 0, path: 0)
    var (kills, midway) = (0, 0)
    while kills < 60 {
      let file = try TemporaryJournal()
      var isDone = false
      while !isDone {
        let process = try Self.start([file.path, "200", "1000"])
        if kills < 60 { usleep(UInt32(stream.uniform() * 60_000)) } else { process.waitUntilExit() }
        isDone = !process.isRunning
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        guard !isDone else {
          #expect(process.terminationStatus == 0)
          continue
        }
        kills += 1
        guard FileManager.default.fileExists(atPath: file.path) else { continue }
        let kept = try StudyArchive(journal: file.path).trials
        if !kept.isEmpty, kept.count < 200 { midway += 1 }
      }
      #expect(try file.bytes == expected)
    }
    #expect(midway > 5)
  }

  @Test("keeps what it held when the disk is full, and goes on when it is not")
  func survivesFullDisk() throws {
    let (whole, file) = (try TemporaryJournal(), try TemporaryJournal())
    _ = try Self.output(of: try Self.start([whole.path, "60", "0"]))
    // A limit on the size of files stands for the end of the disk.
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\""
    let process = try Self.start(
      ["-c", limited, Self.probe, file.path, "60", "0"],
      program: "/bin/sh"
    )
    let output = try Self.output(of: process)
    #expect(process.terminationStatus == 1)
    #expect(
      output == "error: \(file.path): the disk is full; the journal holds what it held before\n"
    )
    let kept = try StudyArchive(journal: file.path).trials
    #expect(!kept.isEmpty && kept.count < 60)
    #expect(try file.bytes.last == 0x0A)
    _ = try Self.output(of: try Self.start([file.path, "60", "0"]))
    #expect(try file.bytes == whole.bytes)
  }

  @Test("names the process that holds it")
  func namesHolder() throws {
    let file = try TemporaryJournal()
    let first = try Self.start([file.path, "200", "20000"])
    defer {
      kill(first.processIdentifier, SIGKILL)
      first.waitUntilExit()
    }
    while !FileManager.default.fileExists(atPath: file.path) { usleep(1_000) }
    let second = try Self.start([file.path, "200", "0"])
    let output = try Self.output(of: second)
    #expect(second.terminationStatus == 1)
    let holder = "process \(first.processIdentifier)"
    #expect(output == "error: \(file.path): another process works on this study (\(holder))\n")
  }
}
