/// Returns the front of each point: 0 for those that no point beats, 1 for those that only points of
/// front 0 beat, and so on.
///
/// - Parameter losses: The objectives of each point, small is good; shape `[points][objectives]`.
/// - Returns: The number of the front of each point.
/// - Complexity: O(points² · objectives).
///
/// References: Deb, Pratap, Agarwal, Meyarivan (2002), "A fast and elitist multiobjective genetic
/// algorithm: NSGA-II", IEEE Transactions on Evolutionary Computation 6(2).
func nonDominatedRanks(_ losses: [[Double]]) -> [Int] {
  var beaten = [[Int]](repeating: [], count: losses.count)
  var beaters = [Int](repeating: 0, count: losses.count)
  for first in losses.indices {
    for second in losses.indices.dropFirst(first + 1) {
      if dominates(losses[first], losses[second]) {
        beaten[first].append(second)
        beaters[second] += 1
      } else if dominates(losses[second], losses[first]) {
        beaten[second].append(first)
        beaters[first] += 1
      }
    }
  }
  var ranks = [Int](repeating: 0, count: losses.count)
  var front = losses.indices.filter { beaters[$0] == 0 }
  var rank = 0
  while !front.isEmpty {
    var next: [Int] = []
    for point in front {
      ranks[point] = rank
      for other in beaten[point] {
        beaters[other] -= 1
        if beaters[other] == 0 { next.append(other) }
      }
    }
    front = next
    rank += 1
  }
  return ranks
}

/// Whether the first point is nowhere worse and somewhere better.
private func dominates(_ first: [Double], _ second: [Double]) -> Bool {
  var isBetter = false
  for (left, right) in zip(first, second) {
    if left > right { return false }
    if left < right { isBetter = true }
  }
  return isBetter
}

/// Returns how much room each point of one front has: the sum over objectives of the distance of its
/// neighbours relative to the front's extent; infinite for the ends.
func crowdingDistances(_ losses: [[Double]]) -> [Double] {
  var distances = [Double](repeating: 0, count: losses.count)
  guard let first = losses.first else { return distances }
  for objective in first.indices {
    let order = losses.indices.sorted {
      (losses[$0][objective], $0) < (losses[$1][objective], $1)
    }
    let low = losses[order[0]][objective]
    let high = losses[order[order.count - 1]][objective]
    // An objective that all share says nothing about room.
    guard high / 2 > low / 2 else { continue }
    distances[order[0]] = .infinity
    distances[order[order.count - 1]] = .infinity
    for position in 1..<max(1, order.count - 1) {
      let (above, below) = (
        losses[order[position + 1]][objective], losses[order[position - 1]][objective]
      )
      // Halves, so that no difference of finite numbers overflows.
      distances[order[position]] += (above / 2 - below / 2) / (high / 2 - low / 2)
    }
  }
  return distances
}
