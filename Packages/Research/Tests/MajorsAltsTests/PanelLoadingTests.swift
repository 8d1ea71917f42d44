import Backtest
import DataLake
import DataLakeTesting
import MajorsAlts
import MarketModel
import QuantMath
import Testing

@Suite("loading panels")
struct PanelLoadingTests {
  private static let firstDay = CivilDate(dayNumber: 18_262)
  private static let day: Int64 = 86_400_000_000_000
  private static let hour: Int64 = 3_600_000_000_000

  private func instant(_ day: Int, hours: Int64 = 0) -> Int64 {
    Self.firstDay.advanced(byDays: day).startInUTC.nanoseconds + hours * Self.hour
  }

  private func facts(
    _ table: LakeTable,
    _ symbol: Symbol,
    _ values: [(day: Int, value: Double)],
    provider: String = "vendor"
  ) -> LakeChange {
    LakeChange(
      series: .market(table, symbol, provider: provider),
      times: values.map { instant($0.day) },
      values: [Column(table.dailyValueColumn ?? "", .double(values.map(\.value)))],
      policy: .refuseConflicts
    )
  }

  private func funding(
    _ symbol: Symbol,
    _ rates: [(time: Int64, rate: Double)],
    provider: String = "exchange"
  ) -> LakeChange {
    LakeChange(
      series: .market(.funding, symbol, provider: provider),
      times: rates.map(\.time),
      values: [
        Column("rate", .double(rates.map(\.rate))),
        Column("mark_price", optional: rates.map { _ in nil }),
      ],
      policy: .refuseConflicts
    )
  }

  private func openInterest(
    _ symbol: Symbol,
    _ rows: [(time: Int64, quantity: Double?, worth: Double?)]
  ) -> LakeChange {
    LakeChange(
      series: .market(.openInterest, symbol, provider: "exchange"),
      times: rows.map(\.time),
      values: [
        Column("open_interest", optional: rows.map(\.quantity)),
        Column("open_interest_value", optional: rows.map(\.worth)),
      ],
      policy: .refuseConflicts
    )
  }

  private func load(
    _ changes: [LakeChange],
    from first: CivilDate? = nil,
    through last: CivilDate? = nil,
    providers: [LakeTable: String] = [:]
  ) throws -> (panel: AssetPanel, sources: PanelSources) {
    let temporary = try TemporaryLake()
    try temporary.lake.apply(changes)
    return try AssetPanel.load(
      from: try temporary.lake.pin(),
      firstDay: first,
      lastDay: last,
      providers: providers
    )
  }

  private var market: [LakeChange] {
    [
      facts(.price, "btc", [(0, 7_000), (1, 7_100), (3, 7_300)]),
      facts(.price, "ETH-USD", [(1, 130), (2, 131)]),
      facts(.marketcap, "BTC", [(0, 0), (1, 1e11)]), facts(.marketcap, "XRP", [(1, 1e10)]),
      facts(.volume, "ETH", [(1, 0), (2, 5e9)]),
      funding(
        "BTCUSDT",
        [
          (instant(0), 0.0001), (instant(0, hours: 8), 0.0002), (instant(0, hours: 16), 0.0006),
          (instant(1), -0.0001), (instant(4), 0.5),
        ]
      ),
      openInterest(
        "BTCUSDT",
        [
          (instant(0), 10, nil), (instant(0, hours: 23), 12, 1), (instant(1), nil, 71_000),
          (instant(2), nil, 5),
        ]
      ),
    ]
  }

