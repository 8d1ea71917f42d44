public import DataLake
internal import MarketModel

/// What the check of one file of a manifest found.
public struct ManifestFinding: Hashable, Sendable {
  /// What can be wrong.
  public enum Problem: Hashable, Sendable {
    /// There is no such file.
    case missing

    /// The bytes are not those of the newest entry.
    case mismatch(expected: String, found: String)

    /// The file cannot be read.
    case unreadable(FileError)
  }

  /// The newest entry of the path.
  public let entry: ManifestEntry

  /// What is wrong, or `nil` when the file is as it should be.
  public let problem: Problem?
}

extension ManifestFinding: CustomStringConvertible {
  /// The path and `ok`, `missing file` or `checksum mismatch`.
  public var description: String {
    switch problem {
    case nil: "\(entry.path): ok"
    case .missing: "\(entry.path): missing file"
    case .mismatch(let expected, let found):
      "\(entry.path): checksum mismatch: expected \(expected), found \(found)"
    case .unreadable(let error): "\(entry.path): \(error)"
    }
  }
}

extension DatasetManifest {
  /// Compares each file with the newest entry of its path, in the order of the paths.
  ///
  /// Older entries are history: a file that was made anew is not held against them.
  ///
  /// - Parameter folder: Where relative paths begin: the folder of the manifest.
  /// - Returns: One finding for each path.
  /// - Complexity: O(bytes of all files).
  public func verify(in folder: String) -> [ManifestFinding] {
    newest.map { entry in
      let path = entry.path.hasPrefix("/") ? entry.path : "\(folder)/\(entry.path)"
      do throws(FileError) {
        let found = try FileChecksums(ofFile: path)
        return ManifestFinding(entry: entry, problem: Self.difference(entry, found))
      } catch {
        if case .notFound = error { return ManifestFinding(entry: entry, problem: .missing) }
        return ManifestFinding(entry: entry, problem: .unreadable(error))
      }
    }
  }

  private static func difference(
    _ entry: ManifestEntry,
    _ found: FileChecksums
  ) -> ManifestFinding.Problem? {
    if let sha256 = entry.sha256, sha256 != found.sha256 {
      return .mismatch(expected: sha256.hex, found: found.sha256.hex)
    }
    if let md5 = entry.md5, md5 != found.md5 {
      return .mismatch(expected: md5, found: found.md5)
    }
    return nil
  }
}
