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

  /// The summaries of results that belong together, by the names of their groups.
  public var groups: [(name: String, summary: SearchSummary)] {
    var names: [String] = []
    for result in results where !names.contains(result.group) { names.append(result.group) }
    return names.map { name in (name, SearchSummary(results.filter { $0.group == name })) }
  }

  /// The loss of the base rate on which all results agree, or `nil` where they differ or do not say.
  public var baseRateLoss: Double? {
    let rates = results.map { $0.task?.baseRateLoss }
    guard let first = rates.first ?? nil, rates.allSatisfy({ $0 == first }) else { return nil }
    return first
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
            "param_count": .integer(Int64(result.architecture.parameterCount)),
            "base_rate_loss": JSONValue(result.task?.baseRateLoss),
          ]
        }
      ),
      "groups": .array(
        groups.map { name, summary in
          [
            "group": .string(name),
            "best_budget": JSONValue(summary.bestBudget),
            "scaling_factor": JSONValue(summary.scalingFactor),
            "base_rate_loss": JSONValue(summary.baseRateLoss),
          ]
        }
      ),
    ]
  }

  private static let columns = [
    "experiment", "budget", "best_value", "n_trials_completed", "timestamp", "best_params",
    "param_count", "base_rate_loss",
  ]

  private var rows: [[String]] {
    results.map {
      [
        $0.experiment, $0.budget, "\($0.bestValue)", "\($0.completedTrials)", $0.timestamp,
        JSONValue.object($0.bestParameters).text(pretty: false),
        "\($0.architecture.parameterCount)", $0.task.map { "\($0.baseRateLoss)" } ?? "",
      ]
    }
  }

  /// The results as CSV.
  public var csv: String {
    ([Self.columns] + rows).map(CSVRecord.line).joined()
  }

  /// The results as Markdown: a table for each group, with the base rate as a row of reference.
  public var markdown: String {
    groups.map { name, summary in
      let base = summary.baseRateLoss.map { rounded($0, 6) } ?? "unknown"
      let factor = summary.scalingFactor.map { rounded($0, 4) } ?? "none"
      let reference = ["", "base rate", base] + Self.columns.dropFirst(3).map { _ in "" }
      return "# \(name)\n\n\(markdownTable(Self.columns, summary.rows + [reference]))\n"
        + "Best budget \(summary.bestBudget ?? "none"), largest value by smallest \(factor).\n"
    }
    .joined(separator: "\n")
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
