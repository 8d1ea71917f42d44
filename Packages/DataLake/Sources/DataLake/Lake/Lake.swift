/// A folder of market data: immutable Parquet files under one atomic manifest.
///
/// ```
/// <lake>/manifest.json                              which manifest is the present one
/// <lake>/manifests/<hash>.json                      every manifest that is kept
/// <lake>/tables/<table>/<symbol>/<year>/<hash>.parquet
/// ```
///
/// Readers pin a manifest and see its rows whatever is written meanwhile. A writer takes a lock,
/// writes new files beside the old ones, and moves the pointer in one step: a process killed at
/// any instant leaves the lake as it was or as it was meant to become.
public struct Lake: Sendable {
  /// The folder.
  public let directory: String

  /// The engine that reads and writes the files.
  public let database: DuckDBDatabase

  /// Uses a folder as a lake; it is made by the first change.
  public init(directory: String, database: DuckDBDatabase) {
    self.directory = directory
    self.database = database
  }

  /// Uses a folder as a lake, loading the database library.
  ///
  /// - Throws: ``LakeError/engine(_:)`` saying where the library was searched and how to get it.
  public init(
    directory: String,
    library location: LibraryLocation,
    settings: DuckDBSettings
  ) throws(LakeError) {
    do throws(DuckDBError) {
      let library = try DuckDBLibrary.load(from: location)
      database = try DuckDBDatabase(library: library, settings: settings)
    } catch {
      throw .engine(error)
    }
    self.directory = directory
  }

  /// Pins the present content.
  ///
  /// A lake that nothing was written to is empty.
  ///
  /// - Throws: ``LakeError`` when the manifest cannot be read.
  public func pin() throws(LakeError) -> LakeSnapshot {
    guard let pointer = try pointer() else {
      return LakeSnapshot(lake: self, manifest: .empty, manifestHash: nil)
    }
    return try pin(manifest: pointer.manifest)
  }

  /// Pins the content that a manifest lists.
  ///
  /// - Parameter hash: What ``LakeSnapshot/manifestHash`` returned at some time.
  /// - Returns: The content at that time.
  /// - Throws: ``LakeError`` when there is no such manifest any more, or it is damaged.
  public func pin(manifest hash: String) throws(LakeError) -> LakeSnapshot {
    let path = manifestPath(hash)
    let bytes = try readFile(path)
    guard ContentHash(of: bytes).hex == hash else {
      throw .manifest(path: path, reason: "its bytes do not have the hash of its name")
    }
    return LakeSnapshot(
      lake: self,
      manifest: try LakeManifest.decode(bytes, path: path),
      manifestHash: hash
    )
  }

  var pointerPath: String { directory + "/manifest.json" }
  var lockPath: String { directory + "/lock" }
  func manifestPath(_ hash: String) -> String { directory + "/manifests/" + hash + ".json" }

  func pointer() throws(LakeError) -> LakePointer? {
    guard Folder.exists(pointerPath) else { return nil }
    let pointer = try decodeJSON(LakePointer.self, try readFile(pointerPath), pointerPath)
    guard pointer.format == LakeManifest.currentFormat else {
      throw .manifest(
        path: pointerPath,
        reason: "expected format \(LakeManifest.currentFormat), found \(pointer.format)"
      )
    }
    return pointer
  }

  func readFile(_ path: String) throws(LakeError) -> [UInt8] {
    do throws(FileError) { return try Folder.read(path) } catch { throw .file(error) }
  }
}
