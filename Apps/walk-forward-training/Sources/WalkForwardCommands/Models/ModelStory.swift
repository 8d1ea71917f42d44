internal import ConfigValidation
internal import ExperimentRegistry
internal import ExperimentTracking
internal import MarketModel
internal import ModelTraining
internal import Reporting

/// Everything about one model as text or JSON.
struct ModelStory {
  let inspected: InspectedModel

  init(_ inspected: InspectedModel) { self.inspected = inspected }

  private var model: ModelRecord { inspected.model }

  private var gate: ModelVerdict { model.registration.gate }

  // MARK: JSON

  /// The model as JSON, for programs.
  var json: JSONValue {
    var value = ModelListing(model: model, result: inspected.result).json
    value["gate"] = gate.json
    value["params"] = inspected.result?.parameters ?? .null
    if let result = inspected.result {
      value["in_sample"] = span(result.inSample.lowerBound, result.inSample.upperBound)
      value["out_of_sample"] = span(result.outOfSample.lowerBound, result.outOfSample.upperBound)
    }
    value["folder"] = .string(inspected.folder)
    value["files"] = .array(
      inspected.files.map { file in
        [
          "name": .string(file.entry.name), "bytes": JSONValue(file.entry.byteCount),
          "sha256": .string(file.entry.digest), "state": .string(file.state.rawValue),
        ]
      }
    )
    value["problems"] = .array(inspected.problems.map { .string($0) })
    return value
  }

  private func span(
    _ first: some CustomStringConvertible,
    _ last: some CustomStringConvertible
  )
    -> JSONValue
  {
    [.string(first.description), .string(last.description)]
  }

  // MARK: Text

  /// The model as text.
  func rendered(in style: ConsoleStyle) -> String {
    ([facts(style), gates(style), baselines(style), measures(style), settings(style)]
      + [files(style)])
      .compactMap { $0 }.joined(separator: "\n\n")
  }

  private func facts(_ style: ConsoleStyle) -> String {
    let registration = model.registration
    var rows = [
      ("model", model.versionedName), ("id", model.id.text),
      ("stage", style.painted(model.stage.rawValue, model.stage == .green ? .good : .plain)),
      ("run", registration.run.hex), ("fold", "\(registration.fold)"),
    ]
    if let result = inspected.result {
      rows += [
        ("learnt from", "\(result.inSample.lowerBound) … \(result.inSample.upperBound)"),
        ("judged on", "\(result.outOfSample.lowerBound) … \(result.outOfSample.upperBound)"),
      ]
    }
    rows.append(("recorded", model.createdAt.description))
    if let promoted = model.promotedAt { rows.append(("promoted", promoted.description)) }
    if let reason = model.overrideReason { rows.append(("against its gates", reason)) }
    rows.append(("files", inspected.folder))
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { name, text in
      name + String(repeating: " ", count: width - name.count + 2) + text
    }.joined(separator: "\n")
  }

  private func gates(_ style: ConsoleStyle) -> String {
    let word = ModelListing(model: model, result: nil).gates
    let head = "gates  " + style.painted(word, gate.passed ? .good : .plain)
    let rows = gate.details["gates"]?.arrayValue ?? []
    guard !rows.isEmpty else { return ([head] + gate.reasons).joined(separator: "\n") }
    var table = ConsoleTable(columns: [
      .init("gate"), .init("demanded", .trailing), .init("found", .trailing), .init("passes"),
    ])
    for row in rows {
      let sign = row["demands"]?.stringValue == "at_most" ? "≤" : "≥"
      let passes = row["passes"]?.boolValue == true
      table.append([
        .init(row["gate"]?.stringValue ?? "–"),
        .init("\(sign) \(short(row["limit"]))"), .init(short(row["value"])),
        .init(passes ? "yes" : "no", passes ? .good : .bad),
      ])
    }
    return head + "\n" + table.rendered(in: style)
  }

  private func baselines(_ style: ConsoleStyle) -> String? {
    let rows = gate.details["baselines"]?.arrayValue ?? []
    guard !rows.isEmpty else { return nil }
    var table = ConsoleTable(columns: [
      .init("baseline"), .init("p-value", .trailing), .init("bps a bar", .trailing),
      .init("bars", .trailing), .init("beaten"),
    ])
    for row in rows {
      let passes = row["passes"]?.boolValue == true
      table.append([
        .init(row["baseline"]?.stringValue ?? "–"),
        .init(NumberText.fixed(row["p_value"]?.numberValue, decimals: 4)),
        .init(
          NumberText.fixed(
            row["mean_difference_per_bar"]?.numberValue.map { $0 * 10_000 },
            decimals: 3
          )
        ),
        .init(plain(row["bars"])), .init(passes ? "yes" : "no", passes ? .good : .bad),
      ])
    }
    return table.rendered(in: style)
  }

  private func measures(_ style: ConsoleStyle) -> String? {
    guard let members = inspected.result?.metrics.objectValue else { return nil }
    let reasons = inspected.result?.metrics["undefined"]
    var table = ConsoleTable(columns: [.init("measure"), .init("value", .trailing)])
    for member in members where member.value.objectValue == nil {
      let reason = reasons?[member.name]?.stringValue.map { "– (\($0))" }
      table.append([.init(member.name), .init(reason ?? plain(member.value))])
    }
    return table.rendered(in: style)
  }

  private func settings(_ style: ConsoleStyle) -> String? {
    guard let parameters = inspected.result?.parameters else { return nil }
    var table = ConsoleTable(columns: [.init("setting"), .init("value", canShrink: true)])
    for parameter in TrackedParameter.values(in: parameters) {
      table.append([.init(parameter.name), .init(parameter.value)])
    }
    return table.rendered(in: style)
  }

  private func files(_ style: ConsoleStyle) -> String? {
    guard !inspected.files.isEmpty else { return nil }
    var table = ConsoleTable(columns: [
      .init("file"), .init("bytes", .trailing), .init("SHA-256"), .init("state"),
    ])
    for file in inspected.files {
      table.append([
        .init(file.entry.name), .init(NumberText.grouped(file.entry.byteCount)),
        .init(String(file.entry.digest.prefix(16))),
        .init(file.state.rawValue, file.state == .unchanged ? .good : .bad),
      ])
    }
    return table.rendered(in: style)
  }

  /// A value as people read it: up to six decimals.
  private func plain(_ value: JSONValue?) -> String {
    switch value {
    case .integer(let number): NumberText.grouped(Int(number))
    case .number(let number) where number == number.rounded() && abs(number) < 1e15:
      NumberText.grouped(Int(number))
    case .number(let number): NumberText.fixed(number, decimals: 6)
    case .string(let text): text
    default: NumberText.undefined
    }
  }

  /// A value of a gate: three decimals, none where there are none.
  private func short(_ value: JSONValue?) -> String {
    guard let number = value?.numberValue else { return NumberText.undefined }
    return NumberText.fixed(number, decimals: number == number.rounded() ? 0 : 3)
  }
}
