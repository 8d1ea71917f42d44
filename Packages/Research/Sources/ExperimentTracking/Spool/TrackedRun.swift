internal import ConfigValidation
internal import DataLake
public import MarketModel
internal import Synchronization

/// A run that is being tracked: everything logged is in its folder of the spool when the call returns.
///
/// Logging what was logged before changes nothing, so a run that was killed is repeated under its key.
/// One value writes a run at a time; it may be used by several threads.
public final class TrackedRun: Sendable {
  /// The folder of the run.
  public let folder: String

  private let spool: TrackingSpool
  private let contents: Mutex<Contents>

  private struct Contents {
    let log: TrackingLog
    var state: TrackedRunState

    mutating func add(_ event: TrackingEvent) throws(TrackingError) {
      try log.append(event)
      state.apply(event)
    }
  }

  init(
    _ start: TrackedRunStart,
    experiment: String,
    folder: String,
    spool: TrackingSpool
  ) throws(TrackingError) {
    self.folder = folder
    self.spool = spool
    let (log, events) = try TrackingLog.open(folder: folder)
    if let known = TrackedRunState(events) {
      guard known.start.key == start.key else {
        throw .otherRun(path: log.path, expected: start.key, found: known.start.key)
      }
      guard known.experiment == experiment else {
        throw .otherRun(path: log.path, expected: experiment, found: known.experiment)
      }
      var resumed = Contents(log: log, state: known)
      if known.status == .failed || known.status == .killed {
        try resumed.add(.resumed(at: start.startedAt))
      }
      contents = Mutex(resumed)
    } else {
      let state = TrackedRunState(start: start, experiment: experiment)
      try log.append(.began(start, experiment: experiment))
      contents = Mutex(Contents(log: log, state: state))
    }
  }

  /// The key of the run.
  public var key: String { contents.withLock { $0.state.start.key } }

  /// Begins a run inside this one, or goes on with it.
  ///
  /// - Throws: As ``TrackingSpool/begin(_:experiment:)``.
  public func child(_ start: TrackedRunStart) throws(TrackingError) -> TrackedRun {
    try start.check()
    let experiment = contents.withLock { $0.state.experiment }
    return try TrackedRun(
      start,
      experiment: experiment,
      folder: folder + "/" + start.name,
      spool: spool
    )
  }

  /// Logs settings.
  ///
  /// - Throws: ``TrackingError/parameterChanged(run:name:expected:found:)``, otherwise
  ///   ``TrackingError/file(_:)``; nothing is then logged.
  public func log(_ parameters: [TrackedParameter]) throws(TrackingError) {
    try update { (contents) throws(TrackingError) in
      var new: [TrackedParameter] = []
      var values: [String: String] = [:]
      for parameter in parameters {
        let known = contents.state.parameter(parameter.name) ?? values[parameter.name]
        guard let known else {
          values[parameter.name] = parameter.value
          new.append(parameter)
          continue
        }
        guard known == parameter.value else {
          throw .parameterChanged(
            run: contents.state.start.name,
            name: parameter.name,
            expected: known,
            found: parameter.value
          )
        }
      }
      if !new.isEmpty { try contents.add(.parameters(new)) }
    }
  }

  /// Logs numbers.
  ///
  /// - Throws: ``TrackingError/invalid(_:)`` naming every number that is not finite, otherwise
  ///   ``TrackingError/file(_:)``; nothing is then logged.
  public func log(_ metrics: [TrackedMetric], at now: Timestamp) throws(TrackingError) {
    let problems = metrics.filter { !$0.value.isFinite }.map {
      "metric \($0.name), step \($0.step): expected a finite number, found \($0.value)"
    }
    guard problems.isEmpty else { throw .invalid(problems) }
    try update { (contents) throws(TrackingError) in
      let new = metrics.filter { !contents.state.has($0) }
      if !new.isEmpty { try contents.add(.metrics(new, at: now)) }
    }
  }

  /// Sets tags; unlike parameters they may change.
  ///
  /// - Throws: ``TrackingError/file(_:)``.
  public func set(tags: [TrackedParameter]) throws(TrackingError) {
    try update { (contents) throws(TrackingError) in
      var last: [String: String] = [:]
      for tag in tags { last[tag.name] = tag.value }
      let new = last.sorted { $0.key < $1.key }.map { TrackedParameter($0.key, $0.value) }
        .filter { !contents.state.has(tag: $0) }
      if !new.isEmpty { try contents.add(.tags(new)) }
    }
  }

  /// Logs a file, which stays where it is and is sent from there.
  ///
  /// - Parameters:
  ///   - path: The file; it must be there when the spool is sent, unchanged.
  ///   - name: The name under which it is kept, such as `metrics.json`; may name folders.
  /// - Throws: ``TrackingError/file(_:)`` also when there is no such file.
  /// - Complexity: O(bytes) time and memory.
  public func log(artifact path: String, as name: String) throws(TrackingError) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
      throw .invalid(["artifact: expected a relative name such as a/b.json, found '\(name)'"])
    }
    let digest: String
    do { digest = ContentHash(of: try AtomicFile.read(path)).hex } catch { throw .file(error) }
    let artifact = TrackedArtifact(name: name, path: spool.storedPath(of: path), digest: digest)
    try update { (contents) throws(TrackingError) in
      if !contents.state.has(artifact) { try contents.add(.artifact(artifact)) }
    }
  }

  /// Says how the run ended; a run that ended so before is left as it is.
  ///
  /// - Throws: ``TrackingError/file(_:)``.
  public func end(_ status: TrackedStatus, at now: Timestamp) throws(TrackingError) {
    try update { (contents) throws(TrackingError) in
      if contents.state.status != status || contents.state.endedAt == nil {
        try contents.add(.ended(status, at: now))
      }
    }
  }

  private func update(
    _ body: (inout Contents) throws(TrackingError) -> Void
  ) throws(TrackingError) {
    try contents.withLock { (contents) throws(TrackingError) in try body(&contents) }
  }
}

extension TrackedRunStart {
  /// Refuses keys and names that files, addresses or searches could misread.
  func check() throws(TrackingError) {
    func isPlain(_ text: String, also others: String) -> Bool {
      !text.isEmpty
        && text.utf8.allSatisfy { byte in
          byte.isLetterOrDigit || others.utf8.contains(byte)
        }
    }
    var problems: [String] = []
    if !isPlain(key, also: "._:/-") || key.utf8.count > 200 {
      problems.append("run key: expected up to 200 letters, digits or ._:/-, found '\(key)'")
    }
    if !isPlain(name, also: "._-") || name.first == "." || name.utf8.count > 200 {
      problems.append("run name: expected up to 200 letters, digits or ._-, found '\(name)'")
    }
    if !problems.isEmpty { throw .invalid(problems) }
  }
}

extension UInt8 {
  /// Whether this is a letter or a digit of ASCII.
  var isLetterOrDigit: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
  }
}
