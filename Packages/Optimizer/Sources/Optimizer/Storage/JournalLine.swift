internal import ConfigValidation

/// The lines of a journal as texts, without their chain.
///
/// After the header, a line `asked` lists the parameters of a batch in the order of the space, `null` where
/// inactive, and a line `told` says how one of its trials ended.
struct JournalLine {
  let space: SearchSpace

  // MARK: Writing

  /// The line of a batch; without its closing brace.
  func asked(_ batch: [TrialRecord]) -> [UInt8] {
    var text = "{\"asked\":\(batch.first?.number ?? 0),\"parameters\":["
    for (place, trial) in batch.enumerated() {
      if place > 0 { text += "," }
      text += "["
      for (axis, value) in trial.point.values.enumerated() {
        if axis > 0 { text += "," }
        append(value.map(space.coordinates[axis].parameter), to: &text)
      }
      text += "]"
    }
    text += "]"
    if batch.contains(where: { $0.proposals != 1 }) {
      text += ",\"proposals\":[" + batch.map { String($0.proposals) }.joined(separator: ",") + "]"
    }
    return Array(text.utf8)
  }

  /// The line of a trial that ended; without its closing brace.
  func told(_ trial: TrialRecord) -> [UInt8] {
    var text = "{\"told\":\(trial.number),\"state\":"
    switch trial.state {
    case .running: text += "\"running\""
    case .complete: text += "\"complete\""
    case .pruned: text += "\"pruned\""
    case .failed(let reason):
      text += "\"failed\",\"reason\":" + JSONValue.string(reason).text(pretty: false)
    }
    if !trial.values.isEmpty {
      text += ",\"values\":[" + trial.values.map(\.description).joined(separator: ",") + "]"
    }
    if !trial.reports.isEmpty {
      let reports = trial.reports.map { "[\($0.step),\($0.value)]" }
      text += ",\"reports\":[" + reports.joined(separator: ",") + "]"
    }
    if !trial.notes.isEmpty {
      text += ",\"notes\":" + JSONValue.object(trial.notes).text(pretty: false)
    }
    return Array(text.utf8)
  }

  private func append(_ value: ParameterValue?, to text: inout String) {
    switch value {
    case nil: text += "null"
    case .integer(let number): text += String(number)
    case .number(let number): text += number.description
    case .flag(let flag): text += flag ? "true" : "false"
    case .text(let name): text += JSONValue.string(name).text(pretty: false)
    }
  }

  // MARK: Reading

  /// The trials of a batch; `nil` unless the line is one that follows so many trials.
  func batch(_ line: JSONValue, after count: Int) -> [TrialRecord]? {
    guard line["asked"]?.integerValue == Int64(count),
      let listed = line["parameters"]?.arrayValue, !listed.isEmpty
    else { return nil }
    let proposals = line["proposals"]?.arrayValue
    guard proposals == nil || proposals?.count == listed.count else { return nil }
    var batch: [TrialRecord] = []
    batch.reserveCapacity(listed.count)
    for (place, values) in listed.enumerated() {
      guard let values = values.arrayValue, let point = point(values) else { return nil }
      let made = proposals?[place].integerValue ?? 1
      guard made >= 1, made <= Int64(Study.constraintTries) else { return nil }
      batch.append(
        TrialRecord(
          number: count + place,
          parameters: space.parameters(at: point),
          point: point,
          proposals: Int(made),
          state: .running,
          values: [],
          reports: [],
          notes: []
        )
      )
    }
    return batch
  }

  private func point(_ values: [JSONValue]) -> SearchPoint? {
    guard values.count == space.count else { return nil }
    var numbers: [Double?] = []
    numbers.reserveCapacity(values.count)
    for (value, axis) in zip(values, space.coordinates) {
      guard value != .null else {
        numbers.append(nil)
        continue
      }
      guard let parameter = ParameterValue(canonicalForm: value),
        let number = axis.natural(parameter)
      else { return nil }
      numbers.append(number)
    }
    let point = SearchPoint(values: numbers)
    guard space.hasConditions else { return numbers.contains(nil) ? nil : point }
    let whole = zip(numbers, space.coordinates).map { $0 ?? $1.minimum }
    return space.point(whole) == point ? point : nil
  }

  /// What became of a trial of the newest batch; `nil` for anything else.
  func end(_ line: JSONValue, of trials: ArraySlice<TrialRecord>, objectives: Int) -> TrialRecord? {
    guard let number = line["told"]?.integerValue, trials.indices.contains(Int(number)) else {
      return nil
    }
    var trial = trials[Int(number)]
    guard trial.state == .running else { return nil }
    switch line["state"]?.stringValue {
    case "complete": trial.state = .complete
    case "pruned": trial.state = .pruned
    case "failed":
      guard let reason = line["reason"]?.stringValue else { return nil }
      trial.state = .failed(reason: reason)
    default: return nil
    }
    if let values = line["values"] {
      guard let numbers = doubles(values) else { return nil }
      trial.values = numbers
    }
    guard trial.values.count == (trial.state == .complete ? objectives : 0) else { return nil }
    if let reports = line["reports"] {
      guard let listed = reports.arrayValue else { return nil }
      trial.reports = listed.compactMap { report in
        guard let step = report[0]?.integerValue, let value = report[1]?.numberValue else {
          return nil
        }
        return TrialReport(step: Int(step), value: value)
      }
      guard trial.reports.count == listed.count else { return nil }
    }
    if let notes = line["notes"] {
      guard let members = notes.objectValue else { return nil }
      trial.notes = members
    }
    return trial
  }

  private func doubles(_ value: JSONValue) -> [Double]? {
    guard let listed = value.arrayValue else { return nil }
    let numbers = listed.compactMap(\.numberValue)
    return numbers.count == listed.count ? numbers : nil
  }
}
