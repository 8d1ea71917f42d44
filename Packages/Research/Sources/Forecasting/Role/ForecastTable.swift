public import Features

/// What a target is: the kind decides which loss a model is fitted with.
public enum ForecastTargetKind: String, Hashable, Sendable, CaseIterable {
  /// 0 or 1; forecasts are probabilities of 1.
  case binary

  /// A number, such as a return; forecasts are values of it.
  case real
}

/// The rows that forecasters learn from and are judged on: features, targets and times of one series.
///
/// Features are columns, shared by all folds and forecasters without a copy for each.
///
/// **Causality.** Row *i* of a feature is known at `closeTimes[i]`; features that are
/// ``knownAhead`` (of the calendar) are known for later rows as well. The target of row *i* depends on
/// rows *i* + 1 through *i* + `layout.horizon`.
public struct ForecastTable: Sendable {
  /// Names of the features, distinct.
  public let featureNames: [String]

  /// One column for each name, every value finite; each of shape `[rows]`.
  public let features: [[Double]]

  /// The features whose later values are known in advance.
  public let knownAhead: Set<String>

  /// When each row becomes visible, in nanoseconds, rising; shape `[rows]`.
  public let closeTimes: [Int64]

  /// The target of each row, `nil` where it is undefined; shape `[rows]`.
  public let targets: [Double?]

  /// What the target is.
  public let targetKind: ForecastTargetKind

  /// What the asset returned from each row to the one `k` rows later, `k` from 1 through the horizon,
  /// `nil` where there is no such row; shape `[horizon][rows]`.
  public let returnsAhead: [[Double?]]

  /// How rows become samples.
  public let layout: SampleLayout

  /// Creates a table.
  ///
  /// - Throws: ``ForecastError/table(_:)`` naming every column that has another length, a repeated name
  ///   or a value that is not finite.
  public init(
    featureNames: [String],
    features: [[Double]],
    knownAhead: Set<String>,
    closeTimes: [Int64],
    targets: [Double?],
    targetKind: ForecastTargetKind,
    returnsAhead: [[Double?]],
    layout: SampleLayout
  ) throws(ForecastError) {
    self.featureNames = featureNames
    self.features = features
    self.knownAhead = knownAhead
    self.closeTimes = closeTimes
    self.targets = targets
    self.targetKind = targetKind
    self.returnsAhead = returnsAhead
    self.layout = layout
    let problems = self.problems
    guard problems.isEmpty else { throw .table(problems) }
  }

  /// The number of rows.
  public var rowCount: Int { closeTimes.count }

  private var problems: [String] {
    var problems: [String] = []
    func check(_ name: String, _ count: Int) {
      guard count != layout.rowCount else { return }
      problems.append("\(name): expected \(layout.rowCount) rows, found \(count)")
    }
    if featureNames.isEmpty { problems.append("features: expected at least one, found none") }
    if features.count != featureNames.count {
      problems.append("features: expected \(featureNames.count) columns, found \(features.count)")
    }
    check("close times", closeTimes.count)
    check("targets", targets.count)
    for (step, column) in returnsAhead.enumerated() {
      check("returns ahead \(step + 1)", column.count)
    }
    if returnsAhead.count != layout.horizon {
      problems.append(
        "returns ahead: expected \(layout.horizon) steps, found \(returnsAhead.count)"
      )
    }
    var seen: Set<String> = []
    for (name, column) in zip(featureNames, features) {
      if !seen.insert(name).inserted { problems.append("\(name): stands twice") }
      check(name, column.count)
      if let row = column.firstIndex(where: { !$0.isFinite }) {
        problems.append("\(name), row \(row): expected a finite value, found \(column[row])")
      }
    }
    for name in knownAhead.sorted() where !featureNames.contains(name) {
      problems.append("\(name): is said to be known ahead and is no feature")
    }
    return problems
  }
}

/// The samples of one fold.
public struct ForecastFold: Sendable {
  /// The rows of all folds.
  public let table: ForecastTable

  /// The samples to fit on, rising; every one has a target.
  public let training: [Int]

  /// The samples to choose on (early stopping), rising, after the training samples; may be empty.
  public let validation: [Int]

  /// Creates a fold.
  ///
  /// - Throws: ``ForecastError/tooFewSamples(needed:found:of:)`` without training samples, and
  ///   ``ForecastError/undefinedTarget(sample:)``.
  public init(
    table: ForecastTable,
    training: [Int],
    validation: [Int]
  ) throws(ForecastError) {
    guard !training.isEmpty else {
      throw .tooFewSamples(needed: 1, found: 0, of: "training")
    }
    for sample in training + validation {
      guard table.targets[table.layout.decisionRow(of: sample)] != nil else {
        throw .undefinedTarget(sample: sample)
      }
    }
    self.table = table
    self.training = training
    self.validation = validation
  }

  /// The rows that training samples read: what scalers may be fitted on.
  public var trainingRows: TrainingRows { TrainingRows(readBy: training, in: table.layout) }
}
