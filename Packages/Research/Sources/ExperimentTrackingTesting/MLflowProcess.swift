public import ConfigValidation
internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A real MLflow server on the loopback interface, with a SQLite database in a folder of its own.
public final class MLflowProcess: Sendable {
  /// The address.
  public let url: String
  private let folder: String
  private let identifier: Int32

  /// The program: of the project's own environment, or of the search path.
  static var program: String? {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let own = root.appending(path: ".deps/mlflow-venv/bin/mlflow").path
    return FileManager.default.isExecutableFile(atPath: own) ? own : tool("mlflow")
  }

  /// Whether there is such a program.
  public static var isAvailable: Bool { program != nil }

  /// Makes and starts a server.
  public init() throws {
    folder = NSTemporaryDirectory() + "assay-mlflow-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let port = try freePort()
    url = "http://127.0.0.1:\(port)"
    let process = Process()
    // These are set beside the variables of this process.
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "DO_NOT_TRACK=true", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false",
      "MLFLOW_DISABLE_TELEMETRY=true", try required(Self.program, "mlflow"), "server",
      "--backend-store-uri", "sqlite:///\(folder)/mlflow.db", "--artifacts-destination",
      folder + "/artifacts", "--host", "127.0.0.1", "--port", "\(port)", "--workers", "1",
    ]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    identifier = process.processIdentifier
    try demand(try waitForPort(port, seconds: 240), "the server did not start")
  }

  deinit {
    for process in Self.family(of: identifier) { kill(process, SIGKILL) }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// A process and those that it started, directly or not.
  private static func family(of process: Int32) -> [Int32] {
    let path = "/proc/\(process)/task/\(process)/children"
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return [process] + text.split(separator: " ").compactMap { Int32($0) }.flatMap(family)
  }

  /// What MLflow's own client reads back: for each experiment, one object for each run.
  public func runs(experiments: [String]) throws -> JSONValue {
    let script = """
      from hashlib import sha256
      from json import dumps
      from sys import argv
      from tempfile import TemporaryDirectory
      from mlflow.tracking import MlflowClient
      client = MlflowClient(argv[1])
      def files(run, path=None):
          for item in client.list_artifacts(run, path):
              if item.is_dir:
                  yield from files(run, item.path)
              else:
                  yield item.path
      def digest(run, path, folder):
          with open(client.download_artifacts(run, path, folder), 'rb') as file:
              return sha256(file.read()).hexdigest()
      def read(run):
          id = run.info.run_id
          history = {name: [[m.step, m.value, m.timestamp]
                            for m in client.get_metric_history(id, name)]
                     for name in run.data.metrics}
          with TemporaryDirectory() as folder:
              artifacts = {path: digest(id, path, folder) for path in files(id)}
          return {'id': id, 'name': run.info.run_name, 'status': run.info.status,
                  'start': run.info.start_time, 'end': run.info.end_time,
                  'params': run.data.params, 'tags': run.data.tags,
                  'metrics': run.data.metrics, 'history': history, 'artifacts': artifacts}
      found = {}
      for name in argv[2:]:
          experiment = client.get_experiment_by_name(name)
          runs = client.search_runs([experiment.experiment_id], max_results=1000)
          found[name] = [read(run) for run in runs]
      print(dumps(found))
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try required(Self.program, "mlflow"))
      .deletingLastPathComponent().appending(path: "python3")
    process.arguments = ["-c", script, url] + experiments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try demand(process.terminationStatus == 0, "MLflow's client failed")
    return try JSONValue(parsing: Array(data))
  }
}
