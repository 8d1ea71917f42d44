import Backtest
import MajorsAlts
import MarketModel
import Testing

@Suite("AssetPanel")
struct AssetPanelTests {
  private func panel(assets: [Symbol] = ["BTC", "ETH"], days: Int = 3) throws -> AssetPanel {
    let none = DailyMatrix(dayCount: days, assetCount: assets.count)
    var price = none
    for day in 0..<days where !assets.isEmpty { price[day, 0] = 100 * Double(day + 1) }
    return try AssetPanel(
      firstDay: CivilDate(dayNumber: 17_000),
      assets: assets,
      price: price,
      marketCap: none,
      volume: none,
      fundingRate: none,
      openInterest: none,
      funding: assets.map { _ in nil }
    )
  }

  @Test("has returns only between two prices")
  func returns() throws {
    let panel = try panel()
    #expect(panel.dailyReturn(0, 0) == nil)
    #expect(panel.dailyReturn(1, 0) == 1)
    #expect(panel.dailyReturn(2, 0) == 0.5)
    #expect(panel.dailyReturn(1, 1) == nil)
  }

  @Test("finds assets by name")
  func finds() throws {
    let panel = try panel()
    #expect(panel.index(of: "ETH") == 1)
    #expect(panel.index(of: "XRP") == nil)
  }

  @Test("refuses assets out of order")
  func refusesDisorder() {
    #expect(throws: PanelError.assetsNotSorted("BTC")) { try panel(assets: ["ETH", "BTC"]) }
    #expect(throws: PanelError.assetsNotSorted("BTC")) { try panel(assets: ["BTC", "BTC"]) }
    #expect(throws: PanelError.empty) { try panel(assets: []) }
  }

  @Test("knows nothing of the days after a cut")
  func prefix() throws {
    let panel = try panel()
    let past = panel.prefix(days: 2)
    #expect(past.dayCount == 2)
    #expect(past.price[1, 0] == panel.price[1, 0])
  }
}
