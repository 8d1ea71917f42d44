extension BaumWelch {
  /// The two recursions over rows, one from each end.
  ///
  /// A row is divided by the sum of its neighbour instead of its own: the sum of a forward row is
  /// then the density of the row given those before it, and the division is not on the path from
  /// row to row. The two recursions do not depend on each other, so the processor overlaps them.
  func runChains(initial: [Double], transitions: [Double]) {
    // The common sizes are unrolled by the compiler.
    switch stateCount {
    case 2: chains(initial, transitions, 2)
    case 3: chains(initial, transitions, 3)
    case 4: chains(initial, transitions, 4)
    default: chains(initial, transitions, stateCount)
    }
  }

  @inline(__always)
  private func chains(_ initial: [Double], _ transitions: [Double], _ states: Int) {
    let (forward, backward, densities, stride) = (forward, backward, densities, stride)
    let last = rowCount - 1
    for state in 0..<states {
      forward[state * stride] = initial[state] * densities[state * stride]
      backward[state * stride + last] = densities[state * stride + last]
    }
    transitions.withUnsafeBufferPointer { moves in
      for step in 1..<rowCount {
        let (front, back) = (step, last - step)
        var (frontSum, backSum) = (0.0, 0.0)
        for state in 0..<states {
          frontSum += forward[state * stride + front - 1]
          backSum += backward[state * stride + back + 1]
        }
        let (frontScale, backScale) = (1 / frontSum, 1 / backSum)
        for state in 0..<states {
          var (into, outOf) = (0.0, 0.0)
          for other in 0..<states {
            into += forward[other * stride + front - 1] * moves[other * states + state]
            outOf += moves[state * states + other] * backward[other * stride + back + 1]
          }
          let (here, there) = (state * stride + front, state * stride + back)
          forward[here] = into * (densities[here] * frontScale)
          backward[there] = outOf * (densities[there] * backScale)
        }
      }
    }
  }

  /// The smallest scale of a row at which nothing that matters has underflowed.
  private static var smallestScale: Double { 1e-280 }

  /// Joins the two recursions: posteriors, expected moves and the likelihood.
  ///
  /// - Returns: `nil` when a row's scale left the range of numbers.
  func moves(_ transitions: [Double]) -> (counts: [Double], logLikelihood: Double)? {
    switch stateCount {
    case 2: moves(transitions, 2)
    case 3: moves(transitions, 3)
    case 4: moves(transitions, 4)
    default: moves(transitions, stateCount)
    }
  }

  @inline(__always)
  private func moves(
    _ transitions: [Double],
    _ states: Int
  ) -> (counts: [Double], logLikelihood: Double)? {
    let (forward, backward, posteriors, stride) = (forward, backward, posteriors, stride)
    let (moveCount, limit) = (rowCount - 1, Lanes(repeating: Self.smallestScale))
    var scales = LogarithmicProduct()
    var isSmall = SIMDMask<SIMD8<Int64>>(repeating: false)
    var counts = [Double](repeating: 0, count: states * states)
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: states * (states + 1)) { room in
      room.initialize(repeating: Lanes(repeating: 0))
      let products = room.baseAddress.unsafelyUnwrapped + states * states
      transitions.withUnsafeBufferPointer { moves in
        for row in Swift.stride(from: 0, to: moveCount, by: 8) {
          var (sum, joint) = (Lanes(repeating: 0), Lanes(repeating: 0))
          for to in 0..<states {
            var predicted = Lanes(repeating: 0)
            for from in 0..<states {
              predicted += forward.lanes(from * stride + row) * moves[from * states + to]
            }
            let product = predicted * backward.lanes(to * stride + row + 1)
            products[to] = product
            joint += product
            sum += forward.lanes(to * stride + row)
          }
          var inverse = 1 / joint
          if row + 8 > moveCount {
            let outside = lanesFrom(moveCount - row)
            inverse.replace(with: 0, where: outside)
            sum.replace(with: 1, where: outside)
          }
          isSmall .|= .!(joint .>= limit) .| .!(sum .>= limit)
          scales.multiply(by: sum)
          for to in 0..<states {
            posteriors.store(products[to] * inverse, at: to * stride + row + 1)
          }
          for from in 0..<states {
            let share = forward.lanes(from * stride + row) * inverse
            for to in 0..<states {
              room[from * states + to] += share * backward.lanes(to * stride + row + 1)
            }
          }
        }
        for entry in counts.indices { counts[entry] = room[entry].total * moves[entry] }
      }
    }
    let lastSum = (0..<states).reduce(0) { $0 + forward[$1 * stride + moveCount] }
    guard !any(isSmall), lastSum >= Self.smallestScale else { return nil }
    setFirstPosteriors(transitions)
    return (counts, scales.logarithm + logarithm(lastSum) + peakSum())
  }

  /// The first row has no move into it, so its posteriors come from the move out of it.
  private func setFirstPosteriors(_ transitions: [Double]) {
    let weights = (0..<stateCount).map { from in
      guard rowCount > 1 else { return forward[from * stride] }
      let onward = (0..<stateCount).reduce(0) {
        $0 + transitions[from * stateCount + $1] * backward[$1 * stride + 1]
      }
      return forward[from * stride] * onward
    }
    let total = weights.reduce(0, +)
    for state in 0..<stateCount { posteriors[state * stride] = weights[state] / total }
  }

  private func peakSum() -> Double {
    var sum = Lanes(repeating: 0)
    for row in Swift.stride(from: 0, to: paddedCount, by: 8) {
      var values = peaks.lanes(row)
      if row + 8 > rowCount { values.replace(with: 0, where: lanesFrom(rowCount - row)) }
      sum += values
    }
    return sum.total
  }
}

/// The lanes from one on.
@inline(__always)
private func lanesFrom(_ first: Int) -> SIMDMask<SIMD8<Int64>> {
  SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7) .>= SIMD8<Int64>(repeating: Int64(first))
}

/// The logarithm of a long product of positive numbers, with few logarithms taken.
///
/// Significands are multiplied and exponents are added; 512 significands below 2 stay below 2^512.
private struct LogarithmicProduct {
  private var significands = Lanes(repeating: 1)
  private var exponents = SIMD8<Int64>(repeating: 0)
  private var pending = 0
  private var folded = 0.0

  /// Multiplies by eight normal numbers.
  @inline(__always)
  mutating func multiply(by factors: Lanes) {
    let bits = unsafeBitCast(factors, to: SIMD8<Int64>.self)
    exponents &+= (bits &>> 52) &- 1_023
    let significand = (bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000
    significands *= unsafeBitCast(significand, to: Lanes.self)
    pending += 1
    if pending == 512 { fold() }
  }

  private mutating func fold() {
    folded += Self.logarithm(of: significands)
    (significands, pending) = (Lanes(repeating: 1), 0)
  }

  private static func logarithm(of values: Lanes) -> Double {
    values.indices.reduce(0) { $0 + Regime.logarithm(values[$1]) }
  }

  var logarithm: Double {
    Double(exponents.wrappedSum()) * 0x1.62e42fefa39efp-1
      + (folded + Self.logarithm(of: significands))
  }
}
