public import ConfigValidation
internal import Forecasting

/// How a network is taught.
public struct TrainingSettings: Hashable, Sendable {
  /// The largest number of passes over the training samples.
  public var epochs: Int

  /// The number of samples that one step of the weights looks at.
  public var batchSize: Int

  /// The number of samples that are in memory at once, at most the batch size.
  ///
  /// The gradients of several such parts are added up to one step.
  public var microBatchSize: Int

  /// The length of a step.
  public var learningRate: Double

  /// The number of steps over which the learning rate rises from zero.
  public var warmupSteps: Int

  /// The pull of weights towards zero.
  public var weightDecay: Double

  /// Whether the pull acts on weights themselves (AdamW) or through gradients (Adam).
  public var decouplesWeightDecay: Bool

  /// The largest norm of all gradients together.
  public var gradientNorm: Double

  /// How many epochs without improvement end the training; `nil` never ends it early.
  public var patience: Int?

  /// By how much the validation loss must fall to count as an improvement.
  public var minimumImprovement: Double

  /// Whether matrix products are computed in 16 bits; for CUDA devices.
  public var usesReducedPrecision: Bool

  /// Creates settings.
  public init(
    epochs: Int,
    batchSize: Int,
    microBatchSize: Int,
    learningRate: Double,
    warmupSteps: Int,
    weightDecay: Double,
    decouplesWeightDecay: Bool,
    gradientNorm: Double,
    patience: Int?,
    minimumImprovement: Double,
    usesReducedPrecision: Bool
  ) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.microBatchSize = microBatchSize
    self.learningRate = learningRate
    self.warmupSteps = warmupSteps
    self.weightDecay = weightDecay
    self.decouplesWeightDecay = decouplesWeightDecay
    self.gradientNorm = gradientNorm
    self.patience = patience
    self.minimumImprovement = minimumImprovement
    self.usesReducedPrecision = usesReducedPrecision
  }

  /// The learning rate of a step, counted from 1.
  func rate(step: Int) -> Double {
    warmupSteps > 0 ? learningRate * min(1, Double(step) / Double(warmupSteps)) : learningRate
  }

  /// Everything that decides the result.
  public var json: JSONValue {
    [
      "epochs": .integer(Int64(epochs)), "batch_size": .integer(Int64(batchSize)),
      "micro_batch_size": .integer(Int64(microBatchSize)),
      "learning_rate": .number(learningRate), "warmup_steps": .integer(Int64(warmupSteps)),
      "weight_decay": .number(weightDecay), "optimizer": decouplesWeightDecay ? "adamw" : "adam",
      "gradient_norm": .number(gradientNorm),
      "patience": patience.map { .integer(Int64($0)) } ?? .null,
      "minimum_improvement": .number(minimumImprovement),
      "precision": usesReducedPrecision ? "bf16" : "f32",
    ]
  }

  /// Refuses numbers without a meaning.
  func check() throws(ForecastError) {
    func refuse(_ name: String, _ expected: String, _ found: String) throws(ForecastError) {
      throw .invalidSetting(name: name, expected: expected, found: found)
    }
    if epochs < 1 { try refuse("epochs", "1 or more", "\(epochs)") }
    if batchSize < 1 { try refuse("batch_size", "1 or more", "\(batchSize)") }
    if !(1...batchSize).contains(microBatchSize) {
      try refuse("micro_batch_size", "1 to \(batchSize)", "\(microBatchSize)")
    }
    if !(learningRate > 0 && learningRate.isFinite) {
      try refuse("learning_rate", "a positive number", "\(learningRate)")
    }
    if warmupSteps < 0 { try refuse("warmup_steps", "0 or more", "\(warmupSteps)") }
    if !(weightDecay >= 0 && weightDecay.isFinite) {
      try refuse("weight_decay", "0 or more", "\(weightDecay)")
    }
    if !(gradientNorm > 0) { try refuse("gradient_norm", "a positive number", "\(gradientNorm)") }
    if let patience, patience < 1 { try refuse("patience", "1 or more", "\(patience)") }
    if !(minimumImprovement >= 0) {
      try refuse("minimum_improvement", "0 or more", "\(minimumImprovement)")
    }
  }
}
