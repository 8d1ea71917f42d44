public import ConfigValidation
public import Features

/// A forecasting task as a document describes it: which data, which target, how long a context.
public struct ForecastTask: Hashable, Sendable {
  /// The Parquet file of the data set.
  public var dataPath: String

  /// The name of the target, such as `threshold_1pct`.
  public var task: String

  /// The length of the rows.
  public var timescale: Timescale

  /// The seed of everything random.
  public var seed: UInt64

  /// The number of rows that a sample reads.
  public var contextLength: Int

  /// The number of rows that the target looks ahead.
  public var horizon: Int

  /// The price that the target looks at.
  public var targetPrice: TargetPrice

  /// The project of an outside tracker; kept, not used.
  public var wandbProject: String?

  /// The experiment of an outside tracker; kept, not used.
  public var mlflowExperiment: String?

  /// Reads a document.
  ///
  /// `data_path`, `task` and `timescale` are required; `seed` is 42, `context_length` 60, `horizon` 5 and
  /// `target_price` close where they are absent; other keys are refused.
  ///
  /// - Throws: ``ConfigurationError`` with every problem.
  public init(_ document: ConfigNode) throws(ConfigurationError) {
    self = try decode(document) { root in
      ForecastTask(
        dataPath: root.required("data_path", .text),
        task: root.required("task", .targetName),
        timescale: root.required(
          "timescale",
          .choice(Timescale.allCases.map { (name: $0.rawValue, value: $0) })
        ),
        seed: UInt64(root.value("seed", .integer(in: 0...Int.max), default: 42)),
        contextLength: root.value("context_length", .integer(in: 1...10_000), default: 60),
        horizon: root.value("horizon", .integer(in: 1...10_000), default: 5),
        targetPrice: root.value(
          "target_price",
          .choice(TargetPrice.allCases.map { (name: $0.rawValue, value: $0) }),
          default: .close
        ),
        wandbProject: root.optional("wandb_project", .text),
        mlflowExperiment: root.optional("mlflow_experiment", .text)
      )
    }
  }

  private init(
    dataPath: String,
    task: String,
    timescale: Timescale,
    seed: UInt64,
    contextLength: Int,
    horizon: Int,
    targetPrice: TargetPrice,
    wandbProject: String?,
    mlflowExperiment: String?
  ) {
    self.dataPath = dataPath
    self.task = task
    self.timescale = timescale
    self.seed = seed
    self.contextLength = contextLength
    self.horizon = horizon
    self.targetPrice = targetPrice
    self.wandbProject = wandbProject
    self.mlflowExperiment = mlflowExperiment
  }

  /// Returns the target that the task predicts.
  ///
  /// - Throws: Never for a task that was read from a document.
  public func makeTarget() throws(TargetError) -> any ForwardTarget {
    try TargetCatalog.target(named: task, horizon: horizon, price: targetPrice, [:])
  }
}

extension ConfigKind where Value == String {
  /// The name of a target of the catalog.
  fileprivate static var targetName: ConfigKind {
    let expected = "a task such as threshold_1pct"
    return ConfigKind(expected: expected, fallback: "") { node, path, collector in
      guard case .text(let name) = node.content else {
        let reason = ConfigurationError.Reason.unexpected(expected: expected, found: node.summary)
        collector.add(reason, at: path, mark: node.mark)
        return nil
      }
      do throws(TargetError) {
        return try TargetCatalog.definition(named: name).name
      } catch {
        let names = TargetCatalog.all.map(\.name)
        let reason = ConfigurationError.Reason.unknownName(
          expected: "one of \(names.joined(separator: ", "))",
          found: name,
          suggestion: nearestName(to: name, among: names)
        )
        collector.add(reason, at: path, mark: node.mark)
        return nil
      }
    }
  }
}
