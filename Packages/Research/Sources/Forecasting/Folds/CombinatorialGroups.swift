/// All choices of some of several groups to hold out, and the paths that their forecasts make.
///
/// With *N* groups of which *k* are held out at a time there are C(*N*, *k*) splits. Every group is held out
/// in *k* / *N* · C(*N*, *k*) of them; taking the *i*-th of these for every group gives path *i*: as many
/// out-of-sample histories of the whole sample.
public struct CombinatorialGroups: Hashable, Sendable {
  /// The number of groups, *N*; 2 or more.
  public let groupCount: Int

  /// The number held out at a time, *k*; from 1 through *N* - 1.
  public let testedCount: Int

  /// The groups held out by each split, rising, splits in lexicographic order; shape `[splits][k]`.
  public let testedGroups: [[Int]]

  /// The largest number of splits that is made.
  public static let splitLimit = 100_000

  /// Lists the choices.
  ///
  /// - Throws: ``FoldError/outOfRange(field:expected:found:)``, and
  ///   ``FoldError/tooManySplits(limit:groups:tested:)``.
  /// - Complexity: O(splits · *k*).
  public init(groupCount: Int, testedCount: Int) throws(FoldError) {
    guard (2...1_000).contains(groupCount) else {
      throw .outOfRange(field: "groups", expected: 2...1_000, found: groupCount)
    }
    guard (1..<groupCount).contains(testedCount) else {
      throw .outOfRange(
        field: "groups held out",
        expected: 1...groupCount - 1,
        found: testedCount
      )
    }
    self.groupCount = groupCount
    self.testedCount = testedCount
    // Each factor keeps the running product a binomial coefficient, so that the division is exact.
    var splits = 1
    for factor in 1...min(testedCount, groupCount - testedCount) {
      splits = splits * (groupCount - factor + 1) / factor
      guard splits <= Self.splitLimit else {
        throw .tooManySplits(limit: Self.splitLimit, groups: groupCount, tested: testedCount)
      }
    }
    testedGroups = Self.combinations(of: groupCount, choosing: testedCount)
  }

  /// The number of splits: C(*N*, *k*).
  public var splitCount: Int { testedGroups.count }

  /// The number of paths: *k* / *N* · C(*N*, *k*).
  public var pathCount: Int { splitCount * testedCount / groupCount }

  /// The path to which each held-out group of each split belongs; shape `[splits][k]`.
  public var pathIndices: [[Int]] {
    var seen = [Int](repeating: 0, count: groupCount)
    return testedGroups.map { groups in
      groups.map { group in
        defer { seen[group] += 1 }
        return seen[group]
      }
    }
  }

  /// The split whose forecasts a path takes for each group; shape `[paths][groups]`.
  public var paths: [[Int]] {
    var paths = [[Int]](
      repeating: [Int](repeating: 0, count: groupCount),
      count: pathCount
    )
    for (split, (groups, indices)) in zip(testedGroups, pathIndices).enumerated() {
      for (group, path) in zip(groups, indices) { paths[path][group] = split }
    }
    return paths
  }

  private static func combinations(of count: Int, choosing size: Int) -> [[Int]] {
    var current = Array(0..<size)
    var result = [current]
    while let place = current.indices.last(where: { current[$0] < count - size + $0 }) {
      current[place] += 1
      for next in place + 1..<max(place + 1, size) { current[next] = current[next - 1] + 1 }
      result.append(current)
    }
    return result
  }
}
