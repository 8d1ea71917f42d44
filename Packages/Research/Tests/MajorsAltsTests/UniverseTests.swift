import MajorsAlts
import MarketModel
import Testing

@Suite("the universe of a day")
struct UniverseTests {
  /// ALT lives throughout, GAP pauses for 40 days, LATE appears on day 60 and DEAD vanishes on day 50.
  private func panel(days: Int = 120) throws -> AssetPanel {
    let assets: [Symbol] = ["ALT", "BTC", "DEAD", "GAP", "LATE", "USDT"]
    let none = DailyMatrix(dayCount: days, assetCount: assets.count)
    var (price, cap, volume) = (none, none, none)
    for day in 0..<days {
      for (index, asset) in assets.enumerated() {
        let exists =
          switch asset {
          case "DEAD": day < 50
          case "GAP": !(40..<80).contains(day)
          case "LATE": day >= 60
          default: true
          }
        guard exists else { continue }
        price[day, index] = 1 + Double(day)
        cap[day, index] = asset == "LATE" && day < 100 ? nil : 1e9
        volume[day, index] = asset == "GAP" ? 10 : 1e6
      }
    }
    return try AssetPanel(
      firstDay: CivilDate(dayNumber: 17_000),
      assets: assets,
      price: price,
      marketCap: cap,
      volume: volume,
      fundingRate: none,
      openInterest: none,
      funding: assets.map { _ in nil }
    )
  }

  private func universe(
    _ panel: AssetPanel,
    _ membership: PointInTimeUniverse.Membership = .priced(minimum: 20, days: 30)
  ) -> PointInTimeUniverse {
    PointInTimeUniverse(
      panel,
      membership: membership,
      majors: ["BTC", "ETH"],
      exclusions: ExclusionList(groups: ExclusionGroup.allCases)
    )
  }

  private let criteria = EligibilityCriteria(
    minimumPrices: 30,
    minimumMarketCap: 5e7,
    minimumVolume: 1_000,
    volumeDays: 7
  )

  @Test(
    "members have 20 prices in 30 days",
    arguments: [
      (18, []), (19, ["ALT", "DEAD", "GAP"]), (49, ["ALT", "DEAD", "GAP"]),
      (50, ["ALT", "DEAD"]), (59, ["ALT", "DEAD"]), (60, ["ALT"]), (78, ["ALT"]),
      (79, ["ALT", "LATE"]), (98, ["ALT", "LATE"]), (99, ["ALT", "GAP", "LATE"]),
    ] as [(Int, [Symbol])]
  )
  func pricedMembers(_ day: Int, _ expected: [Symbol]) throws {
    #expect(universe(try panel()).alts(on: day) == expected)
  }

  @Test(
    "each asset has the first reason against it",
    arguments: [
      (10, "ALT", .tooYoung), (25, "ALT", .tooYoung), (29, "ALT", nil), (29, "BTC", .baseAsset),
      (29, "USDT", .excluded), (29, "GAP", .tooIlliquid), (59, "DEAD", .noPrice),
      (59, "LATE", .noPrice), (60, "LATE", .tooYoung), (79, "LATE", .tooYoung),
      (89, "LATE", .tooSmall), (100, "LATE", nil), (80, "GAP", .noPrice),
      (99, "GAP", .tooIlliquid),
    ] as [(Int, Symbol, ExclusionReason?)]
  )
  func reasons(_ day: Int, _ asset: Symbol, _ expected: ExclusionReason?) throws {
    let records = universe(try panel()).eligibility(on: day, criteria: criteria)
    let record = try #require(records.first { $0.asset == asset })
    #expect(record.reason == expected)
    #expect(record.isEligible == (expected == nil))
  }

  @Test("a record says what was known")
  func record() throws {
    let panel = try panel()
    let records = universe(panel).eligibility(on: 89, criteria: criteria)
    #expect(records.map(\.asset) == panel.assets)
    let late = records[4]
    #expect(late.firstSeen == panel.day(60))
    #expect(late.hasPrice && late.hasVolume && !late.hasMarketCap)
    #expect(late.meetsAge && late.meetsLiquidity && !late.meetsMarketCap)
    #expect(late.snapshotDate == nil)
    let early = universe(panel).eligibility(on: 59, criteria: criteria)[4]
    #expect(early.firstSeen == nil)
    #expect(records[5].isStable && records[5].exclusion?.reason == "pegged to the dollar")
  }

