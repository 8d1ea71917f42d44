extension Lake {
  /// Removes what no kept manifest lists: old manifests, their files, leftovers of killed writers.
  ///
  /// A reader that pinned a manifest which is not kept fails when it reads on.
  ///
  /// - Parameter count: How many manifests are kept, the present one and those before
  ///   it; at least one.
  /// - Returns: The number of removed files.
  /// - Throws: ``LakeError/locked(path:)`` while someone writes, and others when a manifest cannot
  ///   be read or a file not removed.
  /// - Complexity: O(files of the lake).
  @discardableResult
  public func collectGarbage(keepingManifests count: Int) throws(LakeError) -> Int {
    precondition(count > 0, "the present manifest must be kept")
    let lock = try lockForWriting()
    defer { withExtendedLifetime(lock) {} }
    guard let pointer = try pointer() else { return 0 }
    var kept: [String] = []
    var used: Set<String> = []
    for hash in ([pointer.manifest] + pointer.previous).prefix(count)
    where Folder.exists(manifestPath(hash)) {
      kept.append(hash)
      used.formUnion(try pin(manifest: hash).manifest.series.flatMap { $0.files.map(\.path) })
    }
    do throws(FileError) {
      return try removeAll(in: "manifests", except: Set(kept.map { "manifests/\($0).json" }))
        + removeAll(in: "tables", except: used)
    } catch {
      throw .file(error)
    }
  }

  private func removeAll(in folder: String, except kept: Set<String>) throws(FileError) -> Int {
    let files = try Folder.files(under: directory + "/" + folder, prefix: folder + "/")
    let removed = files.filter { !kept.contains($0) }
    for file in removed { try Folder.remove(directory + "/" + file) }
    return removed.count
  }

  /// Takes the lock of the lake.
  func lockForWriting() throws(LakeError) -> FileLock {
    let taken: FileLock?
    do throws(FileError) { taken = try FileLock(path: lockPath) } catch { throw .file(error) }
    guard let taken else { throw .locked(path: lockPath) }
    return taken
  }
}
