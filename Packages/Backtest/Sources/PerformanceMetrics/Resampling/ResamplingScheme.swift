/// How a resampled path draws from the observations.
public enum ResamplingScheme: Hashable, Sendable {
  /// Draws single observations with replacement: destroys every dependence in time.
  case independent

  /// Draws blocks of a fixed length from a circle of the observations (Politis and Romano 1992).
  case circularBlock(length: Int)

  /// Draws blocks of geometric length from a circle of the observations (Politis and Romano 1994).
  ///
  /// A resampled path is stationary, unlike that of fixed blocks.
  case stationary(meanLength: Double)

  /// Throws unless the lengths have a meaning.
  func validate() throws(MetricError) {
    switch self {
    case .independent: return
    case .circularBlock(let length):
      guard length >= 1 else {
        throw .settingOutOfRange(
          name: "block length",
          expected: "1 or more",
          found: Double(length)
        )
      }
    case .stationary(let length):
      guard length >= 1, length.isFinite else {
        throw .settingOutOfRange(
          name: "mean block length",
          expected: "1 or more",
          found: length
        )
      }
    }
  }
}

/// Returns the customary block length for a number of observations.
///
/// ```
/// length = min(n, max(2, round(sqrt(n))))
/// ```
///
/// - Parameter count: The number of observations *n*; 0 or more.
/// - Returns: A length from 0 to *n*.
public func customaryBlockLength(for count: Int) -> Int {
  min(count, max(2, Int(Double(count).squareRoot().rounded())))
}

/// What a stream of random draws is used for, so that two uses of one seed never share draws.
///
/// The numbers are part of every result: a change moves published figures.
enum ResamplingPurpose {
  static let monteCarlo: UInt32 = 0x4D43_0001
  static let returns: UInt32 = 0x4D43_0002
  static let realityCheck: UInt32 = 0x4D43_0003
}
