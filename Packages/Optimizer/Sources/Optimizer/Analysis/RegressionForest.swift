internal import QuantMath

/// Regression trees on resampled rows; predicts rows that a tree has not seen.
///
/// References: Breiman (2001), "Random forests", Machine Learning 45.
struct RegressionForest {
  /// How one column splits rows.
  enum Column: Sendable {
    /// At a threshold.
    case ordered

    /// One value against the others.
    case categories
  }

  let columns: [Column]

  /// Features column by column, and targets; shapes `[columns][rows]` and `[rows]`.
  let features: [[Double]]
  let targets: [Double]

  /// The smallest number of rows on one side of a split.
  static let leastRows = 2

  private var trees: [Tree] = []

  /// Grows a forest; every tree draws from its own stream.
  init(columns: [Column], features: [[Double]], targets: [Double], trees: Int, seed: UInt64) {
    self.columns = columns
    self.features = features
    self.targets = targets
    self.trees = (0..<trees).map { tree in
      var stream = PhiloxStream(
        seed: seed,
        purpose: DrawPurpose.forest,
        trial: UInt32(truncatingIfNeeded: tree),
        path: 0
      )
      let rows = targets.map { _ in stream.index(below: targets.count) }
      var grown = Tree(unseen: Array(Set(targets.indices).subtracting(rows)).sorted())
      grow(&grown, rows, &stream)
      return grown
    }
  }

  private struct Split {
    var column: Int
    var value: Double
    var gain: Double
  }

  private struct Node {
    var column = -1
    var value = 0.0
    var left = 0
    var right = 0
    var mean = 0.0
  }

  private struct Tree {
    var nodes: [Node] = []
    let unseen: [Int]

    init(unseen: [Int]) { self.unseen = unseen }
  }

  private func goesLeft(_ value: Double, _ column: Int, _ split: Double) -> Bool {
    switch columns[column] {
    case .ordered: value <= split
    case .categories: value == split
    }
  }

  private func grow(_ tree: inout Tree, _ rows: [Int], _ stream: inout PhiloxStream) {
    var waiting = [(node: 0, rows: rows)]
    tree.nodes.append(Node())
    while let (node, rows) = waiting.popLast() {
      tree.nodes[node].mean = rows.reduce(0) { $0 + targets[$1] } / Double(rows.count)
      guard let split = bestSplit(rows, &stream) else { continue }
      let isLeft = rows.map { goesLeft(features[split.column][$0], split.column, split.value) }
      tree.nodes[node].column = split.column
      tree.nodes[node].value = split.value
      tree.nodes[node].left = tree.nodes.count
      tree.nodes[node].right = tree.nodes.count + 1
      waiting.append((tree.nodes.count, zip(rows, isLeft).filter(\.1).map(\.0)))
      waiting.append((tree.nodes.count + 1, zip(rows, isLeft).filter { !$0.1 }.map(\.0)))
      tree.nodes += [Node(), Node()]
    }
  }

  /// The split of a third of the columns, at least one, that explains most; `nil` for none.
  private func bestSplit(_ rows: [Int], _ stream: inout PhiloxStream) -> Split? {
    guard rows.count >= 2 * Self.leastRows else { return nil }
    var order = Array(columns.indices)
    for end in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(end, stream.index(below: end + 1))
    }
    var best: Split?
    let wanted = max(1, (order.count + 2) / 3)
    for (place, column) in order.enumerated() {
      // Columns beyond the third are looked at only while nothing splits the rows.
      if place >= wanted, best != nil { break }
      let found =
        switch columns[column] {
        case .ordered: orderedSplit(rows, column)
        case .categories: categorySplit(rows, column)
        }
      if let found, found.gain > (best?.gain ?? 0) { best = found }
    }
    return best
  }

  private func orderedSplit(_ rows: [Int], _ column: Int) -> Split? {
    let sorted = rows.sorted { (features[column][$0], $0) < (features[column][$1], $1) }
    let total = rows.reduce(0) { $0 + targets[$1] }
    let count = Double(rows.count)
    var (sum, best) = (0.0, Split?.none)
    for place in 1..<sorted.count {
      sum += targets[sorted[place - 1]]
      let (here, next) = (features[column][sorted[place - 1]], features[column][sorted[place]])
      guard here < next, place >= Self.leastRows, sorted.count - place >= Self.leastRows else {
        continue
      }
      let gain = Self.gain(sum, Double(place), total, count)
      if gain > (best?.gain ?? 1e-12) { best = Split(column: column, value: here, gain: gain) }
    }
    return best
  }

  private func categorySplit(_ rows: [Int], _ column: Int) -> Split? {
    let total = rows.reduce(0) { $0 + targets[$1] }
    var best: Split?
    for value in Set(rows.map { features[column][$0] }).sorted() {
      let members = rows.filter { features[column][$0] == value }
      guard members.count >= Self.leastRows, rows.count - members.count >= Self.leastRows else {
        continue
      }
      let sum = members.reduce(0) { $0 + targets[$1] }
      let gain = Self.gain(sum, Double(members.count), total, Double(rows.count))
      if gain > (best?.gain ?? 1e-12) { best = Split(column: column, value: value, gain: gain) }
    }
    return best
  }

  /// By how much the squared error falls.
  private static func gain(
    _ sum: Double,
    _ part: Double,
    _ total: Double,
    _ count: Double
  ) -> Double {
    let rest = total - sum
    return sum * sum / part + rest * rest / (count - part) - total * total / count
  }

  private func prediction(_ tree: Tree, _ value: (Int) -> Double) -> Double {
    var node = tree.nodes[0]
    while node.column >= 0 {
      let isLeft = goesLeft(value(node.column), node.column, node.value)
      node = tree.nodes[isLeft ? node.left : node.right]
    }
    return node.mean
  }

  /// Returns the mean squared error on rows that a tree has not seen, as they are and with each column
  /// shuffled among them.
  ///
  /// - Returns: Both, or `nil` when every tree has seen every row.
  func unseenErrors(seed: UInt64) -> (plain: Double, shuffled: [Double])? {
    var (plain, count) = (0.0, 0.0)
    var shuffled = columns.map { _ in 0.0 }
    for (number, tree) in trees.enumerated() {
      count += Double(tree.unseen.count)
      for row in tree.unseen {
        let error = targets[row] - prediction(tree) { features[$0][row] }
        plain += error * error
      }
      for column in columns.indices {
        var stream = PhiloxStream(
          seed: seed,
          purpose: DrawPurpose.forest,
          trial: UInt32(truncatingIfNeeded: number),
          path: UInt32(truncatingIfNeeded: column + 1)
        )
        var donors = tree.unseen
        for end in stride(from: donors.count - 1, to: 0, by: -1) {
          donors.swapAt(end, stream.index(below: end + 1))
        }
        for (row, donor) in zip(tree.unseen, donors) {
          let error =
            targets[row]
            - prediction(tree) { features[$0][$0 == column ? donor : row] }
          shuffled[column] += error * error
        }
      }
    }
    guard count > 0 else { return nil }
    return (plain / count, shuffled.map { $0 / count })
  }
}
