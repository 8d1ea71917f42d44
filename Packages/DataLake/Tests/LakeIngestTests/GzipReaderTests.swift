import Foundation
import Testing

@testable import LakeIngest

@Suite("GzipReader")
struct GzipReaderTests {
  @Test("passes plain files through")
  func plain() throws {
    let path = IngestFixture.path("yahoo-title.csv")
    let expected = try Data(contentsOf: URL(filePath: path))
    #expect(try GzipReader(file: path).readToEnd() == Array(expected))
  }

  @Test("reads all members and ignores the padding after them")
  func members() throws {
    let expected = try Data(contentsOf: URL(filePath: IngestFixture.path("yahoo-title.csv")))
    let bytes = try GzipReader(file: IngestFixture.path("yahoo-members.csv.gz")).readToEnd()
    #expect(bytes == Array(expected))
  }

  @Test("names the file and the place where compressed data ends too early")
  func truncated() throws {
    let path = IngestFixture.path("minutes-truncated.csv.gz")
    let size = try Data(contentsOf: URL(filePath: path)).count
    #expect(throws: IngestError.badGzip(file: path, offset: size, fault: .truncated)) {
      try GzipReader(file: path).readToEnd()
    }
  }

  @Test("every proper prefix of a compressed file is refused")
  func everyPrefix() throws {
    let all = try Data(contentsOf: URL(filePath: IngestFixture.path("minutes.csv.gz")))
    try IngestFixture.withFolder { folder in
      for count in stride(from: 2, to: all.count, by: 13) {
        let path = "\(folder)/prefix.gz"
        try all.prefix(count).write(to: URL(filePath: path))
        #expect(throws: IngestError.badGzip(file: path, offset: count, fault: .truncated)) {
          try GzipReader(file: path).readToEnd()
        }
      }
    }
  }

  @Test("corruption is an error that says so")
  func corrupt() {
    let path = IngestFixture.path("minutes-corrupt.csv.gz")
    do {
      _ = try GzipReader(file: path).readToEnd()
      Issue.record("expected an error")
    } catch IngestError.badGzip(path, _, .corrupt) {
    } catch {
      Issue.record("expected corruption, found \(error)")
    }
  }

  @Test("bytes after the last member are refused")
  func trailing() throws {
    var all = try Data(contentsOf: URL(filePath: IngestFixture.path("minutes.csv.gz")))
    let count = all.count
    all.append(contentsOf: [1, 2, 3])
    try IngestFixture.withFolder { folder in
      let path = "\(folder)/trailing.gz"
      try all.write(to: URL(filePath: path))
      #expect(throws: IngestError.badGzip(file: path, offset: count, fault: .trailingBytes)) {
        try GzipReader(file: path).readToEnd()
      }
    }
  }

  @Test("a missing file and a folder are errors that name them")
  func unreadable() {
    for path in ["/nonexistent/file.csv", IngestFixture.root] {
      do {
        _ = try GzipReader(file: path).readToEnd()
        Issue.record("expected an error")
      } catch {
        guard case .unreadable(path, let reason) = error else {
          Issue.record("expected unreadable, found \(error)")
          continue
        }
        #expect(!reason.isEmpty)
      }
    }
  }
}
