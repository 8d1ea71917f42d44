/// The count, mean and variance of a stream of numbers, in constant memory.
///
/// Plain sums collect a block, and ``endBlock()`` merges it by the formula of Chan, Golub and
/// LeVeque. That leaves one addition of latency per number in a hot loop and none of the cancellation
/// that sums over a long stream suffer from. Blocks of about a thousand numbers serve well.
///
/// ## References
///
/// - T. F. Chan, G. H. Golub, R. J. LeVeque (1979), "Updating Formulae and a Pairwise Algorithm for
///   Computing Sample Variances", Stanford STAN-CS-79-773.
@frozen
public struct StreamingMoments: Hashable, Sendable {
  @usableFromInline var blockSum = 0.0
  @usableFromInline var blockSquares = 0.0
  @usableFromInline var blockCount = 0
  @usableFromInline var mergedMean = 0.0
  @usableFromInline var mergedSquares = 0.0
  @usableFromInline var mergedCount = 0

  /// Creates the moments of an empty stream.
  @inlinable
  public init() {}

  /// Adds a number.
  @inlinable
  public mutating func add(_ value: Double) {
    blockSum += value
    blockSquares = blockSquares.addingProduct(value, value)
    blockCount &+= 1
  }

  /// Adds a number of zeros.
  @inlinable
  public mutating func addZeros(_ count: Int) {
    blockCount &+= count
  }

  /// Adds numbers that have been summed already.
  @inlinable
  public mutating func add(sum: Double, sumOfSquares: Double, count: Int) {
    blockSum += sum
    blockSquares += sumOfSquares
    blockCount &+= count
  }

  /// Merges the numbers added since the last block.
  @inlinable
  public mutating func endBlock() {
    guard blockCount > 0 else { return }
    let count = Double(blockCount)
    let mean = blockSum / count
    let squares = blockSquares - blockSum * mean
    let total = Double(mergedCount + blockCount)
    let difference = mean - mergedMean
    mergedSquares += squares + difference * difference * Double(mergedCount) * count / total
    mergedMean += difference * count / total
    mergedCount += blockCount
    blockSum = 0
    blockSquares = 0
    blockCount = 0
  }

  private var merged: StreamingMoments {
    var copy = self
    copy.endBlock()
    return copy
  }

  /// The number of values.
  public var count: Int { mergedCount + blockCount }

  /// The arithmetic mean, or `nil` when there is no value or it is not finite.
  public var mean: Double? {
    let moments = merged
    return moments.mergedCount > 0 && moments.mergedMean.isFinite ? moments.mergedMean : nil
  }

  /// The variance that divides by n − 1, or `nil` below two values or when it is not finite.
  public var sampleVariance: Double? { variance(divisor: -1) }

  /// The variance that divides by n, or `nil` without a value or when it is not finite.
  public var populationVariance: Double? { variance(divisor: 0) }

  private func variance(divisor correction: Int) -> Double? {
    let moments = merged
    let degrees = moments.mergedCount + correction
    guard degrees > 0, moments.mergedSquares.isFinite else { return nil }
    return max(0, moments.mergedSquares) / Double(degrees)
  }
}
