import DataLake
import DataLakeTesting
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("Atomic files")
struct AtomicFileTests {
  @Test("Content replaces content, folders are made, nothing temporary stays")
  func replaces() throws {
    let directory = try TemporaryLake.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/a/b/file.json"
    try AtomicFile.write("first, and longer", to: path)
    try AtomicFile.write("second", to: path)
    #expect(try AtomicFile.read(path) == Array("second".utf8))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory + "/a/b") == ["file.json"]
    )
    let large = [UInt8](repeating: 7, count: 1_000_003)
    try AtomicFile.write(large, to: path)
    #expect(try AtomicFile.read(path) == large)
  }

  @Test("A missing file is a typed error with its path")
  func missing() {
    #expect(throws: FileError.notFound(path: "/nowhere/x")) { try AtomicFile.read("/nowhere/x") }
  }

  @Test("A folder below a file cannot be made; the error names it")
  func unwritable() throws {
    let directory = try TemporaryLake.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try AtomicFile.write("x", to: directory + "/file")
    let error = try #require(throws: FileError.self) {
      try AtomicFile.write("y", to: directory + "/file/inner")
    }
    #expect("\(error)".hasPrefix(directory + "/file"))
    #expect(try AtomicFile.read(directory + "/file") == Array("x".utf8))
  }

  @Test("A folder is prepared without leaving anything in it; one that cannot be made is named")
  func prepares() throws {
    let directory = try TemporaryLake.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try AtomicFile.prepareFolder(directory + "/a/b")
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory + "/a/b").isEmpty)
    try AtomicFile.write("x", to: directory + "/file")
    let error = try #require(throws: FileError.self) {
      try AtomicFile.prepareFolder(directory + "/file/inner")
    }
    #expect("\(error)".hasPrefix(directory + "/file"))
  }

  @Test("A file written in pieces appears when it is committed, and only then")
  func writesPieces() throws {
    let directory = try TemporaryLake.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/a/rows.csv"
    func write(commits: Bool, _ mark: String) throws {
      var file = try AtomicFileWriter(path: path)
      for row in 0..<50_000 { try file.write("\(mark)\(row)\n") }
      if commits { try file.commit() }
    }
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: directory + "/a")
    }
    try write(commits: false, "a")
    #expect(try names() == [])
    try write(commits: true, "b")
    try write(commits: false, "c")
    #expect(try names() == ["rows.csv"])
    let expected = (0..<50_000).map { "b\($0)\n" }.joined()
    #expect(try AtomicFile.read(path) == Array(expected.utf8))
    #expect(throws: FileError.self) { _ = try AtomicFileWriter(path: path + "/inner") }
  }

  @Test("A target that is a folder is left alone")
  func folderTarget() throws {
    let directory = try TemporaryLake.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try AtomicFile.write("x", to: directory + "/folder/inner")
    #expect(throws: FileError.self) { try AtomicFile.write("y", to: directory + "/folder") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["folder"])
  }
}
