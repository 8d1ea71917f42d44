internal import ConfigValidation
internal import MarketModel
internal import Optimizer

extension OptunaExport {
  /// The study as a journal of Optuna (`JournalFileBackend`), one JSON object a line.
  public var journal: String {
    var lines: [String] = []
    func line(_ code: Int, _ members: [JSONMember]) {
      let head = [
        JSONMember("op_code", .integer(Int64(code))), JSONMember("worker_id", "assay"),
      ]
      lines.append(JSONValue.object(head + members).text(pretty: false))
    }
    let directions = archive.definition.directions.map { direction in
      JSONValue.integer(direction == .minimize ? 1 : 2)
    }
    line(
      0,
      [
        JSONMember("study_name", .string(archive.definition.name)),
        JSONMember("directions", .array(directions)),
      ]
    )
    for attribute in attributes {
      line(2, [JSONMember("study_id", 0), JSONMember("user_attr", .object([attribute]))])
    }
    for trial in trials {
      let key = JSONMember("trial_id", .integer(Int64(trial.number)))
      let started = trial.started.optunaText(mark: "T") + "+00:00"
      line(4, [JSONMember("study_id", 0), JSONMember("datetime_start", .string(started))])
      for parameter in trial.parameters {
        line(
          5,
          [
            key, JSONMember("param_name", .string(parameter.name)),
            JSONMember("param_value_internal", .number(parameter.stored)),
            JSONMember("distribution", .string(parameter.distribution.text)),
          ]
        )
      }
      for report in trial.reports {
        line(
          7,
          [
            key, JSONMember("step", .integer(Int64(report.step))),
            JSONMember("intermediate_value", .number(report.value)),
          ]
        )
      }
      for attribute in trial.attributes {
        line(8, [key, JSONMember("user_attr", .object([attribute]))])
      }
      guard let ended = trial.ended else { continue }
      let values = JSONValue.array(trial.values.map { .number($0) })
      line(
        6,
        [
          key, JSONMember("state", .integer(Int64(trial.state.rawValue))),
          JSONMember("values", trial.values.isEmpty ? .null : values),
          JSONMember("datetime_complete", .string(ended.optunaText(mark: "T") + "+00:00")),
        ]
      )
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The study as a table with the columns of `Study.trials_dataframe()`, the duration in seconds.
  public var csv: String {
    let objectives = archive.definition.directions.count
    let values = objectives == 1 ? ["value"] : (0..<objectives).map { "values_\($0)" }
    let names = space.parameters.map(\.name).sorted(by: precedes)
    let notes = Set(trials.flatMap { $0.attributes.map(\.name) }).sorted(by: precedes)
    let header =
      ["number"] + values + ["datetime_start", "datetime_complete", "duration"]
      + names.map { "params_\($0)" } + notes.map { "user_attrs_\($0)" } + ["state"]
    var lines = [header.map(field).joined(separator: ",")]
    for trial in trials {
      var cells = ["\(trial.number)"]
      cells += (0..<objectives).map { place in
        place < trial.values.count ? trial.values[place].description : ""
      }
      // To the microsecond, as the instants beside it.
      let seconds = trial.ended.map { ended in
        Double(ended.nanoseconds / 1_000 - trial.started.nanoseconds / 1_000) / 1e6
      }
      cells += [
        trial.started.optunaText(mark: " "), trial.ended?.optunaText(mark: " ") ?? "",
        seconds?.description ?? "",
      ]
      cells += names.map { name in
        trial.parameters.first { $0.name == name }?.value.description ?? ""
      }
      cells += notes.map { name in
        guard let value = trial.attributes.first(where: { $0.name == name })?.value else {
          return ""
        }
        return value.stringValue ?? value.text(pretty: false)
      }
      cells.append(trial.state.name)
      lines.append(cells.map(field).joined(separator: ","))
    }
    return lines.map { $0 + "\n" }.joined()
  }
}

private func precedes(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}

/// A cell of a table, in quotes where it needs them (RFC 4180).
private func field(_ text: String) -> String {
  guard text.utf8.contains(where: { [0x2C, 0x22, 0x0A, 0x0D].contains($0) }) else { return text }
  return "\""
    + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    + "\""
}
