public import ConfigValidation
internal import DataLake

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A folder with the runs of an output, as trees of folders: a parent and the runs inside it.
///
/// Each run has a log, `events.jsonl`, to which lines are only appended. Tracking needs no server: the
/// spool is the record, and sending it to one copies it.
public struct TrackingSpool: Hashable, Sendable {
  /// The folder, such as `output/tracking`.
  public let folder: String

  /// Names a folder, which need not exist.
  public init(folder: String) { self.folder = folder }

  /// Begins a run of its own, or goes on with it when its key is known here.
  ///
  /// - Parameters:
  ///   - start: What the run is.
  ///   - experiment: The name under which servers group runs.
  /// - Returns: The run.
  /// - Throws: ``TrackingError/runHeld(path:)`` while another process writes it,
  ///   ``TrackingError/otherRun(path:expected:found:)``, ``TrackingError/damagedLog(path:line:reason:)``,
  ///   ``TrackingError/invalid(_:)``, ``TrackingError/file(_:)``.
  public func begin(
    _ start: TrackedRunStart,
    experiment: String
  ) throws(TrackingError) -> TrackedRun {
    try start.check()
    if let problem = Self.problem(ofExperiment: experiment) {
      throw .invalid(["experiment: \(problem)"])
    }
    return try TrackedRun(
      start,
      experiment: experiment,
      folder: folder + "/" + start.name,
      spool: self
    )
  }

  /// Says what is wrong with the name of an experiment, or returns `nil`.
  public static func problem(ofExperiment name: String) -> String? {
    let count = name.unicodeScalars.count
    return (1...MLflowLimits.experimentName).contains(count)
      ? nil
      : "expected a name of 1 to \(MLflowLimits.experimentName) characters, found \(count)"
  }

  /// The experiment under which a run is tracked, or `nil` when it is not tracked yet.
  ///
  /// - Throws: ``TrackingError/damagedLog(path:line:reason:)``, ``TrackingError/file(_:)``.
  public func experiment(of name: String) throws(TrackingError) -> String? {
    guard try names(in: folder).contains(name) else { return nil }
    return try load(folder + "/" + name)?.state.experiment
  }

  /// The names of the runs that are in no other run, in the order of their bytes.
  ///
  /// - Throws: ``TrackingError/file(_:)``.
  public func runNames() throws(TrackingError) -> [String] { try names(in: folder) }

  /// Returns a run and those inside it as one JSON object, also while they are being written.
  ///
  /// - Throws: ``TrackingError/damagedLog(path:line:reason:)``, ``TrackingError/file(_:)``.
  public func tree(of name: String) throws(TrackingError) -> JSONValue {
    guard let run = try load(folder + "/" + name) else {
      throw .damagedLog(
        path: folder + "/" + name + "/" + TrackingLog.fileName,
        line: 1,
        reason: "expected the beginning of a run, found none"
      )
    }
    return run.json
  }

  /// Writes ``tree(of:)`` as `tree.json` into the folder of the run.
  ///
  /// - Throws: As ``tree(of:)``.
  public func writeTree(of name: String) throws(TrackingError) {
    let text = try tree(of: name).text(pretty: true) + "\n"
    do { try AtomicFile.write(text, to: folder + "/" + name + "/tree.json") } catch {
      throw .file(error)
    }
  }

  /// Reads a run and those inside it; `nil` for one that was killed while it began.
  func load(_ folder: String) throws(TrackingError) -> SpooledRun? {
    let events = try TrackingLog.read(folder: folder)
    guard let state = TrackedRunState(events) else { return nil }
    var children: [SpooledRun] = []
    for name in try names(in: folder) {
      if let child = try load(folder + "/" + name) { children.append(child) }
    }
    children.sort { ($0.state.start.order, $0.folder) < ($1.state.start.order, $1.folder) }
    return SpooledRun(folder: folder, events: events, state: state, children: children)
  }

  private func names(in folder: String) throws(TrackingError) -> [String] {
    let files = FileManager.default
    guard files.fileExists(atPath: folder) else { return [] }
    let names: [String]
    do { names = try files.contentsOfDirectory(atPath: folder) } catch {
      throw .file(.failed(path: folder, operation: "list", reason: "it cannot be read"))
    }
    return names.filter { name in
      files.fileExists(atPath: folder + "/" + name + "/" + TrackingLog.fileName)
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The path of a file as the spool keeps it: relative to the folder above, so that both can be moved.
  func storedPath(of path: String) -> String {
    let base = parent + "/"
    if path.hasPrefix(base) { return String(path.dropFirst(base.count)) }
    return path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }

  /// Where a file lies that the spool keeps as ``storedPath(of:)``.
  func place(of stored: String) -> String {
    stored.hasPrefix("/") ? stored : parent + "/" + stored
  }

  private var parent: String {
    guard let slash = folder.lastIndex(of: "/") else { return "." }
    return String(folder[..<slash])
  }
}

/// A run as it lies in the spool.
struct SpooledRun {
  let folder: String
  let events: [TrackingEvent]
  let state: TrackedRunState
  let children: [SpooledRun]

  /// The run and those inside it as an object.
  var json: JSONValue { state.json(children: children.map(\.json)) }
}
