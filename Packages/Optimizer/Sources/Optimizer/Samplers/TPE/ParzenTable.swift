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
    for (axis, value) in point.values.enumerated() {
      guard let value else {
        columns[axis].append(0.5 * (axes[axis].low + axes[axis].high))
        isActive[axis].append(false)
        continue
      }
      let model = axes[axis].model(value)
      columns[axis].append(model)
      isActive[axis].append(true)
      if !axes[axis].isChoice { insert(model, on: axis) }
    }
    count += 1
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
