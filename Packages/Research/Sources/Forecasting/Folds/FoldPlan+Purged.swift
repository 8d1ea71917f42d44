public import Features

extension FoldPlan {
  /// Holds out each of several groups of neighbouring samples once.
  ///
  /// Training lies on both sides of the held-out group, purged before it and purged and embargoed after it.
  /// A model judged that way has learnt from the future of its test: good for comparing models on all phases
  /// of a market, not for an estimate of live performance.
  ///
  /// - Parameters:
  ///   - groups: The number of groups; samples that do not divide evenly go to the last.
  ///   - layout: How rows become samples.
  ///   - spacing: What is left out between parts.
  /// - Returns: One fold for each group.
  /// - Throws: ``FoldError``.
  /// - Complexity: O(groups).
  ///
  /// References: M. López de Prado (2018), *Advances in Financial Machine Learning*, chapter 7.
  public static func purgedKFold(
    groups: Int,
    layout: SampleLayout,
    spacing: FoldSpacing
  ) throws(FoldError) -> FoldPlan {
    let choice = try CombinatorialGroups(groupCount: groups, testedCount: 1)
    return FoldPlan(
      layout: layout,
      spacing: spacing,
      method: .purgedKFold(groups: groups),
      folds: try purgedFolds(choice, layout, spacing)
    )
  }

  /// Holds out every choice of some groups of neighbouring samples once.
  ///
  /// The test ranges of a fold are its held-out groups, in order; ``CombinatorialGroups/paths`` says how
  /// their forecasts make whole out-of-sample histories. See
  /// ``purgedKFold(groups:layout:spacing:)`` for what such a test is worth.
  ///
  /// - Parameters:
  ///   - groups: The choices; samples that do not divide evenly go to the last group.
  ///   - layout: How rows become samples.
  ///   - spacing: What is left out between parts.
  /// - Returns: One fold for each split.
  /// - Throws: ``FoldError``.
  /// - Complexity: O(splits · groups).
  ///
  /// References: M. López de Prado (2018), *Advances in Financial Machine Learning*, chapter 12.
  public static func combinatorialPurged(
    _ groups: CombinatorialGroups,
    layout: SampleLayout,
    spacing: FoldSpacing
  ) throws(FoldError) -> FoldPlan {
    FoldPlan(
      layout: layout,
      spacing: spacing,
      method: .combinatorialPurged(groups),
      folds: try purgedFolds(groups, layout, spacing)
    )
  }

  private static func purgedFolds(
    _ groups: CombinatorialGroups,
    _ layout: SampleLayout,
    _ spacing: FoldSpacing
  ) throws(FoldError) -> [SampleFold] {
    let count = layout.sampleCount
    guard count >= groups.groupCount else {
      throw .tooFewSamples(
        needed: groups.groupCount,
        found: count,
        for: "\(groups.groupCount) groups"
      )
    }
    let size = count / groups.groupCount
    func range(_ group: Int) -> Range<Int> {
      group * size..<(group == groups.groupCount - 1 ? count : (group + 1) * size)
    }
    var folds: [SampleFold] = []
    for (index, tested) in groups.testedGroups.enumerated() {
      let test = tested.map(range)
      let training = free(of: test, count, spacing)
      guard !training.isEmpty else {
        throw .emptyPart(.training, fold: index, leftOut: spacing.before + spacing.after)
      }
      folds.append(
        SampleFold(
          index: index,
          window: nil,
          trainingRanges: training,
          validationRanges: [],
          testRanges: test
        )
      )
    }
    return folds
  }

  /// What is left of the samples around held-out ranges, which rise.
  private static func free(
    of held: [Range<Int>],
    _ count: Int,
    _ spacing: FoldSpacing
  ) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for range in held {
      let end = range.lowerBound - spacing.before
      if end > start { ranges.append(start..<end) }
      start = range.upperBound + spacing.after
    }
    if start < count { ranges.append(start..<count) }
    return ranges
  }
}
