/// The running average `y[i] = y[i-1] + weight * (x[i] - y[i-1])`, four values at a time or one by
/// one.
///
/// Values are grouped by four from the start on. Inside a group the average is the group's first
/// value plus what the distances from it and from the last average decay to:
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

  @usableFromInline var group: Group

  // Inside the group: the number of values, the decay up to here, the last weighted distance, and
  // the sums of the last two pairs of them.
  @usableFromInline var position: Int
  @usableFromInline var decay: Double
  @usableFromInline var weighted: Double
  @usableFromInline var pair: Double
  @usableFromInline var earlierPair: Double

  /// What a group hands on to the next: its last average is `reference + decay * offset + sum`.
  @frozen
  @usableFromInline
  struct Group: Hashable, Sendable {
    /// The first value of the group.
    @usableFromInline var reference: Double

    /// The average before the group less that value.
    @usableFromInline var offset: Double

    /// What the distances from the first value have added.
    @usableFromInline var sum: Double

    @inlinable
    init(startingAt start: Double) {
      reference = start
      offset = 0
      sum = 0
    }

    /// Begins the next group, after a whole one.
    @inlinable
    @inline(__always)
    mutating func advance(to value: Double, _ decay: Double) {
      offset = (sum + (reference - value)).addingProduct(decay, offset)
      reference = value
    }
  }

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
    group = Group(startingAt: start)
    position = 0
    decay = 1
    weighted = 0
    pair = 0
    earlierPair = 0
  }

  /// Consumes the next value and returns the average.
  @inlinable
  public mutating func update(_ value: Double) -> Double {
    if position == 0 {
      group.advance(to: value, decays[3])
      (decay, weighted, pair, earlierPair) = (1, 0, 0, 0)
    }
    let distance = weight * (value - group.reference)
    let two = distance.addingProduct(decays[0], weighted)
    group.sum = two.addingProduct(decays[1], earlierPair)
    decay *= decays[0]
    weighted = distance
    earlierPair = pair
    pair = two
    position = (position + 1) & 3
    return group.reference + group.sum.addingProduct(decay, group.offset)
  }

  /// Replaces values by their running averages; the averages may go where the values are.
  @inlinable
  mutating func run(
    _ values: UnsafePointer<Double>,
    into averages: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    var row = 0
    while row < count, position > 0 {
      averages[row] = update(values[row])
      row &+= 1
    }
    // A copy, which lives in registers.
    var group = group
    while row &+ 4 <= count {
      store(average(load(values, row), values[row], &group), averages, row)
      row &+= 4
    }
    self.group = group
    while row < count {
      averages[row] = update(values[row])
      row &+= 1
    }
  }

  /// Does what two separate runs do, in one: each fills the other's waiting.
  @inlinable
  static func run(
    _ one: inout DecayingAverage,
    _ oneValues: UnsafePointer<Double>,
    into oneAverages: UnsafeMutablePointer<Double>,
    _ other: inout DecayingAverage,
    _ otherValues: UnsafePointer<Double>,
    into otherAverages: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    var row = 0
    if one.position == 0, other.position == 0 {
      var (oneGroup, otherGroup) = (one.group, other.group)
      while row &+ 4 <= count {
        let values = load(otherValues, row)
        let average = one.average(load(oneValues, row), oneValues[row], &oneGroup)
        let otherAverage = other.average(values, otherValues[row], &otherGroup)
        store(average, oneAverages, row)
        store(otherAverage, otherAverages, row)
        row &+= 4
      }
      (one.group, other.group) = (oneGroup, otherGroup)
    }
    one.run(oneValues + row, into: oneAverages + row, count: count - row)
    other.run(otherValues + row, into: otherAverages + row, count: count - row)
  }

  /// Consumes a whole group and returns the average after each of its values.
  @inlinable
  @inline(__always)
  func average(_ values: Lanes, _ first: Double, _ group: inout Group) -> Lanes {
    group.advance(to: first, decays[3])
    let distances = weight * (values - first)
    let one = Lanes(0, distances[0], distances[1], distances[2])
    let pairs = distances.addingProduct(decays[0], one)
    let two = Lanes(0, 0, pairs[0], pairs[1])
    let sums = pairs.addingProduct(decays[1], two)
    group.sum = sums[3]
    return first + sums.addingProduct(group.offset, decays)
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
