internal import ConfigValidation
internal import DataLake

/// What of a run and those inside it a server is known to have: `sync.json` beside the log.
///
/// The file only saves work: without it, everything is looked up and sent again, and nothing doubled.
struct SyncState: Hashable {
  static let fileName = "sync.json"

  /// What a server has of one run.
  struct Run: Hashable {
    /// The identifier of the run on the server.
    var id: String

    /// How many events of the log were sent.
    var events = 0

    /// The state that was sent.
    var status = TrackedStatus.running

    /// The digest of each file that was sent, by its name.
    var artifacts: [String: String] = [:]
  }

  private let path: String
  private var servers: [String: [String: Run]]

  /// Reads the state of a tree; one that cannot be read is as none.
  init(folder: String) {
    path = folder + "/" + Self.fileName
    servers = [:]
    guard let bytes = try? AtomicFile.read(path), let json = try? JSONValue(parsing: bytes),
      let members = json["servers"]?.objectValue
    else { return }
    for server in members {
      var runs: [String: Run] = [:]
      for run in server.value.objectValue ?? [] { runs[run.name] = Run(json: run.value) }
      servers[server.name] = runs
    }
  }

  /// What a server has of a run, or `nil` when that is not known.
  subscript(server: String, key: String) -> Run? {
    get { servers[server]?[key] }
    set { servers[server, default: [:]][key] = newValue }
  }

  /// Writes the state.
  func save() throws(TrackingError) {
    let json = JSONValue.object(
      servers.sorted { $0.key < $1.key }.map { server in
        JSONMember(
          server.key,
          .object(
            server.value.sorted { $0.key < $1.key }.map { JSONMember($0.key, $0.value.json) }
          )
        )
      }
    )
    let document: JSONValue = ["servers": json]
    do { try AtomicFile.write(document.text(pretty: true) + "\n", to: path) } catch {
      throw .file(error)
    }
  }
}

extension SyncState.Run {
  fileprivate var json: JSONValue {
    [
      "id": .string(id), "events": .integer(Int64(events)), "status": .string(status.rawValue),
      "artifacts": .object(
        artifacts.sorted { $0.key < $1.key }.map { JSONMember($0.key, .string($0.value)) }
      ),
    ]
  }

  fileprivate init?(json: JSONValue) {
    guard let id = json["id"]?.stringValue, let events = json["events"]?.integerValue,
      let status = json["status"]?.stringValue.flatMap({ TrackedStatus(rawValue: $0) })
    else { return nil }
    self.init(id: id, events: Int(events), status: status)
    for member in json["artifacts"]?.objectValue ?? [] {
      artifacts[member.name] = member.value.stringValue
    }
  }
}
