import Backtest
import ConfigValidation
import ConfigYAML
import MajorsAlts
import MarketModel
import QuantMath

/// A market of Bitcoin, Ether and alts whose betas are known.
struct MadePanel {
  static let assets: [Symbol] = ["ALT1", "ALT2", "ALT3", "ALT4", "ALT5", "BTC", "ETH", "USDT"]

  var days = 400
  var seed: UInt64 = 1
  var betas: [Double] = [0.6, 0.8, 1.0, 1.2, 0.4]

  /// The rate of each settlement of every perpetual, three a day; `nil` without perpetuals.
  var fundingRate: Double?

  /// Whether only Bitcoin and Ether have perpetuals.
  var paysOnlyMajors = false

  /// Days on which one alt has no price.
  var gap: (asset: Int, days: Range<Int>)?

  func panel() throws -> AssetPanel {
    let assets = Self.assets
    let none = DailyMatrix(dayCount: days, assetCount: assets.count)
    var (price, cap, volume, rates) = (none, none, none, none)
    var levels: [Double] = [1, 2, 5, 10, 0.5, 8_000, 300, 1]
    var stream = PhiloxStream(seed: seed, purpose: 1, trial: 0, path: 0)
    for day in 0..<days {
      let bitcoin = 0.03 * stream.normal()
      let ether = 0.6 * bitcoin + 0.03 * stream.normal()
      for asset in assets.indices {
        let move: Double =
          switch assets[asset] {
          case "BTC": bitcoin
          case "ETH": ether
          case "USDT": 0
          default: betas[asset] * (bitcoin + ether) / 2 + 0.02 * stream.normal()
          }
        levels[asset] *= max(0.2, 1 + move)
        if let gap, gap.asset == asset, gap.days.contains(day) { continue }
        price[day, asset] = levels[asset]
        cap[day, asset] = levels[asset] * [2e8, 3e8, 1e8, 5e7, 9e8, 1.8e7, 1e8, 4e9][asset]
        volume[day, asset] = 5e6 * (1 + stream.uniform()) * Double(asset + 1)
        if fundingRate != nil, assets[asset] != "USDT" { rates[day, asset] = fundingRate }
      }
    }
    let first = CivilDate(dayNumber: 17_000)
    let funding = try assets.map { asset -> ReplayFunding? in
      guard let fundingRate, asset != "USDT" else { return nil }
      guard !paysOnlyMajors || asset == "BTC" || asset == "ETH" else { return nil }
      let times = (0..<days * 3).map {
        first.startInUTC.nanoseconds + Int64($0) * 28_800_000_000_000
      }
      return try ReplayFunding(times: times, rates: times.map { _ in fundingRate })
    }
    return try AssetPanel(
      firstDay: first,
      assets: assets,
      price: price,
      marketCap: cap,
      volume: volume,
      fundingRate: rates,
      openInterest: none,
      funding: funding
    )
  }

  /// Settings from a document; every state is traded unless it says otherwise.
  static func settings(_ text: String = "") throws -> MonitorSettings {
    let head = "title: Made\nexperiment_id: made\ncategory_path: msm\n"
    return try MonitorSettings.read(YAMLDocument.parse(head + text, name: "made.yaml"))
  }
}
