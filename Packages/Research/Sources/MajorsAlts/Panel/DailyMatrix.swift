/// One daily fact of many assets: a value or nothing for each day and asset.
///
/// Shape `[days, assets]`, stored day after day.
public struct DailyMatrix: Hashable, Sendable {
  /// The number of days.
  public let dayCount: Int

  /// The number of assets.
  public let assetCount: Int

  private var values: [Double]
  private var isDefined: [Bool]

  /// Creates a matrix without any value.
  public init(dayCount: Int, assetCount: Int) {
    self.dayCount = dayCount
    self.assetCount = assetCount
    values = [Double](repeating: 0, count: dayCount * assetCount)
    isDefined = [Bool](repeating: false, count: dayCount * assetCount)
  }

  /// The value of an asset on a day, or `nil` where it is missing.
  ///
  /// - Precondition: The day and the asset lie inside the matrix, and a value is finite.
  public subscript(day: Int, asset: Int) -> Double? {
    get {
      let position = day * assetCount + asset
      return isDefined[position] ? values[position] : nil
    }
    set {
      precondition(newValue?.isFinite ?? true, "a fact is a finite number")
      let position = day * assetCount + asset
      values[position] = newValue ?? 0
      isDefined[position] = newValue != nil
    }
  }

  /// Returns the first days only.
  func prefix(days: Int) -> DailyMatrix {
    var copy = DailyMatrix(dayCount: days, assetCount: assetCount)
    copy.values = Array(values[..<(days * assetCount)])
    copy.isDefined = Array(isDefined[..<(days * assetCount)])
    return copy
  }
}
