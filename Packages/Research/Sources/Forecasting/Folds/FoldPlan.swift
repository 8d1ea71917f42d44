public import Features
public import WalkForward

/// How folds were laid over the samples.
public enum FoldMethod: Hashable, Sendable {
  /// Windows counted in months that move forward: training strictly before its test.
  case walkForward(MonthlySchedule, validationShare: Double)

  /// Each of several groups is held out once; training on both sides (López de Prado 2018, chapter 7).
  case purgedKFold(groups: Int)

  /// Every choice of some groups is held out once (López de Prado 2018, chapter 12).
  case combinatorialPurged(CombinatorialGroups)

  /// The name in documents.
  public var name: String {
    switch self {
    case .walkForward: "walk_forward"
    case .purgedKFold: "purged_k_fold"
    case .combinatorialPurged: "combinatorial_purged"
    }
  }
}

/// Folds over the samples of a table that cannot leak, and what they were made from.
///
/// No fold's training sample touches a row on which the label of one of its held-out samples depends.
public struct FoldPlan: Hashable, Sendable {
  /// How rows become samples.
  public let layout: SampleLayout

  /// What is left out between parts.
  public let spacing: FoldSpacing

  /// How the folds were laid.
  public let method: FoldMethod

  /// The folds, one or more; for walk-forward oldest first.
  public let folds: [SampleFold]

  /// Takes folds as they are.
  package init(
    layout: SampleLayout,
    spacing: FoldSpacing,
    method: FoldMethod,
    folds: [SampleFold]
  ) {
    self.layout = layout
    self.spacing = spacing
    self.method = method
    self.folds = folds
  }

  /// Returns the first leak of any fold; there never is one.
  public func firstLeak() -> FoldLeak? {
    for fold in folds {
      if let leak = fold.firstLeak(layout, spacing: spacing) { return leak }
    }
    return nil
  }

  /// The first folds, oldest first; all of them when there are fewer.
  ///
  /// - Precondition: `count` is 1 or more.
  public func prefix(_ count: Int) -> FoldPlan {
    precondition(count >= 1, "a plan has a fold")
    return FoldPlan(
      layout: layout,
      spacing: spacing,
      method: method,
      folds: Array(folds.prefix(count))
    )
  }
}
