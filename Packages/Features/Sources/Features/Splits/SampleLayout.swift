/// How the rows of a table become samples: a context of rows to read, then rows to be labelled by.
///
/// Sample *i* reads rows *i* through *i* + context - 1. The decision is made at its last context row *t*;
/// the label depends on rows *t* + 1 through *t* + horizon.
public struct SampleLayout: Hashable, Sendable {
  /// The number of rows of the table.
  public let rowCount: Int

  /// The number of rows that a sample reads.
  public let contextLength: Int

  /// The number of rows after the context that a label depends on.
  public let horizon: Int

  /// Creates a layout.
  ///
  /// - Throws: ``SplitError`` when a length is not positive, or there is not one sample.
  public init(rowCount: Int, contextLength: Int, horizon: Int) throws(SplitError) {
    for (field, value) in [("contextLength", contextLength), ("horizon", horizon)] {
      guard (1...TargetError.longestHorizon).contains(value) else {
        throw .outOfRange(field: field, expected: 1...TargetError.longestHorizon, found: value)
      }
    }
    guard rowCount >= contextLength + horizon else {
      throw .tooFewRows(needed: contextLength + horizon, found: rowCount, for: "one sample")
    }
    self.rowCount = rowCount
    self.contextLength = contextLength
    self.horizon = horizon
  }

  /// Creates the layout of samples that predict a target, whose declared horizon it takes.
  ///
  /// - Throws: As ``init(rowCount:contextLength:horizon:)``.
  public init(
    rowCount: Int,
    contextLength: Int,
    target: any ForwardTarget
  ) throws(SplitError) {
    try self.init(rowCount: rowCount, contextLength: contextLength, horizon: target.horizon)
  }

  /// The number of samples: rows - context - horizon + 1.
  public var sampleCount: Int { rowCount - contextLength - horizon + 1 }

  /// The number of rows that a sample touches.
  public var windowLength: Int { contextLength + horizon }

  /// The rows that a sample reads.
  ///
  /// - Precondition: `sample` lies inside `0..<sampleCount`.
  public func contextRows(of sample: Int) -> Range<Int> {
    checkSample(sample)
    return sample..<sample + contextLength
  }

  /// The rows after the context that the label of a sample depends on.
  ///
  /// - Precondition: `sample` lies inside `0..<sampleCount`.
  public func labelRows(of sample: Int) -> Range<Int> {
    checkSample(sample)
    return sample + contextLength..<sample + windowLength
  }

  /// The row at whose close the prediction is made, which is also the row of the target.
  ///
  /// - Precondition: `sample` lies inside `0..<sampleCount`.
  public func decisionRow(of sample: Int) -> Int {
    checkSample(sample)
    return sample + contextLength - 1
  }

  private func checkSample(_ sample: Int) {
    precondition((0..<sampleCount).contains(sample), "sample \(sample) of \(sampleCount)")
  }
}