  @Test("later data change nothing", arguments: [1, 20, 45, 60, 61, 80, 100])
  func truncation(_ days: Int) throws {
    let whole = try panel()
    let lists = try UniverseSnapshots(csv: Self.lists, source: "lists.csv")
    let past = UniverseSnapshots(
      rows: zip(lists.dates, lists.assets).filter { $0.0 <= whole.day(days - 1) }
        .flatMap { date, assets in assets.map { (date, $0) } }
    )
    for (all, known) in [
      (universe(whole), universe(whole.prefix(days: days))),
      (universe(whole, .listed(lists)), universe(whole.prefix(days: days), .listed(past))),
    ] {
      for day in 0..<days {
        #expect(all.alts(on: day) == known.alts(on: day))
        #expect(
          all.eligibility(on: day, criteria: criteria)
            == known.eligibility(on: day, criteria: criteria)
        )
      }
    }
  }

  // 2016-07-18 is the first day of the panel.
  private static let lists = """
    snapshot_date,symbol,rank
    2016-09-01,late-usd,1
    2016-07-28,ALT,1
    2016-07-28,gap,2

    2016-07-28,BTC,3
    """

  @Test("a day sees the newest list that was drawn up by then")
  func listedMembers() throws {
    let panel = try panel()
    let universe = universe(
      panel,
      .listed(try UniverseSnapshots(csv: Self.lists, source: "lists.csv"))
    )
    #expect(panel.day(0).description == "2016-07-18")
    #expect(universe.alts(on: 9) == [])
    #expect(universe.alts(on: 10) == ["ALT", "GAP"])
    #expect(universe.alts(on: 44) == ["ALT", "GAP"])
    #expect(universe.alts(on: 45) == ["LATE"])
    let records = universe.eligibility(on: 45, criteria: criteria)
    #expect(
      records.map(\.reason) == [
        .notInAllowlist, .baseAsset, .notInAllowlist, .notInAllowlist, .noPrice, .notInAllowlist,
      ]
    )
    #expect(records[4].snapshotDate?.description == "2016-09-01")
  }

  @Test("names everything that is wrong with a list")
  func badLists() {
    #expect(throws: UniverseFileError.self) { try UniverseSnapshots(csv: "", source: "x") }
    let found = #expect(throws: UniverseFileError.self) {
      try UniverseSnapshots(
        csv: "snapshot_date,name\n2020-01-01,BTC",
        source: "x.csv"
      )
    }
    #expect(
      found?.description.hasPrefix(
        "x.csv:1: symbol: expected a column of this name, found snapshot_date,name\nx.csv:1: name:"
      ) == true
    )
    let rows = #expect(throws: UniverseFileError.self) {
      try UniverseSnapshots(
        csv: "snapshot_date,symbol\n2020-02-30,BTC\n2020-01-01,\n2020-01-01",
        source: "x.csv"
      )
    }
    #expect(rows?.problems.map(\.line) == [4, 2, 3])
  }

  @Test("excludes by kind and by hand, each with its reason")
  func exclusions() throws {
    let known = ExclusionList(groups: ExclusionGroup.allCases)
    #expect(known["PAXG"]?.reason == "pegged to gold")
    #expect(known["stETH"]?.group == .wrapped)
    #expect(known["renBTC"]?.group == .bridges)
    #expect(known["BNB"]?.group == .exchangeTokens)
    #expect(known["DOGE"] == nil)
    let own = try ExclusionList(
      csv: "symbol,reason\r\nluna,\"halted, then forked\"\nBNB,too large\nABC,\n",
      source: "own.csv"
    )
    let all = known.adding(own)
    #expect(all["LUNA"]?.reason == "halted, then forked")
    #expect(all["BNB"] == Exclusion(asset: "BNB", group: nil, reason: "too large"))
    #expect(all["ABC"]?.reason == "listed by hand")
    #expect(all.entries.count == known.entries.count + 2)
    let twice = #expect(throws: UniverseFileError.self) {
      try ExclusionList(csv: "symbol\nABC\nabc-usd\n", source: "own.csv")
    }
    #expect(
      twice?.description == "own.csv:3: symbol: expected each asset once, found ABC as in line 2"
    )
  }
}
