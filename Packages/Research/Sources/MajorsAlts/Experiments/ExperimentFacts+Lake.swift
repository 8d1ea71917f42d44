internal import Backtest
internal import ConfigValidation
public import DataLake
internal import MarketModel

extension ExperimentFacts {
  /// Reads the facts of an experiment from a lake.
  public init(
    reading settings: DataSettings,
    from snapshot: LakeSnapshot
  ) throws(PanelLoadError) {
    let reader = FactSeriesReader(snapshot: snapshot, settings: settings)
    let prices = try reader.daily(.price, "price_usd")
    guard let first = prices.keys.min(), let last = prices.keys.max() else { throw .noPrices }
    var all: [Int: [Symbol: Double]] = [:]
    all = prices
    let assets = Set(all.values.flatMap(\.keys)).sorted()
    let days = last - first + 1
    func matrix(_ values: [Int: [Symbol: Double]], positive: Bool) -> DailyMatrix {
      var matrix = DailyMatrix(dayCount: days, assetCount: assets.count)
      for (index, asset) in assets.enumerated() {
        for day in 0..<days {
          guard let value = values[first + day]?[asset], !positive || value > 0 else { continue }
          matrix[day, index] = value
        }
      }
      return matrix
    }
    let none = DailyMatrix(dayCount: days, assetCount: assets.count)
    let funding = try reader.settlements(assets)
    do {
      let panel = try AssetPanel(
        firstDay: CivilDate(dayNumber: first),
        assets: assets,
        price: matrix(prices, positive: true),
        marketCap: matrix(try reader.daily(.marketcap, "marketcap_usd"), positive: true),
        volume: matrix(try reader.daily(.volume, "volume_usd"), positive: false),
        fundingRate: none,
        openInterest: none,
        funding: funding
      )
      self.init(panel: panel, origin: ["lake_manifest": JSONValue(snapshot.manifestHash)])
    } catch let error as PanelError {
      throw .panel(error)
    } catch {
      throw .lake("\(error)")
    }
  }
}

struct FactSeriesReader {
  let snapshot: LakeSnapshot
  let settings: DataSettings

  func daily(
    _ table: LakeTable,
    _ column: String
  ) throws(PanelLoadError) -> [Int: [Symbol: Double]] {
    var values: [Int: [Symbol: Double]] = [:]
    do {
      for entry in snapshot.catalog where entry.table == table {
        let rows = try snapshot.rows(
          of: entry.key,
          from: settings.firstDay?.startInUTC,
          through: settings.lastDay?.startInUTC
        )
        let times = try rows.timestamps("timestamp")
        for (time, value) in zip(times, try rows.doubles(column)) {
          let day = CivilDate(utcDayOf: Timestamp(nanoseconds: time)).dayNumber
          values[day, default: [:]][entry.symbol] = value
        }
      }
    } catch {
      throw .lake("\(error)")
    }
    return values
  }

  func settlements(_ assets: [Symbol]) throws(PanelLoadError) -> [ReplayFunding?] {
    assets.map { _ in nil }
  }
}

/// Why facts cannot be read.
public enum PanelLoadError: Error, Hashable, Sendable, CustomStringConvertible {
  case noPrices
  case panel(PanelError)
  case lake(String)

  public var description: String {
    switch self {
    case .noPrices: "no prices"
    case .panel(let error): "\(error)"
    case .lake(let text): text
    }
  }
}
