/// The running average `y[i] = y[i-1] + weight * (x[i] - y[i-1])`, four values at a time or one by one.
///
/// Values are grouped by four from the start on. Inside a group the average is the group's first value plus
/// what the distances from it and from the last average decay to:
///
/// `y[j] = x[0] + (1 - weight)^(j+1) * (y[-1] - x[0]) + Σ weight * (1 - weight)^(j-m) * (x[m] - x[0])`.
///
/// Only one multiplication and addition per group waits for the group before it, and a constant
/// input gives that constant exactly. Both forms do the same operations in the same order, so their
/// results are equal bit for bit.
@frozen
public struct DecayingAverage: Hashable, Sendable {
  @usableFromInline let weight: Double
  // (1 - weight) to the powers 1, 2, 3 and 4.
  @usableFromInline let decays: SIMD4<Double>

  // The first value of the group, the average before the group less that value, and the sum up to here.
  @usableFromInline var reference: Double
  @usableFromInline var offset: Double
  @usableFromInline var sum: Double

  // Inside the group: the number of values, the last weighted distances, one and two steps of the sum.
  @usableFromInline var position: Int
  @usableFromInline var decay: Double
  @usableFromInline var weighted: Double
  @usableFromInline var pair: Double
  @usableFromInline var earlierPair: Double

  /// Creates an average that stands at a value.
  ///
  /// - Parameters:
  ///   - weight: The weight of the newest value, in (0, 1].
  ///   - start: The average before the first value.
  @inlinable
  public init(weight: Double, startingAt start: Double) {
    precondition(weight > 0 && weight <= 1, "a weight lies in (0, 1]")
    self.weight = weight
    let once = 1 - weight
    let twice = once * once
    let thrice = twice * once
    decays = SIMD4(once, twice, thrice, thrice * once)
    reference = start
    offset = 0
    sum = 0
    position = 0
    decay = 1
    weighted = 0
    pair = 0
    earlierPair = 0
  }

  /// Whether the next value begins a group, so that four may be given at once.
  @inlinable
  public var isBetweenGroups: Bool { position == 0 }

  /// Consumes the next value and returns the average.
  @inlinable
  public mutating func update(_ value: Double) -> Double {
    if position == 0 { begin(value) }
    let distance = weight * (value - reference)
    let two = distance.addingProduct(decays[0], weighted)
    sum = two.addingProduct(decays[1], earlierPair)
    decay = position == 0 ? decays[0] : decay * decays[0]
    weighted = distance
    earlierPair = pair
    pair = two
    position = (position + 1) & 3
    return reference + sum.addingProduct(decay, offset)
  }

  /// Consumes the next four values and returns the average after each.
  ///
  /// - Precondition: ``isBetweenGroups``.
  @inlinable
  @inline(__always)
  public mutating func update(_ values: SIMD4<Double>) -> SIMD4<Double> {
    begin(values[0])
    let distances = weight * (values - reference)
    let one = SIMD4(0, distances[0], distances[1], distances[2])
    let pairs = distances.addingProduct(decays[0], one)
    let two = SIMD4(0, 0, pairs[0], pairs[1])
    let sums = pairs.addingProduct(decays[1], two)
    sum = sums[3]
    return reference + sums.addingProduct(offset, decays)
  }

  // The last average of the group before is `reference + decays[3] * offset + sum`.
  @inlinable
  @inline(__always)
  mutating func begin(_ value: Double) {
    offset = (sum + (reference - value)).addingProduct(decays[3], offset)
    reference = value
    weighted = 0
    pair = 0
    earlierPair = 0
  }

  /// Replaces values by their running averages, row by row; `averages` may lie on `values`.
  ///
  /// - Parameters:
  ///   - values: The values of at least `rows.upperBound` rows.
  ///   - averages: Where the averages of the same rows go.
  ///   - rows: The rows whose values are consumed.
  @inlinable
  mutating func run(
    _ values: UnsafePointer<Double>,
    into averages: UnsafeMutablePointer<Double>,
    rows: Range<Int>
  ) {
    var row = rows.lowerBound
    while row < rows.upperBound, !isBetweenGroups {
      averages[row] = update(values[row])
      row &+= 1
    }
    while row &+ 4 <= rows.upperBound {
      store(update(load(values, row)), averages, row)
      row &+= 4
    }
    while row < rows.upperBound {
      averages[row] = update(values[row])
      row &+= 1
    }
  }
}

/// The mean of a number of values, about the first of them.
///
/// Where exponential averages start; of equal values it is that value exactly.
@frozen
@usableFromInline
struct StartingMean: Hashable, Sendable {
  @usableFromInline let target: Int
  @usableFromInline var count: Int
  @usableFromInline var reference: Double
  @usableFromInline var sum: Double

  /// Creates a mean of a number of values.
  @inlinable
  init(of target: Int) {
    precondition(target > 0, "a period is positive")
    self.target = target
    count = 0
    reference = 0
    sum = 0
  }

  /// Consumes the next value and returns the mean once there are enough.
  @inlinable
  mutating func update(_ value: Double) -> Double? {
    if count == 0 { reference = value }
    sum += value - reference
    count += 1
    return count == target ? reference + sum / Double(target) : nil
  }
}
