internal import DataLake

/// A table of sizes and errors in a CSV file, such as one made by hand or the log of experiments.
///
/// The size is the first of the columns `param_count`, `parameters`, `n` and `budget`, and may be written as
/// `20M`; the error the first of `error`, `val_loss`, `best_value` and `loss`. `experiment`, `group` and `horizon`
/// say what belongs together, `base_rate_loss` is what the error is to be compared with, as is a row whose
/// `run_type` is `base_rate`. Rows whose `status` is not `success` are passed over.
struct ScalingTable {
  private let path: String
  private let header: [String]

  private static let sizes = ["param_count", "parameters", "n", "budget"]
  private static let errors = ["error", "val_loss", "best_value", "loss"]

  /// Reads the points of a file.
  ///
  /// - Throws: ``ScalingStudyError`` with every row that has no point.
  static func points(_ path: String) throws(ScalingStudyError) -> [ScalingPoint] {
    let bytes: [UInt8]
    do { bytes = try AtomicFile.read(path) } catch { throw .file("\(error)") }
    guard let records = CSVRecord.records(bytes) else {
      throw .badFile(path: path, line: nil, expected: "closed quotes", found: "an open one")
    }
    guard let header = records.first?.fields else {
      throw .badFile(path: path, line: nil, expected: "a heading and rows", found: "an empty file")
    }
    return try ScalingTable(path, header).points(records.dropFirst())
  }

  private init(_ path: String, _ header: [String]) throws(ScalingStudyError) {
    self.path = path
    self.header = header.map { $0.filter { !$0.isWhitespace }.lowercased() }
    let missing = [Self.sizes, Self.errors].filter { names in
      !names.contains(where: self.header.contains)
    }
    guard missing.isEmpty else {
      let words = missing.map { "a column among \($0.joined(separator: ", "))" }
      throw .badFile(
        path: path,
        line: 1,
        expected: words.joined(separator: " and "),
        found: header.joined(separator: ",")
      )
    }
  }

  private func points(
    _ records: ArraySlice<(line: Int, fields: [String])>
  ) throws(ScalingStudyError) -> [ScalingPoint] {
    var (points, problems): ([ScalingPoint], [String]) = ([], [])
    var references: [ScalingPoint] = []
    for (line, fields) in records where fields.contains(where: { !$0.isEmpty }) {
      guard fields.count == header.count else {
        problems.append(problem(line, "\(header.count) fields", "\(fields.count)"))
        continue
      }
      let row = Dictionary(zip(header, fields), uniquingKeysWith: { first, _ in first })
      if let status = row["status"], status != ExperimentEntry.Status.success.rawValue { continue }
      var found: [String] = []
      if row["run_type"] == ExperimentEntry.baseRateRun {
        if let reference = reference(row, line, &found) { references.append(reference) }
      } else if let point = point(row, line, &found) {
        points.append(point)
      }
      problems += found
    }
    for place in points.indices where points[place].baseRateLoss == nil {
      points[place].baseRateLoss = references.last { $0.group == points[place].group }?.error
    }
    guard problems.isEmpty else { throw .several(problems) }
    guard !points.isEmpty else {
      throw .badFile(
        path: path,
        line: nil,
        expected: "rows with a size and an error",
        found: "none"
      )
    }
    return points
  }

  private func problem(_ line: Int, _ expected: String, _ found: String) -> String {
    ScalingStudyError.badFile(path: path, line: line, expected: expected, found: found).description
  }

  /// The loss of the base rate that a row of the log states for its group.
  private func reference(
    _ row: [String: String],
    _ line: Int,
    _ problems: inout [String]
  ) -> ScalingPoint? {
    var row = row
    row["budget"] = ""
    row["param_count"] = "1"
    return point(row, line, &problems)
  }

  private func point(
    _ row: [String: String],
    _ line: Int,
    _ problems: inout [String]
  ) -> ScalingPoint? {
    func number(_ names: [String], _ parse: (String) -> Double?) -> Double? {
      let given = names.compactMap { name in row[name].map { (name: name, text: $0) } }
      guard let first = given.first(where: { !$0.text.isEmpty }) ?? given.first else { return nil }
      if let value = parse(first.text), value > 0, value < .infinity { return value }
      problems.append(problem(line, "\(first.name) as a number above 0", "'\(first.text)'"))
      return nil
    }
    let size = number(Self.sizes, parameterCount)
    let error = number(Self.errors) { Double($0) }
    let base = row["base_rate_loss"].flatMap { $0.isEmpty ? nil : $0 }
    let baseRate = base == nil ? nil : number(["base_rate_loss"]) { Double($0) }
    guard let size, let error, base == nil || baseRate != nil else { return nil }
    let experiment = row["experiment"] ?? row["group"] ?? ""
    return ScalingPoint(
      group: groupName(
        experiment: experiment,
        budget: row["budget"] ?? "",
        horizon: row["horizon"].flatMap { $0.isEmpty ? nil : $0 }
      ),
      size: size,
      error: error,
      baseRateLoss: baseRate,
      source: "\(path):\(line)"
    )
  }

  /// A number, or one with `K`, `M` or `B`.
  private func parameterCount(_ text: String) -> Double? {
    let units: [Character: Double] = ["K": 1e3, "M": 1e6, "B": 1e9]
    let upper = text.uppercased()
    guard let unit = upper.last.flatMap({ units[$0] }) else { return Double(upper) }
    return Double(upper.dropLast()).map { $0 * unit }
  }
}
