public import ConfigValidation
internal import Features
internal import Forecasting
public import ModelTraining
public import NeuralForecasting
public import Optimizer

/// A search that is ready to run, known without training anything.
public struct ModelSearchPlan: Sendable {
  /// The document.
  public let search: LoadedModelSearch

  /// The rows and bars.
  public let data: TrainingData

  /// The samples.
  public let samples: SearchSamples

  /// The grid of the budget by number of parameters; empty when sizes are not searched.
  public let architectures: [CountedArchitecture]

  /// The places in the grid that are tried.
  public let places: [Int]

  /// What the first trials try, as positions in ``places``.
  public let forced: [Int]

  /// What is searched.
  public let space: SearchSpace

  /// The loss of always forecasting what the training targets say, on the validation samples.
  public let baseRateLoss: Double

  /// The MD5 of the rows.
  public let dataDigest: String

  /// Prepares a search.
  ///
  /// - Parameters:
  ///   - search: The document.
  ///   - data: The rows and bars.
  /// - Throws: ``ModelSearchError``.
  public init(
    _ search: LoadedModelSearch,
    data: TrainingData
  ) throws(ModelSearchError) {
    let config = search.config
    self.search = search
    self.data = data
    samples = try SearchSamples(data.table, config: config)
    dataDigest = samples.digest
    baseRateLoss = samples.baseRateLoss(config.architecture)
    let grid =
      config.isArchitectural
      ? config.grid.architectures(
        of: config.budget,
        like: config.architecture,
        featureCount: data.table.featureNames.count,
        contextLength: data.table.layout.contextLength
      ) : []
    architectures = grid
    let tried: [Int]
    do throws(ConfigurationError) { tried = try Self.places(config, grid) } catch {
      throw .document(error)
    }
    places = tried
    forced = tried.map { grid[$0] }.extremes
    var parameters = config.space.parameters
    if config.isArchitectural {
      let values = tried.map { ParameterValue.integer($0) }
      let name = TrainingSearchSpace.architectureName
      parameters.insert(
        SearchParameter(name: name, domain: .choice(values), condition: nil),
        at: 0
      )
    }
    do throws(SearchSpaceError) { space = try SearchSpace(parameters) } catch {
      throw .data(error.problems.map(\.description))
    }
  }

  /// The places that are tried; refuses a budget without architectures and places beyond the grid.
  private static func places(
    _ config: ModelSearchConfig,
    _ architectures: [CountedArchitecture]
  ) throws(ConfigurationError) -> [Int] {
    guard config.isArchitectural else { return [] }
    func refuse(_ names: [String], _ reason: ConfigurationError.Reason) -> ConfigurationError {
      let mark = config.space.architecturesMark ?? ConfigMark(file: "the document", line: 0)
      let path = ConfigPath(names.map { .field($0) })
      return ConfigurationError(.init(mark: mark, path: path, reason: reason))
    }
    guard !architectures.isEmpty else {
      throw refuse(
        ["budget"],
        .conflict(
          rule: "expected a budget within a quarter of which the grid has an architecture, "
            + "found \(config.budget) (walk-forward-training scaling grid shows what there is)"
        )
      )
    }
    guard let given = config.space.architectures else { return Array(architectures.indices) }
    if let place = given.first(where: { !architectures.indices.contains($0) }) {
      throw refuse(
        ["training_search_space", TrainingSearchSpace.architectureName],
        .unexpected(
          expected:
            "places in 0...\(architectures.count - 1), as the grid of \(config.budget) has them",
          found: "\(place)"
        )
      )
    }
    return given
  }

  /// The most updates of weights that a trial can make.
  public var mostUpdates: Int {
    let config = search.config
    let epochs = config.space["epochs"]?.domain.ends?.upperBound ?? Double(config.settings.epochs)
    let batch =
      config.space.batches == .byMemory
      ? BatchRule.updateSize
      : config.space["batch"]?.domain.ends.map { Int($0.lowerBound) } ?? config.settings.batchSize
    return Int(epochs) * ((samples.subset.count + batch - 1) / batch)
  }

  /// What is allowed and hardly meant, in sentences.
  public var warnings: [String] {
    let config = search.config
    var warnings: [String] = []
    let warmup =
      config.space["warmup_steps"]?.domain.ends?.lowerBound ?? Double(config.settings.warmupSteps)
    if warmup > Double(mostUpdates) {
      warnings.append(
        "warmup_steps are \(Int(warmup)) or more, and no trial makes more than \(mostUpdates) updates: "
          + "the learning rate never rises to what is searched"
      )
    }
    let count = config.architecture.parameterCount(of: data.table)
    if !config.isArchitectural, !config.budget.allows(count) {
      warnings.append(
        "the model has \(count) parameters, which is not a budget of \(config.budget)"
      )
    }
    return warnings
  }

