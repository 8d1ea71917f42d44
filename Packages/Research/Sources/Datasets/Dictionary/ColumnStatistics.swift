internal import QuantMath

/// What a column of numbers looks like: the eight numbers of pandas' `describe`.
public struct ColumnStatistics: Hashable, Sendable {
  /// The number of values that are not missing.
  public let count: Int

  /// The arithmetic mean.
  public let mean: Double?

  /// The sample standard deviation; undefined below two values.
  public let deviation: Double?

  /// The smallest value.
  public let minimum: Double?

  /// The 25th percentile, interpolated.
  public let lowerQuartile: Double?

  /// The median.
  public let median: Double?

  /// The 75th percentile, interpolated.
  public let upperQuartile: Double?

  /// The largest value.
  public let maximum: Double?

  /// Describes values.
  ///
  /// - Parameter values: Finite values in any order.
  /// - Complexity: O(*n* log *n*).
  public init(_ values: [Double]) {
    let sorted = values.sorted()
    let moments = RunningMoments(values)
    count = values.count
    mean = moments.mean
    deviation = moments.sampleStandardDeviation
    minimum = sorted.first
    lowerQuartile = quantile(ofSorted: sorted, at: 0.25)
    median = quantile(ofSorted: sorted, at: 0.5)
    upperQuartile = quantile(ofSorted: sorted, at: 0.75)
    maximum = sorted.last
  }

  /// The names of the numbers after the count, as pandas shows them.
  static let titles = ["mean", "std", "min", "25%", "50%", "75%", "max"]

  /// The numbers after the count, in the order of ``titles``.
  var values: [Double?] {
    [mean, deviation, minimum, lowerQuartile, median, upperQuartile, maximum]
  }
}

/// A number as the dictionary shows it: two decimals, or grouped digits and none from a thousand on.
func dictionaryText(_ number: Double?) -> String {
  guard let number, number.isFinite else { return "–" }
  let magnitude = abs(number)
  let isLarge = magnitude >= 1_000
  let scaled = (magnitude * (isLarge ? 1 : 100)).rounded(.toNearestOrAwayFromZero)
  guard scaled < 9e18 else { return "\(number)" }
  let whole = Int64(scaled)
  let sign = number < 0 && whole != 0 ? "-" : ""
  if isLarge { return sign + grouped(whole) }
  let cents = whole % 100
  return sign + grouped(whole / 100) + "." + (cents < 10 ? "0\(cents)" : "\(cents)")
}

/// The digits of a number that is not negative in groups of three.
func grouped(_ number: Int64) -> String {
  let digits = Array(String(number))
  return digits.enumerated().reduce(into: "") { text, digit in
    if digit.offset > 0, (digits.count - digit.offset) % 3 == 0 { text.append(",") }
    text.append(digit.element)
  }
}
