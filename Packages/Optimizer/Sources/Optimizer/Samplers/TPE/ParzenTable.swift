/// The points of finished trials, column by column in model units, with the order along each axis.
struct ParzenTable: Sendable {
  let axes: [Coordinate]
  private(set) var count = 0

  /// The model coordinate of each trial, the middle of the axis while inactive; shape
  /// `[axes][trials]`.
  private(set) var columns: [[Double]]

  /// Whether the parameter took part; shape `[axes][trials]`.
  private(set) var isActive: [[Bool]]

  /// The trials in which the parameter took part, by coordinate and then age.
  private(set) var order: [[Int]]

  init(axes: [Coordinate]) {
    self.axes = axes
    columns = axes.map { _ in [] }
    isActive = axes.map { _ in [] }
    order = axes.map { _ in [] }
  }

  mutating func append(_ point: SearchPoint) {
    for axis in axes.indices {
      guard let model = add(point.values[axis], on: axis), !axes[axis].isChoice else { continue }
      insert(model, on: axis)
    }
    count += 1
  }

  /// Appends many points at once.
  ///
  /// - Complexity: O(points · axes · log points).
  mutating func append(_ points: [SearchPoint]) {
    for axis in axes.indices {
      let first = columns[axis].count
      for point in points { _ = add(point.values[axis], on: axis) }
      guard !axes[axis].isChoice else { continue }
      let column = columns[axis]
      order[axis] += (first..<column.count).filter { isActive[axis][$0] }
      order[axis].sort { (column[$0], $0) < (column[$1], $1) }
    }
    count += points.count
  }

  /// Adds a value to the columns of an axis, and returns its model coordinate while active.
  private mutating func add(_ value: Double?, on axis: Int) -> Double? {
    let model = value.map(axes[axis].model)
    columns[axis].append(model ?? 0.5 * (axes[axis].low + axes[axis].high))
    isActive[axis].append(model != nil)
    return model
  }

  /// Files the newest trial behind those with the same coordinate.
  private mutating func insert(_ model: Double, on axis: Int) {
    var (low, high) = (0, order[axis].count)
    while low < high {
      let middle = (low + high) / 2
      if columns[axis][order[axis][middle]] <= model { low = middle + 1 } else { high = middle }
    }
    order[axis].insert(count, at: low)
  }
}
