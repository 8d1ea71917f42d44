package import ConfigValidation
internal import DataLake

/// The file that holds what a forecaster learnt.
package enum ForecasterFile {
  /// Its name in the folder of a model.
  static let name = "model.json"

  /// Writes what was learnt under the name of the forecaster.
  ///
  /// - Returns: The names of the files.
  package static func write(
    _ forecaster: String,
    _ members: [JSONMember],
    _ report: FitReport,
    to folder: String
  ) throws(ForecastError) -> [String] {
    let document = JSONValue.object(
      [JSONMember("model", .string(forecaster))] + members
        + [JSONMember("report", report.json)]
    )
    try write(text: document.text(pretty: true) + "\n", name, to: folder)
    return [name]
  }

  /// Writes a text file.
  static func write(
    text: String,
    _ name: String,
    to folder: String
  ) throws(ForecastError) {
    do { try AtomicFile.write(text, to: "\(folder)/\(name)") } catch {
      throw .file("\(error)")
    }
  }

  /// Reads a text file.
  static func text(_ name: String, in folder: String) throws(ForecastError) -> String {
    do { return String(decoding: try AtomicFile.read("\(folder)/\(name)"), as: UTF8.self) } catch {
      throw .file("\(error)")
    }
  }

  /// Reads a document and the name of the forecaster that wrote it.
  static func read(
    in folder: String
  ) throws(ForecastError) -> (forecaster: String, document: JSONValue, report: FitReport) {
    let path = "\(folder)/\(name)"
    let document: JSONValue
    let text = try text(name, in: folder)
    do { document = try JSONValue(parsing: text) } catch {
      throw .badFile(path: path, expected: "a JSON document", found: "\(error)")
    }
    guard let forecaster = document["model"]?.stringValue,
      let report = FitReport(json: document["report"])
    else {
      throw .badFile(
        path: path,
        expected: "a saved forecaster with its report",
        found: "members \((document.objectValue ?? []).map(\.name).joined(separator: ", "))"
      )
    }
    return (forecaster, document, report)
  }

  /// The error for a file whose members do not belong together.
  package static func broken(_ forecaster: String, in folder: String) -> ForecastError {
    .badFile(
      path: "\(folder)/\(name)",
      expected: "what a fitted \(forecaster) forecaster saves",
      found: "missing or unfitting members"
    )
  }
}
