internal import ConfigValidation
internal import DataLake

/// Trees that were grown.
struct FittedLightGBM: FittedForecaster {
  let features: [String]
  let window: WindowFeatures
  let models: [GrownModel]
  let threads: Int
  var report: FitReport

  func forecasts(
    _ samples: [Int],
    of table: ForecastTable
  ) throws(ForecastError) -> [Forecast] {
    try table.check(features: features)
    let matrix = try window.matrix(samples, of: table)
    do {
      let columns = try models.map { model throws(LightGBMError) in
        try model.booster.values(matrix, threads: threads)
      }
      return samples.indices.map { index in
        Forecast(
          value: columns[0][index],
          quantiles: columns.dropFirst().map { $0[index] }.sorted()
        )
      }
    } catch {
      throw .engine("\(error)")
    }
  }

  func save(to folder: String) throws(ForecastError) -> [String] {
    for model in models {
      try ForecasterFile.write(text: model.text, model.objective.fileName, to: folder)
    }
    // Last, because its presence says that the others are there.
    return try ForecasterFile.write(
      LightGBMForecaster.name,
      [
        JSONMember("features", .array(features.map { .string($0) })),
        JSONMember("window", window.json),
        JSONMember("objective", .string(models.first?.objective.name ?? "")),
        JSONMember("threads", .integer(Int64(threads))),
        JSONMember("sha256", .array(models.map { .string(ContentHash(of: $0.text).hex) })),
      ],
      report,
      to: folder
    ) + models.map(\.objective.fileName)
  }
}

extension FittedLightGBM {
  /// Takes what was saved, or returns `nil` when its members do not fit each other.
  init?(
    _ document: JSONValue,
    _ report: FitReport,
    folder: String,
    library: LightGBM
  ) throws(ForecastError) {
    guard let features = document["features"]?.texts,
      let window = WindowFeatures(json: document["window"]),
      let threads = document["threads"]?.integerValue, threads >= 1,
      let objective = [BoostingObjective.logLoss, .squaredError].first(where: {
        $0.name == document["objective"]?.stringValue
      })
    else { return nil }
    let objectives = [objective] + report.quantileLevels.map(BoostingObjective.quantileLoss)
    guard let hashes = document["sha256"]?.texts, hashes.count == objectives.count
    else { return nil }
    var models: [GrownModel] = []
    for (objective, known) in zip(objectives, hashes) {
      let path = "\(folder)/\(objective.fileName)"
      let text = try ForecasterFile.text(objective.fileName, in: folder)
      // The library prints when it refuses a text, so it is given only what was saved.
      let hash = ContentHash(of: text).hex
      guard hash == known else {
        throw .badFile(path: path, expected: "a text with SHA-256 \(known)", found: hash)
      }
      let columnCount = features.count * window.copyCount
      do {
        let booster = try Booster(text: text, columnCount: columnCount, library)
        models.append(
          GrownModel(
            objective: objective,
            text: text,
            booster: booster,
            rounds: report.epochs,
            gains: try booster.gains()
          )
        )
      } catch {
        throw .badFile(path: path, expected: "the text of a boosted model", found: "\(error)")
      }
    }
    self.init(
      features: features,
      window: window,
      models: models,
      threads: Int(threads),
      report: report
    )
  }
}
