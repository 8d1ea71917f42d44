public import ConfigValidation

/// What a search over architectures and training parameters found for one budget.
///
/// The one schema of `<experiment>_<budget>_best.json`: the search writes it and the scaling study reads it.
public struct SearchResult: Hashable, Sendable {
  /// The sizes of a model.
  public struct Architecture: Hashable, Sendable {
    /// The length of the vector at each position.
    public var modelSize: Int

    /// The number of blocks.
    public var layerCount: Int

    /// The number of attention heads.
    public var headCount: Int

    /// The width of the feed-forward networks.
    public var feedForwardSize: Int

    /// The number of parameters.
    public var parameterCount: Int

    /// Creates sizes.
    public init(
      modelSize: Int,
      layerCount: Int,
      headCount: Int,
      feedForwardSize: Int,
      parameterCount: Int
    ) {
      self.modelSize = modelSize
      self.layerCount = layerCount
      self.headCount = headCount
      self.feedForwardSize = feedForwardSize
      self.parameterCount = parameterCount
    }
  }

  /// The name of the experiment.
  public var experiment: String

  /// The budget, such as `20M`.
  public var budget: String

  /// The parameters of the best trial, in the order of the search space.
  public var bestParameters: [JSONMember]

  /// The smallest value.
  public var bestValue: Double

  /// The number of trials that ended.
  public var completedTrials: Int

  /// The number of trials that were stopped early.
  public var prunedTrials: Int

  /// When the search ended, in ISO 8601.
  public var timestamp: String

  /// The versions of what searched and trained, texts by name.
  public var versions: [JSONMember]

  /// The best model.
  public var architecture: Architecture

  /// What the search was about, `nil` for results of other programs that do not say.
  public var task: SearchTask?

  /// Creates a result.
  public init(
    experiment: String,
    budget: String,
    bestParameters: [JSONMember],
    bestValue: Double,
    completedTrials: Int,
    prunedTrials: Int,
    timestamp: String,
    versions: [JSONMember],
    architecture: Architecture,
    task: SearchTask?
  ) {
    self.experiment = experiment
    self.budget = budget
    self.bestParameters = bestParameters
    self.bestValue = bestValue
    self.completedTrials = completedTrials
    self.prunedTrials = prunedTrials
    self.timestamp = timestamp
    self.versions = versions
    self.architecture = architecture
    self.task = task
  }

  /// The name of the study: `<experiment>_<budget>`.
  public var studyName: String { "\(experiment)_\(budget)" }

  /// The name of the file: `<experiment>_<budget>_best.json`.
  public var fileName: String { studyName + Self.fileSuffix }

  /// The name under which results of several budgets belong together: the experiment without its budget, and
  /// the horizon where it is known.
  public var group: String {
    groupName(experiment: experiment, budget: budget, horizon: task.map { "\($0.horizon)" })
  }
}

/// An experiment without its budget, followed by the horizon unless the name has it.
func groupName(experiment: String, budget: String, horizon: String?) -> String {
  let words = experiment.split(separator: "_").map(String.init)
  let left = words.filter { $0.lowercased() != budget.lowercased() || budget.isEmpty }
  let horizonWord = horizon.map { $0.allSatisfy(\.isNumber) ? "h\($0)" : $0 }
  let name = left.joined(separator: "_")
  guard let horizonWord, !left.contains(horizonWord) else { return name }
  return name.isEmpty ? horizonWord : "\(name) \(horizonWord)"
}
