public import Features

/// What training samples may share with the held-out samples that come after them.
public enum FoldSeparation: String, Hashable, Sendable, CaseIterable {
  /// Input rows, but no row on which a label of either depends before the first held-out decision.
  ///
  /// Enough for causality: everything that a training label tells was known at that decision.
  case labels

  /// Nothing: the inputs of a held-out sample hold no row that a training label depends on.
  case inputs
}

/// How many samples are left out between training and held-out ones: purge and embargo.
///
/// With horizon *h*, context length *c* and *b* rows that features look back beyond their own row, the
/// sample of decision row *t* reads rows *t* - *c* + 1 - *b* through *t*, and its label depends on rows
/// *t* + 1 through *t* + *h*. From these declarations follows what must be left out:
///
/// ```
/// training | before | held out | after | training
///
/// purge   = h                     labels of the last training samples reach the first decision
/// before  = h                     with FoldSeparation.labels
///         = h + c + b - 1         with FoldSeparation.inputs
/// after   = h + c + b - 1         inputs of later training samples hold rows of held-out labels
/// ```
public struct FoldSpacing: Hashable, Sendable {
  /// The number of rows after the decision that a label depends on.
  public let horizon: Int

  /// The number of rows that a sample reads.
  public let contextLength: Int

  /// The number of earlier rows that the features of a row depend on.
  public let featureLookback: Int

  /// What training may share with later held-out samples.
  public let separation: FoldSeparation

  /// The rows to leave out that were given by hand, or `nil`.
  public let declaredEmbargo: Int?

  /// The samples left out between training and a later held-out part.
  public let before: Int

  /// The samples left out between a held-out part and later training.
  public let after: Int

  /// Computes what must be left out.
  ///
  /// - Parameters:
  ///   - layout: How rows become samples; declares horizon and context length.
  ///   - featureLookback: The number of rows before its own that a row's features depend on; 0 where
  ///     features are rows of the table as they are.
  ///   - separation: What training may share with later held-out samples.
  ///   - embargo: More rows to leave out than computed on both sides, purge included; `nil` for what is computed.
  /// - Throws: ``FoldError/embargoTooSmall(needed:found:)``, ``FoldError/outOfRange(field:expected:found:)``.
  public init(
    _ layout: SampleLayout,
    featureLookback: Int,
    separation: FoldSeparation,
    embargo: Int?
  ) throws(FoldError) {
    let limit = 0...1_000_000
    for (field, value) in [("feature look-back", featureLookback), ("embargo", embargo ?? 0)]
    where !limit.contains(value) {
      throw .outOfRange(field: field, expected: limit, found: value)
    }
    horizon = layout.horizon
    contextLength = layout.contextLength
    self.featureLookback = featureLookback
    self.separation = separation
    declaredEmbargo = embargo
    let everything = layout.horizon + layout.contextLength + featureLookback - 1
    let needed = separation == .labels ? layout.horizon : everything
    if let embargo, embargo < needed { throw .embargoTooSmall(needed: needed, found: embargo) }
    before = embargo ?? needed
    after = max(everything, embargo ?? 0)
  }

  /// The samples before a held-out part whose labels reach its first decision row or beyond.
  public var purge: Int { horizon }

  /// The samples left out before a held-out part beyond the purge.
  public var embargo: Int { before - purge }
}
