public import ConfigValidation

/// What a search was about, and what it is to be compared with.
public struct SearchTask: Hashable, Sendable {
  /// The name of the target, such as `direction`.
  public var target: String

  /// The number of rows that the target looks ahead.
  public var horizon: Int

  /// The kind of network, such as `patch_transformer`.
  public var model: String

  /// The loss of always forecasting what the training targets say, on the samples that the search chose on.
  public var baseRateLoss: Double

  /// The MD5 of the rows that were searched on, in hexadecimal digits.
  public var dataDigest: String

  /// The number of trials that could not be finished.
  public var failedTrials: Int

  /// What the best trial did on samples that the search never saw, `nil` before it was measured.
  public var test: TestMeasure?

  /// Creates a task.
  public init(
    target: String,
    horizon: Int,
    model: String,
    baseRateLoss: Double,
    dataDigest: String,
    failedTrials: Int,
    test: TestMeasure?
  ) {
    self.target = target
    self.horizon = horizon
    self.model = model
    self.baseRateLoss = baseRateLoss
    self.dataDigest = dataDigest
    self.failedTrials = failedTrials
    self.test = test
  }
}

/// What a model did on samples that were looked at once.
public struct TestMeasure: Hashable, Sendable {
  /// The number of samples.
  public var sampleCount: Int

  /// The log loss for binary targets, the mean squared error for real ones.
  public var loss: Double

  /// The same loss of always forecasting what the training targets say.
  public var baseRateLoss: Double

  /// The share of samples whose class was forecast, `nil` for real targets.
  public var accuracy: Double?

  /// The share of the class that the training targets say is the common one, `nil` for real targets.
  public var baseRateAccuracy: Double?

  /// Creates a measure.
  public init(
    sampleCount: Int,
    loss: Double,
    baseRateLoss: Double,
    accuracy: Double?,
    baseRateAccuracy: Double?
  ) {
    self.sampleCount = sampleCount
    self.loss = loss
    self.baseRateLoss = baseRateLoss
    self.accuracy = accuracy
    self.baseRateAccuracy = baseRateAccuracy
  }
}

extension SearchTask {
  /// The members that a result has beside those of every search.
  var members: [JSONMember] {
    [
      JSONMember("task", .string(target)),
      JSONMember("horizon", .integer(Int64(horizon))),
      JSONMember("model", .string(model)),
      JSONMember("base_rate_loss", .number(baseRateLoss)),
      JSONMember("data_md5", .string(dataDigest)),
      JSONMember("n_trials_failed", .integer(Int64(failedTrials))),
      JSONMember("test", test?.json ?? .null),
    ]
  }

  /// Reads the members, or returns `nil` when the document has no task.
  init?(_ reader: inout MemberReader) {
    guard reader.json["task"] != nil else { return nil }
    let test = reader.json["test"].flatMap { $0.isNull ? nil : TestMeasure(&reader) }
    self.init(
      target: reader.text("task"),
      horizon: reader.count("horizon"),
      model: reader.text("model"),
      baseRateLoss: reader.number("base_rate_loss"),
      dataDigest: reader.text("data_md5"),
      failedTrials: reader.count("n_trials_failed"),
      test: test
    )
  }
}

extension TestMeasure {
  /// The measure as a document.
  public var json: JSONValue {
    [
      "samples": .integer(Int64(sampleCount)), "loss": .number(loss),
      "base_rate_loss": .number(baseRateLoss), "accuracy": JSONValue(accuracy),
      "base_rate_accuracy": JSONValue(baseRateAccuracy),
    ]
  }

  /// Reads a document that ``json`` wrote, or returns `nil` for anything else.
  public init?(json: JSONValue) {
    var reader = MemberReader(["test": json])
    self.init(&reader)
    guard reader.problems.isEmpty else { return nil }
  }

  init(_ reader: inout MemberReader) {
    self.init(
      sampleCount: reader.count("test", "samples"),
      loss: reader.number("test", "loss"),
      baseRateLoss: reader.number("test", "base_rate_loss"),
      accuracy: reader.json["test"]?["accuracy"]?.numberValue,
      baseRateAccuracy: reader.json["test"]?["base_rate_accuracy"]?.numberValue
    )
  }
}
