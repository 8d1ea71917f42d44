public import MarketModel

/// A fold whose model exists, without a word on how well it did: what a promotion may choose from.
///
/// There is no score here on purpose. Choosing the best fold's model would select the one whose test days were
/// kindest, and would mostly promote an old model.
public struct FittedFold: Hashable, Sendable {
  /// The fold.
  public let fold: Int

  /// The instant through which its training data reach.
  public let trainedThrough: Timestamp

  /// Creates a fold.
  public init(fold: Int, trainedThrough: Timestamp) {
    self.fold = fold
    self.trainedThrough = trainedThrough
  }
}

/// A model that goes into use: the newest one of a model that passed its gates.
public struct Promotion: Hashable, Sendable {
  /// The fold whose model it is.
  public let fold: FittedFold

  /// Chooses the newest of the fitted folds, or nothing when a gate is shut or nothing was fitted.
  ///
  /// Newest is the one whose training data reach furthest, of equals the one with the larger number.
  public init?(_ verdict: GateVerdict, among fitted: [FittedFold]) {
    let newest = fitted.max {
      ($0.trainedThrough, $0.fold) < ($1.trainedThrough, $1.fold)
    }
    guard verdict.passes, let newest else { return nil }
    fold = newest
  }
}
