internal import QuantMath

/// Points in rows, and the steps of clustering them around centres.
struct PointRows {
  let count: Int
  let dimension: Int

  /// The points one after another; shape `[n * d]`.
  let values: [Double]

  /// What one search for centres ended with.
  struct Clusters {
    /// The centres; shape `[k][d]`.
    var centres: [[Double]]

    /// The centre of each point; shape `[n]`.
    var labels: [Int]

    /// The sum of squared distances of points from their centres.
    var inertia: Double

    /// The number of rounds.
    var iterations: Int

    /// Whether the last round moved no point.
    var hasConverged: Bool
  }

  init(columns: [[Double]]) {
    count = columns.first?.count ?? 0
    dimension = columns.count
    var values: [Double] = []
    values.reserveCapacity(count * dimension)
    for row in 0..<count {
      for column in columns { values.append(column[row]) }
    }
    self.values = values
  }

  /// Centres chosen among the points, each with a probability proportional to its squared distance
  /// from the nearest centre chosen before (k-means++).
  ///
  /// Points that lie on centres already are chosen only when all do.
  ///
  /// References: Arthur, Vassilvitskii (2007), SODA '07.
  func spreadCentres(_ centreCount: Int, using stream: inout PhiloxStream) -> [[Double]] {
    var centres = [point(stream.index(below: count))]
    var nearest = [Double](repeating: .infinity, count: count)
    while centres.count < centreCount {
      let newest = centres[centres.count - 1]
      var total = 0.0
      for index in 0..<count {
        nearest[index] = min(nearest[index], squaredDistance(of: index, from: newest))
        total += nearest[index]
      }
      var (chosen, left) = (count - 1, stream.uniform() * total)
      for index in 0..<count {
        left -= nearest[index]
        if left < 0 {
          chosen = index
          break
        }
      }
      centres.append(point(chosen))
    }
    return centres
  }

  /// Moves centres to the means of their points until no point changes its centre (Lloyd).
  ///
  /// A centre without points moves to the point farthest from its own centre, whose inertia
  /// vanishes, so the sum of squared distances never rises.
  func cluster(from start: [[Double]], maximumIterations: Int) -> Clusters {
    var result = Clusters(
      centres: start,
      labels: [Int](repeating: -1, count: count),
      inertia: 0,
      iterations: 0,
      hasConverged: false
    )
    while result.iterations < maximumIterations {
      let hasChanged = assign(&result)
      if !hasChanged {
        result.hasConverged = true
        break
      }
      moveCentres(&result)
      result.iterations += 1
    }
    if !result.hasConverged { result.hasConverged = !assign(&result) }
    return result
  }

  /// Gives every point its nearest centre, the first of equals; whether any changed.
  private func assign(_ clusters: inout Clusters) -> Bool {
    var hasChanged = false
    var sum = CompensatedSum()
    for index in 0..<count {
      let (label, distance) = nearestCentre(of: index, among: clusters.centres)
      hasChanged = hasChanged || clusters.labels[index] != label
      clusters.labels[index] = label
      sum.add(distance)
    }
    clusters.inertia = sum.value
    return hasChanged
  }

  private func moveCentres(_ clusters: inout Clusters) {
    let centreCount = clusters.centres.count
    var sizes = [Int](repeating: 0, count: centreCount)
    for label in clusters.labels { sizes[label] += 1 }
    for centre in 0..<centreCount where sizes[centre] == 0 {
      var (farthest, distance) = (-1, 0.0)
      for index in 0..<count where sizes[clusters.labels[index]] > 1 {
        let own = squaredDistance(of: index, from: clusters.centres[clusters.labels[index]])
        if own > distance { (farthest, distance) = (index, own) }
      }
      guard farthest >= 0 else { continue }
      sizes[clusters.labels[farthest]] -= 1
      (clusters.labels[farthest], sizes[centre]) = (centre, 1)
      clusters.centres[centre] = point(farthest)
    }
    var sums = [[Double]](repeating: [Double](repeating: 0, count: dimension), count: centreCount)
    for index in 0..<count {
      let label = clusters.labels[index]
      for axis in 0..<dimension { sums[label][axis] += values[index * dimension + axis] }
    }
    for centre in 0..<centreCount where sizes[centre] > 0 {
      clusters.centres[centre] = sums[centre].map { $0 / Double(sizes[centre]) }
    }
  }

  private func nearestCentre(of index: Int, among centres: [[Double]]) -> (Int, Double) {
    var (label, nearest) = (0, Double.infinity)
    for (number, centre) in centres.enumerated() {
      let distance = squaredDistance(of: index, from: centre)
      if distance < nearest { (label, nearest) = (number, distance) }
    }
    return (label, nearest)
  }

  private func point(_ index: Int) -> [Double] {
    Array(values[(index * dimension)..<((index + 1) * dimension)])
  }

  private func squaredDistance(of index: Int, from centre: [Double]) -> Double {
    var sum = 0.0
    for axis in 0..<dimension {
      let difference = values[index * dimension + axis] - centre[axis]
      sum += difference * difference
    }
    return sum
  }
}
