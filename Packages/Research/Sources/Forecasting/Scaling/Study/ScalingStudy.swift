public import ConfigValidation

/// The laws of all groups of models that were found in files.
public struct ScalingStudy: Sendable {
  /// What came of one group.
  public struct Group: Sendable {
    /// Its name; empty when the points name none.
    public let name: String

    /// The points by size.
    public let points: [ScalingPoint]

    /// The law, or why there is none.
    public let fit: Result<ScalingReport, ScalingStudyError>
  }

  /// The groups in the order in which they were found.
  public let groups: [Group]

  /// The name of the measure.
  public let metric: String

  /// Fits a law to each group.
  ///
  /// - Parameters:
  ///   - points: The points of all groups.
  ///   - metric: The name of the measure.
  ///   - confidence: The confidence of intervals, between 0 and 1.
  ///   - baseRateLoss: What groups are compared with whose points do not say; `nil` where it is not known.
  public init(
    _ points: [ScalingPoint],
    metric: String,
    confidence: Double,
    baseRateLoss: Double?
  ) {
    var names: [String] = []
    for point in points where !names.contains(point.group) { names.append(point.group) }
    self.metric = metric
    groups = names.map { name in
      let own = points.filter { $0.group == name }
        .sorted { ($0.size, $0.error, $0.source) < ($1.size, $1.error, $1.source) }
      return Group(
        name: name,
        points: own,
        fit: Result { () throws(ScalingStudyError) in
          ScalingReport(
            experiment: name,
            metric: metric,
            law: try PowerLaw(
              sizes: own.map(\.size),
              errors: own.map(\.error),
              confidence: confidence
            ),
            baseRateLoss: commonBaseRate(own) ?? baseRateLoss
          )
        }
      )
    }
  }

  /// Reads points from results of searches (`.json`), from folders of them, and from tables (`.csv`).
  ///
  /// - Parameters:
  ///   - paths: Files and folders.
  ///   - metric: Which error of results; tables have one.
  /// - Returns: The points in the order of the paths.
  /// - Throws: ``ScalingStudyError/several(_:)`` with every file that cannot be used.
  public static func points(
    in paths: [String],
    metric: ScalingMetric
  ) throws(ScalingStudyError) -> [ScalingPoint] {
    try gathered(paths) { (path) throws(ScalingStudyError) in
      guard path.lowercased().hasSuffix(".csv") else {
        return [try ScalingPoint(SearchResult.load(path), metric: metric, path: path)]
      }
      return try ScalingTable.points(path)
    }
  }

  /// Reads results from files and from folders of them.
  ///
  /// - Throws: ``ScalingStudyError/several(_:)`` with every file that cannot be used.
  public static func results(in paths: [String]) throws(ScalingStudyError) -> [SearchResult] {
    try gathered(paths) { (path) throws(ScalingStudyError) in [try SearchResult.load(path)] }
  }

  private static func gathered<Value>(
    _ paths: [String],
    _ read: (String) throws(ScalingStudyError) -> [Value]
  ) throws(ScalingStudyError) -> [Value] {
    var (found, problems): ([Value], [String]) = ([], [])
    for path in paths {
      do throws(ScalingStudyError) {
        for file in try files(at: path) {
          do throws(ScalingStudyError) { found += try read(file) } catch {
            problems.append(error.description)
          }
        }
      } catch {
        problems.append(error.description)
      }
    }
    guard problems.isEmpty else { throw .several(problems) }
    return found
  }

  private static func files(at path: String) throws(ScalingStudyError) -> [String] {
    guard isFolder(path) else { return [path] }
    let files = SearchResult.files(in: path)
    guard !files.isEmpty else {
      throw .badFile(
        path: path,
        line: nil,
        expected: "files named *\(SearchResult.fileSuffix) in the folder or right below it",
        found: "none"
      )
    }
    return files
  }

  /// The groups that have a law.
  public var reports: [ScalingReport] {
    groups.compactMap { try? $0.fit.get() }
  }

  /// The study as a document: `fits`, and `not_fitted` with reasons.
  public var json: JSONValue {
    [
      "metric": .string(metric),
      "fits": .array(reports.map(\.json)),
      "not_fitted": .array(
        groups.compactMap { group in
          guard case .failure(let error) = group.fit else { return nil }
          return ["experiment": .string(group.name), "reason": .string(error.description)]
        }
      ),
    ]
  }

  /// The reports of all groups as Markdown.
  public var markdown: String {
    groups.map { group in
      switch group.fit {
      case .success(let report): report.markdown
      case .failure(let error):
        "# Scaling of \(metric) in \(group.name)\n\nNot fitted: \(error.description).\n"
      }
    }
    .joined(separator: "\n")
  }
}

/// The base rate on which all points agree, or `nil` where they differ or do not say.
private func commonBaseRate(_ points: [ScalingPoint]) -> Double? {
  let rates = points.compactMap(\.baseRateLoss)
  guard let first = rates.first, rates.allSatisfy({ abs($0 - first) <= 1e-9 * first }) else {
    return nil
  }
  return first
}
