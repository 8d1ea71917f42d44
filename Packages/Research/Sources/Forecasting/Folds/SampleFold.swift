public import Features
public import WalkForward

/// The samples of one fold: what to fit on, what to choose on, and what to judge on.
///
/// Samples are named by their first row, as in ``SampleLayout``. Ranges rise and do not touch.
public struct SampleFold: Hashable, Sendable {
  /// The position among the folds, from 0.
  public let index: Int

  /// The dates, or `nil` for folds that are not made by the calendar.
  public let window: WalkForwardWindow?

  /// The samples to fit on.
  public let trainingRanges: [Range<Int>]

  /// The samples to choose on; may be empty.
  public let validationRanges: [Range<Int>]

  /// The samples to judge on.
  public let testRanges: [Range<Int>]

  /// Creates a fold; nothing is checked.
  public init(
    index: Int,
    window: WalkForwardWindow?,
    trainingRanges: [Range<Int>],
    validationRanges: [Range<Int>],
    testRanges: [Range<Int>]
  ) {
    self.index = index
    self.window = window
    self.trainingRanges = trainingRanges
    self.validationRanges = validationRanges
    self.testRanges = testRanges
  }

  /// The ranges of a part.
  public subscript(part: SplitPart) -> [Range<Int>] {
    switch part {
    case .training: trainingRanges
    case .validation: validationRanges
    case .test: testRanges
    }
  }

  /// The samples of a part, rising.
  public func samples(_ part: SplitPart) -> [Int] { self[part].flatMap { Array($0) } }

  /// The number of samples of a part.
  public func count(_ part: SplitPart) -> Int { self[part].reduce(0) { $0 + $1.count } }

  /// The samples to fit and choose on, as forecasters take them: those that have a target.
  ///
  /// - Throws: ``ForecastError/tooFewSamples(needed:found:of:)`` when no training sample has one.
  public func forecastFold(of table: ForecastTable) throws(ForecastError) -> ForecastFold {
    func labelled(_ part: SplitPart) -> [Int] {
      samples(part).filter { table.targets[table.layout.decisionRow(of: $0)] != nil }
    }
    return try ForecastFold(
      table: table,
      training: labelled(.training),
      validation: labelled(.validation)
    )
  }
}

/// Two samples of one fold that must not share a row, and the row that they share.
public struct FoldLeak: Hashable, Sendable {
  /// The fold.
  public let fold: Int

  /// The sample that is learnt from.
  public let learntSample: Int

  /// The part of the other sample: validation or test.
  public let part: SplitPart

  /// A row that the learnt sample reads or is labelled by, and the other sample's label depends on.
  public let row: Int
}

extension SampleFold {
  /// Returns a leak, if there is one: a learnt sample that touches a row on which a held-out label depends.
  ///
  /// Training is checked against validation and test, and validation against the test. Folds made by
  /// this library have none; the check is for tests and for those who do not want to believe it.
  ///
  /// - Complexity: O(ranges²).
  public func firstLeak(_ layout: SampleLayout, spacing: FoldSpacing) -> FoldLeak? {
    let checks: [(SplitPart, SplitPart)] = [
      (.training, .validation), (.training, .test), (.validation, .test),
    ]
    for (learnt, held) in checks {
      for samples in self[learnt] where !samples.isEmpty {
        for heldOut in self[held] where !heldOut.isEmpty {
          let touched =
            samples.lowerBound - spacing.featureLookback..<samples.upperBound - 1
            + layout.windowLength
          let labels =
            heldOut.lowerBound + layout.contextLength..<heldOut.upperBound - 1 + layout.windowLength
          guard touched.overlaps(labels) else { continue }
          let row = max(touched.lowerBound, labels.lowerBound)
          // The last learnt sample that touches the row, or the first when all rows before it are learnt.
          let sample = min(
            samples.upperBound - 1,
            max(samples.lowerBound, row - layout.windowLength + 1)
          )
          return FoldLeak(fold: index, learntSample: sample, part: held, row: row)
        }
      }
    }
    return nil
  }
}
