import DataLake
import MarketModel
import Testing

@Suite("the quality of facts")
struct FactQualityTests {
  private let day: Int64 = 86_400_000_000_000
  private let hour: Int64 = 3_600_000_000_000

  private func check(
    _ table: LakeTable,
    _ rows: [(time: Int64, value: Double)]
  ) throws -> FactQualityReport {
    var columns = [Column("timestamp", .timestamp(rows.map(\.time)))]
    let values = rows.map(\.value)
    switch table {
    case .funding: columns.append(Column("rate", .double(values)))
    case .openInterest:
      columns.append(Column("open_interest", optional: values.map { $0 == 7 ? nil : $0 }))
      columns.append(Column("open_interest_value", optional: values))
    default: columns.append(Column(table.dailyValueColumn ?? "", .double(values)))
    }
    return try checkQuality(
      of: .market(table, "BTC", provider: "vendor"),
      rows: try ColumnTable(columns),
      settings: .standard
    )
  }

  @Test("finds missing days, runs of zeros and jumps, by time")
  func days() throws {
    let report = try check(
      .marketcap,
      [0, 1, 2, 5, 6, 7].enumerated().map { row, at in
        (at * day, [0, 0, 10, 11, 22, 10][row])
      }
    )
    #expect(report.stepSeconds == 86_400)
    #expect((report.rows, report.missing, report.zeros, report.jumps) == (6, 2, 2, 2))
    #expect(report.negatives == 0)
    #expect(report.findings.map(\.kind) == [.zeros, .gap, .jump, .jump])
    #expect(
      report.findings.map(\.evidence) == [
        "2 rows through 1970-01-02T00:00:00Z",
        "2 rows missing between 1970-01-03T00:00:00Z and 1970-01-06T00:00:00Z", "11.0 -> 22.0",
        "22.0 -> 10.0",
      ]
    )
  }

  @Test("takes the commonest step of settlements, and shorter ones for no gap")
  func steps() throws {
    let times: [Int64] = [0, 8, 16, 18, 20, 24, 32, 56]
    let report = try check(.funding, times.map { ($0 * hour, -0.0001) })
    #expect(report.stepSeconds == 28_800)
    #expect(report.missing == 2)
    #expect(report.findings.count == 1)
    #expect((report.zeros, report.negatives, report.jumps) == (0, 0, 0))
  }

  @Test("finds negative values, and judges open interest by coins before USD")
  func negatives() throws {
    let report = try check(.openInterest, [(0, 5), (hour, 7), (2 * hour, -1), (3 * hour, -2)])
    #expect(report.negatives == 2)
    #expect(report.findings.map(\.kind) == [.negative])
    #expect(try check(.price, []).findings.isEmpty)
    #expect(try check(.price, [(0, 1)]).missing == 0)
  }

  @Test("calls many-fold changes of volume jumps, and tenfold ones not")
  func volumes() throws {
    let report = try check(.volume, [(0, 1), (day, 10), (2 * day, 500)])
    #expect(report.jumps == 1)
  }
}
