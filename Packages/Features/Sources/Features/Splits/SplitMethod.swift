/// A way to divide samples into training, validation and test.
public enum SplitMethod: Hashable, Sendable {
  /// In the order of time: training, validation, test, with samples left out between the parts.
  ///
  /// The last `trunc(samples * test)` samples are the test, those before an embargo the validation, and
  /// those before another embargo the training. The embargo is the larger of the horizon and
  /// `embargo`, in rows. Every outcome that a part learned from is thus known before the first
  /// decision of the next part, whatever is given as embargo.
  case chronological(embargo: Int)

  /// Seeded chunks of context + horizon rows; whatever touches no held-out chunk is training.
  ///
  /// Whole chunks are drawn for validation and test, one sample each. Training samples may lie after the
  /// held-out ones, and indicators of long memory reach across the borders: good for comparing models on
  /// many market phases, not for an estimate of live performance.
  case scattered(seed: UInt64)

  /// As ``scattered(seed:)`` with the last chunks as test and those before them as validation.
  case contiguous

  /// The name in configuration documents.
  public var name: String {
    switch self {
    case .chronological: "chronological"
    case .scattered: "scattered"
    case .contiguous: "contiguous"
    }
  }
}

/// One of the three parts of a split.
public enum SplitPart: String, Hashable, Sendable, CaseIterable {
  /// What models are fitted on.
  case training

  /// What choices between models are made on.
  case validation

  /// What is looked at once.
  case test
}
