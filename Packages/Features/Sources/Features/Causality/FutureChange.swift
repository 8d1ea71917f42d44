/// What is done to everything that becomes visible after a cut.
public enum FutureChange: String, Hashable, Sendable, CaseIterable {
  /// It is removed.
  case truncated

  /// Every second bar of it is removed, beginning with the first.
  case thinned

  /// Prices are multiplied by 1.7, volumes by 0.3.
  case scaled

  /// The bars change places at random.
  case shuffled

  /// Gains become losses: prices are mirrored at the last price before the cut.
  case flipped

  /// Every bar stands still at the last price before the cut.
  case frozen

  /// Only volumes change.
  case volume

  /// Only the highest prices change.
  case high

  /// Only the lowest prices change.
  case low

  /// Only the first bar after the cut changes.
  case nextBar = "next_bar"

  /// Prices and volumes become huge.
  case huge

  /// Prices and volumes become tiny.
  case tiny

  /// Whether bars disappear rather than change.
  public var removesBars: Bool { self == .truncated || self == .thinned }
}