  @Test("puts each fact on its day, and fills nothing")
  func facts() throws {
    let (panel, sources) = try load(market)
    #expect(panel.firstDay == Self.firstDay)
    #expect(panel.dayCount == 4)
    #expect(panel.assets == ["BTC", "ETH"])
    #expect((0..<4).map { panel.price[$0, 0] } == [7_000, 7_100, nil, 7_300])
    #expect((0..<4).map { panel.price[$0, 1] } == [nil, 130, 131, nil])
    #expect((0..<4).map { panel.marketCap[$0, 0] } == [nil, 1e11, nil, nil])
    #expect((0..<4).map { panel.volume[$0, 1] } == [nil, 0, 5e9, nil])
    let rates = (0..<4).map { panel.fundingRate[$0, 0] }
    #expect(rates == [(0.0001 + 0.0002 + 0.0006) / 3, -0.0001, nil, nil])
    // In coins where the source says so; in USD over the price of the day; nothing without a price.
    #expect((0..<4).map { panel.openInterest[$0, 0] } == [12, 10, nil, nil])
    #expect(panel.funding[0]?.rates == [0.0001, 0.0002, 0.0006, -0.0001])
    #expect(panel.funding[1] == nil)
    #expect(sources.unused == [.market(.marketcap, "XRP", provider: "vendor")])
    #expect(sources.lastDay(of: .price) == Self.firstDay.advanced(byDays: 3))
    #expect(sources.lastDay(of: .funding) == Self.firstDay.advanced(byDays: 1))
    #expect(
      sources.tables.map(\.provider) == ["vendor", "vendor", "vendor", "exchange", "exchange"]
    )
  }

  @Test("knows the same of a day whatever came later")
  func truncation() throws {
    let whole = try load(market)
    let last = Self.firstDay.advanced(byDays: 1)
    let cut = try load(market, through: last)
    #expect(cut.panel == whole.panel.prefix(days: 2))
    // What was read is named by its rows: later rows of the lake do not change it.
    let more = market + [facts(.price, "BTC-USD", [(9, 1)], provider: "other")]
    let again = try load(more, through: last, providers: [.price: "vendor"])
    #expect(again.sources.contentHash == cut.sources.contentHash)
    #expect(again.sources.manifestHash != cut.sources.manifestHash)
    #expect(cut.sources.contentHash != whole.sources.contentHash)
    let early = try load(market, from: Self.firstDay.advanced(byDays: -3), through: last)
    #expect(early.panel.dayCount == 5)
    #expect(early.panel.price[3, 0] == 7_000)
  }

  @Test("is the same for any order of rows and imports", arguments: 1...4)
  func anyOrder(_ seed: UInt64) throws {
    var random = PhiloxStream(seed: seed, purpose: 3, trial: 0, path: 0)
    let sorted = try TemporaryLake()
    try sorted.lake.apply(market)
    let shuffled = try TemporaryLake()
    let first = random.index(below: market.count)
    for change in market[first...] + market[..<first].reversed() {
      let keys = (0..<change.rows.rowCount).map { _ in random.uniform() }
      let order = keys.indices.sorted { keys[$0] < keys[$1] }
      for row in order {
        var single = change
        single.rows = change.rows.selecting([row])
        try shuffled.lake.apply(single)
      }
    }
    func load(_ lake: Lake) throws -> (panel: AssetPanel, sources: PanelSources) {
      try AssetPanel.load(from: try lake.pin(), firstDay: nil, lastDay: nil, providers: [:])
    }
    let (one, other) = (try load(sorted.lake), try load(shuffled.lake))
    #expect(one.panel == other.panel)
    #expect(one.sources == other.sources)
    #expect(one.sources.json == other.sources.json)
  }

  @Test("counts coins where contracts hold thousands of them")
  func denominations() throws {
    let (panel, _) = try load([
      facts(.price, "PEPE", [(0, 0.00001)]), facts(.price, "SATS", [(0, 0.0000002)]),
      facts(.price, "BTC", [(0, 7_000)]),
      openInterest("1000PEPEUSDT", [(instant(0), 5, nil)]),
      openInterest("1000SATSUSDT", [(instant(0), 7, nil)]),
      funding("1000PEPEUSDT", [(instant(0), 0.0003)]),
    ])
    #expect(panel.assets == ["1000SATS", "BTC", "PEPE"])
    #expect(panel.price[0, 0] == 0.0000002 * 1_000)
    #expect(panel.openInterest[0, 0] == 7)
    #expect(panel.openInterest[0, 2] == 5_000)
    #expect(panel.fundingRate[0, 2] == 0.0003)
  }

  @Test("names impossible rows of all series at once")
  func badRows() throws {
    let failure = #expect(throws: PanelLoadError.self) {
      try load([
        facts(.price, "BTC", [(0, 7_000), (1, 0)]), facts(.price, "ETH", [(1, -1)]),
        facts(.marketcap, "BTC", [(1, -5)]),
      ])
    }
    #expect(
      failure?.description == """
        price BTC vendor 2020-01-02T00:00:00Z: price_usd: expected a positive price, found 0.0
        price ETH vendor 2020-01-02T00:00:00Z: price_usd: expected a positive price, found -1.0
        marketcap BTC vendor 2020-01-02T00:00:00Z: marketcap_usd: expected zero or more, found -5.0
        """
    )
  }

  @Test("asks which source is meant, and refuses two series of one asset")
  func sources() throws {
    let prices = [facts(.price, "BTC", [(0, 1)])]
    let rates = [
      funding("BTCUSDT", [(instant(0), 0.0001)]),
      funding("BTCUSDT", [(instant(0), 0.0002)], provider: "other"),
    ]
    #expect(throws: PanelLoadError.ambiguousProvider(.funding, providers: ["exchange", "other"])) {
      try load(prices + rates)
    }
    let (panel, _) = try load(prices + rates, providers: [.funding: "other"])
    #expect(panel.fundingRate[0, 0] == 0.0002)
    #expect(
      throws: PanelLoadError.noProvider(.funding, wanted: "x", available: ["exchange", "other"])
    ) {
      try load(prices + rates, providers: [.funding: "x"])
    }
    let keys: [SeriesKey] = [
      .market(.funding, "BTCUSDC", provider: "exchange"),
      .market(.funding, "BTCUSDT", provider: "exchange"),
    ]
    #expect(throws: PanelLoadError.severalSeries(asset: "BTC", keys: keys)) {
      try load(prices + [rates[0], funding("BTCUSDC", [(instant(0), 0.0001)])])
    }
    #expect(throws: PanelLoadError.noPrices(available: "none in the lake")) { try load([rates[0]]) }
    #expect(throws: PanelLoadError.noPrices(available: "prices from 2020-01-01 to 2020-01-01")) {
      try load(prices, from: Self.firstDay.advanced(byDays: 1))
    }
    #expect(throws: PanelLoadError.self) {
      try load(prices, from: Self.firstDay, through: Self.firstDay.advanced(byDays: -1))
    }
  }
}
