internal import Features
internal import MarketModel

/// The rows that parts have in common, complete and in range, as positions in each part.
struct DatasetRows {
  private let parts: [DatasetPart]
  private let positions: [[Int]]
  private let unmatched: Int
  private let undefined: Int
  private let beforeFirstDate: Int

  /// Joins parts by date and keeps the complete rows from the first date on.
  init(_ parts: [DatasetPart], _ request: DatasetRequest) throws(DatasetError) {
    self.parts = parts
    for part in parts { try part.checkDatesDistinct() }
    let matched = try Self.commonRows(of: parts)
    unmatched = parts[0].frame.count - matched.count
    let complete = matched.filter { rows in
      zip(parts, rows).allSatisfy { part, row in
        part.frame.columns.allSatisfy { $0.isDefined[row] }
      }
    }
    undefined = matched.count - complete.count
    guard !complete.isEmpty else {
      throw .noCompleteRow(
        bars: matched.count,
        needed: (parts.map(\.lookback).max() ?? 0) + 1,
        neverDefined: parts.flatMap { part in
          part.frame.columns.filter { !$0.isDefined.contains(true) }.map(\.name)
        }
      )
    }
    positions = complete.filter { rows in
      request.firstDate.map { parts[0].dates[rows[0]] >= $0 } ?? true
    }
    beforeFirstDate = complete.count - positions.count
    guard !positions.isEmpty else {
      throw .noRowInRange(
        first: request.firstDate,
        last: request.lastDate,
        available: DateSpan(complete.map { parts[0].dates[$0[0]] })
      )
    }
  }

  /// The positions of the rows in the first part.
  var ownRows: [Int] { positions.map { $0[0] } }

  /// The dates of the rows.
  var dates: [CivilDate] { ownRows.map { parts[0].dates[$0] } }

  /// Returns the rows of all parts beside each other, each visible when all of its parts are.
  func frame(of own: FeatureFrame) throws(DatasetError) -> FeatureFrame {
    do throws(FeatureFrameError) {
      return try FeatureFrame(
        symbol: own.symbol,
        interval: own.interval,
        openTimes: ownRows.map { own.openTimes[$0] },
        closeTimes: positions.map { rows in
          zip(parts, rows).reduce(Int64.min) { max($0, $1.0.frame.closeTimes[$1.1]) }
        },
        columns: parts.indices.flatMap { index in
          parts[index].frame.columns.map { column in
            FeatureColumn(name: column.name, positions.map { column[$0[index]] })
          }
        }
      )
    } catch {
      throw .join(error)
    }
  }

  func report(barsRead: Int) -> DatasetReport {
    DatasetReport(
      barsRead: barsRead,
      bars: parts[0].frame.count,
      unmatched: unmatched,
      undefined: undefined,
      beforeFirstDate: beforeFirstDate,
      rows: positions.count,
      losses: parts.flatMap(\.losses)
    )
  }

  /// Positions in every part of the dates that all have, rising.
  private static func commonRows(of parts: [DatasetPart]) throws(DatasetError) -> [[Int]] {
    guard parts.count > 1 else { return parts[0].dates.indices.map { [$0] } }
    var rowOfDate: [CivilDate: Int] = [:]
    for (row, date) in parts[1].dates.enumerated() { rowOfDate[date] = row }
    let common = parts[0].dates.indices.compactMap { row in
      rowOfDate[parts[0].dates[row]].map { [row, $0] }
    }
    guard !common.isEmpty else {
      throw .join(
        .noCommonDates(left: DateSpan(parts[0].dates), right: DateSpan(parts[1].dates))
      )
    }
    return common
  }
}

extension DatasetPart {
  fileprivate func checkDatesDistinct() throws(DatasetError) {
    for row in dates.indices.dropFirst() where dates[row] == dates[row - 1] {
      throw .join(.duplicateDate(symbol: frame.symbol, row: row, date: dates[row]))
    }
  }
}
