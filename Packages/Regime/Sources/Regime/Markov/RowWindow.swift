/// The newest rows of a stream, kept without moving them.
struct RowWindow: Sendable {
  let features: [String]
  let capacity: Int
  private(set) var rows: [[Double]] = []
  private var next = 0

  init(features: [String], capacity: Int) {
    self.features = features
    self.capacity = capacity
    rows.reserveCapacity(capacity)
  }

  var isFull: Bool { rows.count == capacity }

  /// Checks a row before anything is done with it.
  func check(_ row: [Double], number: Int) throws(RegimeModelError) {
    guard row.count == features.count else {
      throw .wrongRowLength(row: number, expected: features.count, found: row.count)
    }
    if let feature = row.firstIndex(where: { !isUsable($0) }) {
      throw .invalidObservations([
        .notUsable(feature: features[feature], row: number, value: row[feature])
      ])
    }
  }

  mutating func append(_ row: [Double]) {
    if isFull { rows[next] = row } else { rows.append(row) }
    next = next + 1 == capacity ? 0 : next + 1
  }

  /// The rows as a table, oldest first.
  func table() -> ObservationTable {
    let start = isFull ? next : 0
    let ordered = rows[start...] + rows[..<start]
    return ObservationTable(
      unchecked: features,
      columns: features.indices.map { feature in ordered.map { $0[feature] } },
      rowCount: rows.count
    )
  }
}

/// The share of positions at which two sequences agree.
func agreement(_ left: [Int], _ right: [Int]) -> Double {
  let equal = zip(left, right).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
  return Double(equal) / Double(max(left.count, 1))
}
