internal import ConfigValidation
internal import DataLake
internal import Forecasting
internal import TorchEngine

/// The state of a training after an epoch, from which it continues with the same numbers.
struct CheckpointFile {
  /// The file, in the safetensors format.
  let path: String

  /// What the training is of: model, settings, seed and data, each by name.
  let identity: JSONValue

  /// Writes the state; a reader sees the whole of it or the one before.
  ///
  /// - Throws: ``ForecastError/file(_:)`` when the disk is full, among others; the file before stays.
  func write(_ state: TrainingState, _ weights: WeightStore) throws(ForecastError) {
    let bytes = try orEngine { () throws(TorchError) in
      try contents(state, weights).encoded
    }
    do throws(FileError) {
      try AtomicFile.write(bytes, to: path)
    } catch {
      throw .file("\(error)")
    }
  }

  private func contents(
    _ state: TrainingState,
    _ weights: WeightStore
  ) throws(TorchError) -> SafeTensors {
    var file = SafeTensors()
    let progress = state.progress
    let counters: JSONValue = [
      "epoch": .integer(Int64(progress.epoch)),
      "epochs_since_best": .integer(Int64(progress.epochsSinceBest)),
      "best_loss": JSONValue(progress.bestLoss),
      "kept_training_loss": .number(progress.keptTrainingLoss),
      "steps": .integer(Int64(state.optimizer.stepCount)),
    ]
    file.metadata = [("identity", identity.canonicalText), ("progress", counters.canonicalText)]
    let moments = try state.optimizer.moments()
    for (index, entry) in weights.entries.enumerated() {
      let shape = entry.tensor.shape
      func add(_ kind: String, _ values: [Float]) {
        file.entries.append(
          .init(name: "\(kind)/\(entry.name)", shape: shape, values: .floats(values))
        )
      }
      add("weight", try entry.tensor.floats())
      add("best", state.bestWeights[index])
      add("first", try moments[index].first.floats())
      add("second", try moments[index].second.floats())
    }
    let generator = try state.dropout.state()
    file.entries.append(
      .init(name: "dropout", shape: [generator.count], values: .bytes(generator))
    )
    return file
  }

  /// Returns the state of the file, or `nil` when there is none.
  ///
  /// - Throws: ``ForecastError/badFile(path:expected:found:)`` when the file is damaged or of another
  ///   training.
  func resumed(
    _ fresh: TrainingState,
    _ weights: WeightStore
  ) throws(ForecastError) -> TrainingState? {
    guard let bytes = try stored() else { return nil }
    let file = try SafeTensors(bytes, path: path)
    try checkIdentity(file)
    var state = fresh
    state.progress = try progress(file)
    try load(file, into: &state, weights)
    return state
  }

  /// The bytes of the file, or `nil` when there is none.
  private func stored() throws(ForecastError) -> [UInt8]? {
    do throws(FileError) {
      return try AtomicFile.read(path)
    } catch {
      if case .notFound = error { return nil }
      throw .file("\(error)")
    }
  }

  /// Refuses a checkpoint of another training, naming everything in which it differs.
  private func checkIdentity(_ file: SafeTensors) throws(ForecastError) {
    let found = file.text("identity").flatMap { try? JSONValue(parsing: $0) } ?? .null
    let names = (identity.objectValue ?? []).map(\.name)
    let other = names.filter { identity[$0] != found[$0] }
    guard !other.isEmpty || identity != found else { return }
    func text(_ value: JSONValue) -> String {
      other.map { "\($0) \((value[$0] ?? .null).canonicalText)" }.joined(separator: ", ")
    }
    throw .badFile(
      path: path,
      expected: "a checkpoint of this training (\(text(identity)))",
      found: "one of another (\(text(found)))"
    )
  }

  private func progress(_ file: SafeTensors) throws(ForecastError) -> TrainingCounters {
    guard let text = file.text("progress"), let json = try? JSONValue(parsing: text),
      let epoch = json["epoch"]?.integerValue, let since = json["epochs_since_best"]?.integerValue,
      let kept = json["kept_training_loss"]?.numberValue
    else {
      throw .badFile(path: path, expected: "the progress of a training", found: "none")
    }
    return TrainingCounters(
      epoch: Int(epoch),
      epochsSinceBest: Int(since),
      bestLoss: json["best_loss"]?.numberValue,
      keptTrainingLoss: kept
    )
  }

  private func load(
    _ file: SafeTensors,
    into state: inout TrainingState,
    _ weights: WeightStore
  ) throws(ForecastError) {
    func floats(_ kind: String, _ name: String, _ count: Int) throws(ForecastError) -> [Float] {
      guard case .floats(let values)? = file["\(kind)/\(name)"]?.values, values.count == count
      else {
        throw .badFile(
          path: path,
          expected: "\(kind) of \(name) with \(count) numbers",
          found: "\(file["\(kind)/\(name)"]?.values.count ?? 0)"
        )
      }
      return values
    }
    let moments = try orEngine { () throws(TorchError) in try state.optimizer.moments() }
    state.bestWeights = []
    for (index, entry) in weights.entries.enumerated() {
      let count = entry.tensor.count
      let (weight, first) = (
        try floats("weight", entry.name, count), try floats("first", entry.name, count)
      )
      let second = try floats("second", entry.name, count)
      state.bestWeights.append(try floats("best", entry.name, count))
      try orEngine { () throws(TorchError) in
        try entry.tensor.assign(weight)
        try moments[index].first.assign(first)
        try moments[index].second.assign(second)
      }
    }
    guard case .bytes(let generator)? = file["dropout"]?.values,
      let text = file.text("progress"),
      let steps = try? JSONValue(parsing: text)["steps"]?.integerValue
    else { throw .badFile(path: path, expected: "a stream of dropout", found: "none") }
    try orEngine { () throws(TorchError) in
      try state.dropout.restore(generator)
      try state.optimizer.resume(afterSteps: Int(steps))
    }
  }
}
