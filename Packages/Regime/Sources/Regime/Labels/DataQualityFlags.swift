/// What was wrong with the data behind a label, as bits.
public struct DataQualityFlags: OptionSet, Hashable, Sendable {
  /// The bits.
  public let rawValue: Int

  /// Creates flags from bits.
  public init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// The bar's high or low did not contain its open and close, and was widened to.
  public static let repaired = DataQualityFlags(rawValue: 1)

  /// The calendar expected bars between the last one and this, and there were none.
  public static let gap = DataQualityFlags(rawValue: 2)

  /// The price has not moved for several bars in a row.
  public static let stale = DataQualityFlags(rawValue: 4)

  /// The number of flags set.
  public var count: Int { rawValue.nonzeroBitCount }
}
