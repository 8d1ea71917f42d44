internal import Foundation

/// Whether there is a file or folder at a path.
public func fileExists(_ path: String) -> Bool {
  FileManager.default.fileExists(atPath: path)
}
