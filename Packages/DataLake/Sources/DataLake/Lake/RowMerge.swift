import MarketModel

/// Merges new rows of one series into stored ones.
struct RowMerge {
  /// The rows to be stored; `nil` when nothing changed.
  private(set) var merged: SeriesRows?

  /// What happened to the new rows.
  private(set) var counts: MergeCounts

  /// The rows that were refused.
  private(set) var conflicts = ConflictReport(count: 0, rows: [])

  /// The times between which stored rows must be among the new ones.
  private var exactRange: ClosedRange<Int64>?

  /// Merges rows of one stretch, which may be part of a longer change.
  ///
  /// - Complexity: O(stored + new).
  init(stored: SeriesRows?, new rows: SeriesRows, within all: SeriesRows, policy: MergePolicy) {
    if case .exact = policy, let first = all.times.first, let last = all.times.last {
      exactRange = first...last
    }
    counts = MergeCounts(series: rows.key, inserted: 0, unchanged: 0, replaced: 0)
    let new = collapsed(rows)
    guard let stored, stored.count > 0 else {
      counts.inserted += new.count
      merged = new.count > 0 ? new : nil
      return
    }
    let order = mergeOrder(stored, new, policy)
    guard counts.inserted + counts.replaced + counts.removed > 0 else { return }
    let joined = stored.followed(by: new)
    let isAppended = order.count == joined.rowCount && order.indices.allSatisfy { order[$0] == $0 }
    merged = SeriesRows(key: rows.key, sorted: isAppended ? joined : joined.selecting(order))
  }

  /// Drops rows that arrive twice; rows of one key that differ are conflicts under any policy.
  private mutating func collapsed(_ rows: SeriesRows) -> SeriesRows {
    var kept: [Int] = []
    var hasRepeats = false
    for row in 0..<rows.count {
      if row > 0, !rows.precedes(row - 1, row) {
        if !hasRepeats { (kept, hasRepeats) = (Array(0..<row), true) }
        let first = kept[kept.count - 1]
        if rows.equals(first, rows, row) {
          counts.unchanged += 1
        } else {
          refuse(rows, first, rows, row)
        }
      } else if hasRepeats {
        kept.append(row)
      }
    }
    return hasRepeats ? rows.selecting(kept) : rows
  }

  /// The positions, in stored rows followed by new ones, of the merged rows in order.
  private mutating func mergeOrder(
    _ stored: SeriesRows,
    _ new: SeriesRows,
    _ policy: MergePolicy
  ) -> [Int] {
    var order: [Int] = []
    order.reserveCapacity(stored.count + new.count)
    var (left, right) = (0, 0)
    while left < stored.count || right < new.count {
      let comparison =
        left == stored.count ? 1 : right == new.count ? -1 : stored.compare(left, new, right)
      if comparison < 0 {
        if keeps(stored, left, policy) { order.append(left) }
        left += 1
      } else if comparison > 0 {
        order.append(stored.count + right)
        counts.inserted += 1
        right += 1
      } else {
        order.append(resolve(stored, left, new, right, policy) ? stored.count + right : left)
        left += 1
        right += 1
      }
    }
    return order
  }

  /// Whether a stored row stays that is not among the new ones.
  private mutating func keeps(_ stored: SeriesRows, _ row: Int, _ policy: MergePolicy) -> Bool {
    guard case .exact(let isReplacing) = policy, exactRange?.contains(stored.times[row]) == true
    else { return true }
    if isReplacing {
      counts.removed += 1
      return false
    }
    conflicts.count += 1
    if conflicts.rows.count < ConflictReport.listed {
      conflicts.rows.append(
        .absent(stored.key, at: stored.times[row], sequence: stored.sequences?[row])
      )
    }
    return true
  }

  /// Whether the new row takes the place of the stored one of the same key.
  private mutating func resolve(
    _ stored: SeriesRows,
    _ left: Int,
    _ new: SeriesRows,
    _ right: Int,
    _ policy: MergePolicy
  ) -> Bool {
    if stored.equals(left, new, right) {
      counts.unchanged += 1
      return false
    }
    let isReplaceable =
      switch policy {
      case .refuseConflicts: false
      case .replace: true
      case .exact(let isReplacing): isReplacing
      case .upgrade(let column, let values):
        stored.table[column].map { values.contains($0.text(at: left)) } ?? false
      }
    if isReplaceable {
      counts.replaced += 1
    } else {
      refuse(stored, left, new, right)
    }
    return isReplaceable
  }

  private mutating func refuse(_ stored: SeriesRows, _ left: Int, _ new: SeriesRows, _ right: Int) {
    conflicts.count += 1
    guard conflicts.rows.count < ConflictReport.listed else { return }
    conflicts.rows.append(
      ConflictReport.Row(
        series: new.key,
        time: Timestamp(nanoseconds: new.times[right]),
        sequence: new.sequences?[right],
        differences: stored.differences(left, new, right)
      )
    )
  }
}

extension ConflictReport.Row {
  /// A stored row that an exact change lacks.
  static func absent(_ key: SeriesKey, at time: Int64, sequence: Int64?) -> Self {
    ConflictReport.Row(
      series: key,
      time: Timestamp(nanoseconds: time),
      sequence: sequence,
      differences: [
        .init(column: "row", stored: "the row that is stored", refused: "none at this time")
      ]
    )
  }
}