  /// The name of the study: the experiment and its budget.
  public var studyName: String { "\(search.config.experiment)_\(search.config.budget)" }

  /// The network of a trial, and how it is taught.
  public func settings(_ parameters: ParameterSet) -> TrialSettings {
    TrialSettings(parameters, search.config, architectures)
  }

  /// The study before its first trial.
  ///
  /// - Throws: ``ModelSearchError/study(_:)``.
  public func study() throws(ModelSearchError) -> Study {
    let config = search.config
    var settings = TPESettings.standard
    settings.startupTrials = config.startupTrials
    do throws(StudyError) {
      return try Study(
        space: space,
        sampler: ExtremesFirstSampler(
          TrainingSearchSpace.architectureName,
          forced,
          then: TPESampler(settings)
        ),
        pruner: try config.pruning.map { pruning throws(StudyError) in
          try MedianPruner(
            startupTrials: pruning.startupTrials,
            firstStep: pruning.firstEpoch,
            stepInterval: pruning.interval,
            leastTrials: 1
          )
        },
        directions: [.minimize],
        seed: config.training.seed,
        batchSize: config.trialsAtOnce
      )
    } catch {
      throw .study(error)
    }
  }

  /// What the study is of, beside what is tried: the document, the rows and the device.
  func identity(device: String) -> JSONValue {
    [
      "study": .string(studyName),
      "document": search.identityDocument,
      "data_md5": .string(dataDigest),
      "device": .string(device),
    ]
  }
}

extension ModelSearchPlan {
  /// What a training of an architecture takes, estimated.
  public func memory(of architecture: CountedArchitecture) -> TrainingMemory {
    let context = data.table.layout.contextLength
    let positions = architecture.architecture.positionCount(contextLength: context) ?? context
    let batch =
      search.config.space.batches == .byMemory || search.config.space["batch"] != nil
      ? BatchRule.batchSize(
        modelSize: architecture.shape.modelSize,
        layerCount: architecture.shape.layerCount
      ) : search.config.settings.microBatchSize
    return TrainingMemory(
      parameterCount: architecture.parameterCount,
      shape: architecture.shape,
      positionCount: positions,
      samples: batch
    )
  }

  /// The architectures that are tried; none for a Temporal Fusion Transformer.
  public var tried: [CountedArchitecture] {
    let config = search.config
    guard !config.isArchitectural, let shape = config.architecture.transformer else {
      return places.map { architectures[$0] }
    }
    let count = config.architecture.parameterCount(of: data.table)
    return [
      CountedArchitecture(architecture: config.architecture, shape: shape, parameterCount: count)
    ]
  }

  /// Refuses models that would not fit into memory.
  ///
  /// - Parameters:
  ///   - limit: The bytes that trials may take together.
  ///   - workers: The number of trials at the same time.
  /// - Throws: ``ModelSearchError/memory(_:)`` saying what fits.
  public func checkMemory(limit: Int, workers: Int) throws(ModelSearchError) {
    let needs = tried.map { (architecture: $0, bytes: memory(of: $0).bytes) }
    let most = limit / min(max(1, workers), search.config.trialsAtOnce)
    let misfits = needs.filter { $0.bytes > most }
    guard let worst = misfits.max(by: { $0.bytes < $1.bytes }) else { return }
    let fitting = zip(places, needs).filter { $0.1.bytes <= most }.map { "\($0.0)" }
    let advice =
      fitting.isEmpty
      ? "budget \(search.config.budget) is counted by `scaling grid`, but not for this machine"
      : "\(fitting.count) fit: training_search_space.arch=[\(fitting.joined(separator: ","))]"
    throw .memory(
      "\(misfits.count) of \(needs.count) architectures of \(search.config.budget) do not fit into memory: "
        + "\(worst.architecture.label) with \(worst.architecture.parameterCount) parameters takes about "
        + "\(memoryText(worst.bytes)), found \(memoryText(most)) for each trial; \(advice); "
        + "--memory states another limit"
    )
  }
}

/// Bytes in units of 2^30 to one decimal, or of 2^20 below one such unit.
public func memoryText(_ bytes: Int) -> String {
  guard bytes >= 1 << 30 else { return "\((bytes + 524_288) / 1_048_576) MiB" }
  let tenths = Int((Double(bytes) / 107_374_182.4).rounded())
  return "\(tenths / 10).\(tenths % 10) GiB"
}
