internal import ConfigValidation
internal import Forecasting
public import NeuralForecasting
internal import Optimizer

/// The network of one trial, and how it is taught.
public struct TrialSettings: Hashable, Sendable {
  /// The network.
  public var architecture: NeuralArchitecture

  /// How it is taught.
  public var training: TrainingSettings

  /// Puts the parameters of a trial in the place of what the document says.
  ///
  /// - Parameters:
  ///   - parameters: The parameters of the trial.
  ///   - config: The document.
  ///   - architectures: The grid that `arch` chooses from; empty when sizes are not searched.
  init(
    _ parameters: ParameterSet,
    _ config: ModelSearchConfig,
    _ architectures: [CountedArchitecture]
  ) {
    func number(_ name: String) -> Double? { parameters[name]?.realNumber }
    func count(_ name: String) -> Int? { parameters[name]?.wholeNumber }
    architecture = config.architecture
    training = config.settings
    if let place = count(TrainingSearchSpace.architectureName) {
      architecture = architectures[place].architecture
    }
    if let dropout = number("dropout") { architecture.dropout = dropout }
    if let rate = number("lr") { training.learningRate = rate }
    if let epochs = count("epochs") { training.epochs = epochs }
    if let decay = number("weight_decay") { training.weightDecay = decay }
    if let steps = count("warmup_steps") { training.warmupSteps = steps }
    let batch = config.space.batches == .byMemory ? BatchRule.updateSize : count("batch")
    if let batch {
      training.batchSize = batch
      training.microBatchSize = min(batch, Self.samplesInMemory(architecture))
    }
  }

  /// The number of samples that the rule of memory holds at once.
  private static func samplesInMemory(_ architecture: NeuralArchitecture) -> Int {
    guard let shape = architecture.transformer else { return BatchRule.updateSize }
    return BatchRule.batchSize(modelSize: shape.modelSize, layerCount: shape.layerCount)
  }
}
