public import ConfigValidation

/// The results of several searches side by side.
public struct SearchSummary: Hashable, Sendable {
  /// The results, by experiment, then number of parameters, then budget.
  public let results: [SearchResult]

  /// Sorts results.
  public init(_ results: [SearchResult]) {
    self.results = results.sorted {
      ($0.experiment, $0.architecture.parameterCount, $0.budget)
        < ($1.experiment, $1.architecture.parameterCount, $1.budget)
    }
  }

  /// The budget with the smallest value, the smaller model of equals; `nil` without results.
  public var bestBudget: String? {
    results.min {
      ($0.bestValue, $0.architecture.parameterCount) < (
        $1.bestValue, $1.architecture.parameterCount
      )
    }?
    .budget
  }

  /// The largest value over the smallest, or `nil` without results or with one that is not above zero.
  public var scalingFactor: Double? {
    let values = results.map(\.bestValue)
    guard let least = values.min(), let most = values.max(), least > 0 else { return nil }
    return most / least
  }

  /// Fits the law of values in numbers of parameters.
  ///
  /// - Throws: As ``PowerLaw/init(sizes:errors:confidence:)``.
  public func law(confidence: Double) throws(ScalingStudyError) -> PowerLaw {
    try PowerLaw(
      sizes: results.map { Double($0.architecture.parameterCount) },
      errors: results.map(\.bestValue),
      confidence: confidence
    )
  }

  /// The summary as a document.
  public var json: JSONValue {
    [
      "best_budget": JSONValue(bestBudget),
      "scaling_factor": JSONValue(scalingFactor),
      "hpo_summary": .array(
        results.map { result in
          [
            "experiment": .string(result.experiment),
            "budget": .string(result.budget),
            "best_value": .number(result.bestValue),
            "n_trials_completed": .integer(Int64(result.completedTrials)),
            "timestamp": .string(result.timestamp),
            "best_params": .object(result.bestParameters),
          ]
        }
      ),
    ]
  }

  private static let columns = [
    "experiment", "budget", "best_value", "n_trials_completed", "timestamp", "best_params",
  ]

  private var rows: [[String]] {
    results.map {
      [
        $0.experiment, $0.budget, "\($0.bestValue)", "\($0.completedTrials)", $0.timestamp,
        JSONValue.object($0.bestParameters).text(pretty: false),
      ]
    }
  }

  /// The results as CSV.
  public var csv: String {
    ([Self.columns] + rows).map(CSVRecord.line).joined()
  }

  /// The results as a Markdown table.
  public var markdown: String {
    markdownTable(Self.columns, rows)
  }
}

/// A Markdown table.
func markdownTable(_ header: [String], _ rows: [[String]]) -> String {
  func line(_ cells: [String]) -> String {
    let escaped = cells.map { cell in
      String(cell.map { $0.isNewline ? " " : $0 }).split(
        separator: "|",
        omittingEmptySubsequences: false
      )
      .joined(separator: "\\|")
    }
    return "| \(escaped.joined(separator: " | ")) |\n"
  }
  return line(header) + line(header.map { _ in "---" }) + rows.map(line).joined()
}
