/// Returns the candidate that a misspelt name most likely meant, or `nil` when none is near.
///
/// Near means an edit distance (insertions, deletions, substitutions, swaps of neighbours) of at
/// most a third of the longer name, ignoring case, `_` and `-`. Of equally near candidates the first wins.
///
/// - Complexity: O(candidates · length²).
public func nearestName(to name: String, among candidates: [String]) -> String? {
  let wanted = folded(name)
  let ranked = candidates.map { (name: $0, distance: editDistance(wanted, folded($0))) }
  guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
  let longest = max(wanted.count, folded(best.name).count)
  return best.distance <= max(1, longest / 3) ? best.name : nil
}

private func folded(_ name: String) -> [Character] {
  name.lowercased().filter { $0 != "_" && $0 != "-" }.map { $0 }
}

/// The optimal string alignment distance.
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...right.count)
  for i in left.indices {
    var current = [i + 1]
    for j in right.indices {
      var cost = min(
        previous[j + 1] + 1,
        current[j] + 1,
        previous[j] + (left[i] == right[j] ? 0 : 1)
      )
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
        cost = min(cost, beforePrevious[j - 1] + 1)
      }
      current.append(cost)
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[right.count]
}
