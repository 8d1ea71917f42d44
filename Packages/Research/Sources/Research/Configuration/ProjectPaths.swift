/// Where the paths of a document lie.
///
/// What is read starts from the project's root: the folder of the document, or `project_root`.
/// What a cycle writes starts there too, unless an output folder takes its place. Absolute paths stay.
public struct ProjectPaths: Hashable, Sendable {
  /// The folder that relative paths start from.
  public let root: String

  /// The folder that relative paths of artifacts start from.
  public let outputRoot: String

  /// Creates the paths of a document.
  ///
  /// - Parameters:
  ///   - documentPath: The path of the document, absolute or from the working directory.
  ///   - projectRoot: The document's `project_root`, relative to the document's folder.
  ///   - output: The folder that takes the place of the root for artifacts.
  public init(documentPath: String, projectRoot: String?, output: String?) {
    let slash = documentPath.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { String(documentPath[..<$0]) } ?? "."
    let documentFolder = folder.isEmpty ? "/" : folder
    root = projectRoot.map { joined(documentFolder, $0) } ?? documentFolder
    outputRoot = output ?? root
  }

  /// The place of something that is read.
  public func input(_ path: String) -> String { joined(root, path) }

  /// The place of something that a cycle writes.
  public func artifact(_ path: String) -> String { joined(outputRoot, path) }
}

/// Joins a folder and a path; an absolute path stays as it is.
func joined(_ folder: String, _ path: String) -> String {
  if path.hasPrefix("/") || folder == "." { return path }
  return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
}
