import DataLake
import DataLakeTesting
import Datasets
import Testing

@Suite("FileDigest")
struct FileDigestTests {
  @Test("is the SHA-256 of the bytes")
  func equalsKnownDigest() throws {
    let path = try TemporaryLake.makeDirectory() + "/abc"
    try AtomicFile.write(Array("abc".utf8), to: path)
    #expect(
      try FileDigest(ofFile: path).hex
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
  }

  @Test("names a file that is not there")
  func refusesMissingFile() {
    #expect(throws: FileError.notFound(path: "/nowhere/abc")) {
      try FileDigest(ofFile: "/nowhere/abc")
    }
  }
}
