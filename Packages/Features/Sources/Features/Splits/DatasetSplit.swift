/// Samples divided into training, validation and test such that no training sample sees a held-out outcome.
///
/// Samples are named by their first row. Every list rises.
public struct DatasetSplit: Hashable, Sendable {
  /// How rows become samples.
  public let layout: SampleLayout

  /// How the samples were divided.
  public let method: SplitMethod

  /// The samples that models are fitted on.
  public let training: [Int]

  /// The samples that choices are made on.
  public let validation: [Int]

  /// The samples that are looked at once.
  public let test: [Int]

  /// Divides samples.
  ///
  /// - Parameters:
  ///   - layout: How rows become samples.
  ///   - method: The way to divide them.
  ///   - validationShare: The share of samples (or chunks) for validation; at least one is taken.
  ///   - testShare: The share for the test; at least one is taken.
  /// - Throws: ``SplitError`` for shares out of range and tables that are too short.
  /// - Complexity: O(rows).
  public init(
    _ layout: SampleLayout,
    _ method: SplitMethod,
    validationShare: Double,
    testShare: Double
  ) throws(SplitError) {
    guard validationShare > 0, testShare > 0, validationShare + testShare < 1 else {
      throw .shares(validation: validationShare, test: testShare)
    }
    self.layout = layout
    self.method = method
    let parts: SplitParts
    switch method {
    case .chronological(let embargo):
      parts = try chronologicalParts(layout, embargo, validationShare, testShare)
    case .scattered(let seed):
      parts = try chunkParts(layout, validationShare, testShare) { count, _ in
        shuffledIndices(count, seed: seed, purpose: SplitPurpose.chunks)
      }
    case .contiguous:
      parts = try chunkParts(layout, validationShare, testShare) { count, held in
        Array(count - held.validation - held.test..<count)
      }
    }
    (training, validation, test) = parts
  }

  /// Takes parts as they are, for tests of what finds fault with them.
  package init(
    unchecked layout: SampleLayout,
    _ method: SplitMethod,
    training: [Int],
    validation: [Int],
    test: [Int]
  ) {
    self.layout = layout
    self.method = method
    self.training = training
    self.validation = validation
    self.test = test
  }

  /// The samples of a part.
  public subscript(part: SplitPart) -> [Int] {
    switch part {
    case .training: training
    case .validation: validation
    case .test: test
    }
  }

  /// The rows that training samples read: what scalers may be fitted on.
  ///
  /// Holds no row on which the label of a held-out sample depends.
  public var trainingRows: TrainingRows { TrainingRows(readBy: training, in: layout) }

  /// Returns a seeded share of the training samples, for searches that cannot afford all of them.
  ///
  /// - Parameters:
  ///   - fraction: The share, above 0 and at most 1; 0.3 is usual. At least one sample is taken.
  ///   - seed: The seed; the same one gives the same samples.
  /// - Returns: Rising samples without repetition.
  /// - Throws: ``SplitError/fraction(found:)``.
  public func trainingSubset(fraction: Double, seed: UInt64) throws(SplitError) -> [Int] {
    guard fraction > 0, fraction <= 1 else { throw .fraction(found: fraction) }
    let count = max(1, Int(Double(training.count) * fraction))
    return shuffledIndices(training.count, seed: seed, purpose: SplitPurpose.subset)
      .prefix(count).sorted().map { training[$0] }
  }

  /// Returns a training sample that touches a row on which a held-out label depends, if there is one.
  ///
  /// There never is; the check is here for tests and for those who do not want to believe it.
  ///
  /// - Complexity: O(rows · horizon).
  public func firstOverlap() -> SplitOverlap? {
    var owner = [Int?](repeating: nil, count: layout.rowCount)
    for sample in validation + test {
      for row in layout.labelRows(of: sample) { owner[row] = sample }
    }
    var blockedBefore = [0]
    for row in owner { blockedBefore.append((blockedBefore.last ?? 0) + (row == nil ? 0 : 1)) }
    for sample in training {
      let window = sample..<sample + layout.windowLength
      guard blockedBefore[window.upperBound] > blockedBefore[window.lowerBound] else { continue }
      for row in window {
        if let held = owner[row] {
          return SplitOverlap(trainingSample: sample, heldOutSample: held, row: row)
        }
      }
    }
    return nil
  }
}

/// A training sample that touches a row on which the label of a held-out sample depends.
public struct SplitOverlap: Hashable, Sendable {
  /// The training sample.
  public let trainingSample: Int

  /// The validation or test sample.
  public let heldOutSample: Int

  /// The row that both need.
  public let row: Int
}

/// Rows that a scaler may be fitted on.
///
/// Made by a split, or by naming a range; there is no way to say "all" without counting them.
public struct TrainingRows: Hashable, Sendable {
  /// The rows, rising.
  public let rows: [Int]

  /// Names rows by a range, for tables that are not split.
  public init(_ range: Range<Int>) {
    rows = Array(range)
  }

  /// Names the rows that samples read, each once.
  ///
  /// - Parameters:
  ///   - samples: Samples of the layout, rising.
  ///   - layout: How rows become samples.
  /// - Complexity: O(samples · context).
  public init(readBy samples: [Int], in layout: SampleLayout) {
    var rows: [Int] = []
    for sample in samples {
      let context = layout.contextRows(of: sample)
      rows.append(contentsOf: max(context.lowerBound, (rows.last ?? -1) + 1)..<context.upperBound)
    }
    self.rows = rows
  }

  /// The number of rows.
  public var count: Int { rows.count }
}
