import Backtest
import Foundation
import MajorsAlts
import MarketModel
import Testing

/// What an independent implementation made of a panel.
private struct MonitorReference: Decodable {
  var assets: [String]
  var days: Int
  var lookback: Int
  var rebalance: Int
  var price: [String: [Double?]]
  var marketcap: [String: [Double?]]
  var volume: [String: [Double?]]
  var rates: [String: [Double]]
  var raw: [String: [Double?]]
  var z: [String: [Double?]]
  var score: [Double]
  var state: [String]
  var net: [Double]
  var cost: [Double]
  var funding: [Double]

  init() throws {
    let root = URL(filePath: #filePath).pathComponents.dropLast(5).joined(separator: "/")
    let data = try Data(contentsOf: URL(filePath: root + "/Fixtures/reference/majors-alts.json"))
    self = try JSONDecoder().decode(Self.self, from: data)
  }

  func panel() throws -> AssetPanel {
    func matrix(_ values: [String: [Double?]]) -> DailyMatrix {
      var matrix = DailyMatrix(dayCount: days, assetCount: assets.count)
      for (index, asset) in assets.enumerated() {
        for (day, value) in (values[asset] ?? []).enumerated() { matrix[day, index] = value }
      }
      return matrix
    }
    let first = CivilDate(dayNumber: 18_000)
    var daily: [String: [Double?]] = [:]
    for (asset, rates) in rates {
      daily[asset] = (0..<days).map { day in
        let settled: [Double] = Array(rates[3 * day..<3 * day + 3])
        return settled.reduce(0, +) / 3
      }
    }
    return try AssetPanel(
      firstDay: first,
      assets: assets.map { Symbol($0) },
      price: matrix(price),
      marketCap: matrix(marketcap),
      volume: matrix(volume),
      fundingRate: matrix(daily),
      openInterest: DailyMatrix(dayCount: days, assetCount: assets.count),
      funding: try assets.map { asset in
        let rates = rates[asset] ?? []
        return try ReplayFunding(
          times: rates.indices.map {
            first.startInUTC.nanoseconds + Int64($0) * 28_800_000_000_000
          },
          rates: rates
        )
      }
    )
  }
}

@Suite("The monitor against an independent implementation")
struct ReferenceTests {
  private func settings(_ reference: MonitorReference) throws -> MonitorSettings {
    try MadePanel.settings(
      """
      target: {short_leg: {min_mcap_usd: 0, min_volume_usd: 0}}
      backtest:
        lookback_window_days: \(reference.lookback)
        rebalance_frequency_days: \(reference.rebalance)

      """
    )
  }

  @Test("has its features, raw and as z-scores")
  func features() throws {
    let reference = try MonitorReference()
    let plan = try MonitorPlan(reference.panel(), settings: settings(reference))
    for feature in MonitorFeature.allCases {
      for (values, found) in [
        (reference.raw, plan.features.raw), (reference.z, plan.features.score),
      ] {
        let expected = try #require(values[feature.rawValue])
        for day in 0..<reference.days {
          let value = found(feature, day)
          guard let wanted = expected[day] else {
            #expect(value == nil, "\(feature.rawValue), day \(day)")
            continue
          }
          // Traded values near 1e7 cancel in differences.
          let error = abs((value ?? .nan) - wanted)
          #expect(error <= 1e-9 * max(1, abs(wanted)), "\(feature.rawValue), day \(day)")
        }
      }
    }
  }

  @Test("has its scores, regimes, returns, costs and funding")
  func days() throws {
    let reference = try MonitorReference()
    let settings = try settings(reference)
    let plan = try MonitorPlan(reference.panel(), settings: settings)
    let readings = plan.readings.dropFirst(60).compactMap { $0 }
    #expect(readings.map(\.label) == reference.state)
    #expect(zip(readings, reference.score).allSatisfy { abs($0.score - $1) < 1e-9 })
    let run = try MonitorRun(plan, settings: settings)
    #expect(run.days.count == reference.net.count)
    #expect(reference.cost.contains { $0 > 0 } && reference.funding.contains { $0 != 0 })
    for (index, day) in run.days.enumerated() {
      #expect(abs(day.netReturn - reference.net[index]) < 1e-12, "day \(index)")
      #expect(abs(day.cost - reference.cost[index]) < 1e-12, "day \(index)")
      #expect(abs(day.funding - reference.funding[index]) < 1e-12, "day \(index)")
    }
  }
}
