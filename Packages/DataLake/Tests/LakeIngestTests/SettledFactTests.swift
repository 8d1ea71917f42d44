import DataLake
import DataLakeTesting
import MarketModel
import Testing

@testable import LakeIngest

@Suite("importing funding and open interest")
struct SettledFactTests {
  private let btc = SeriesKey.market(.funding, "BTCUSDT", provider: "vendor")

  @Test("moves jittered settlements to the whole second, and says how many")
  func jitter() throws {
    let temporary = try TemporaryLake()
    let report = try FactFixture.load(
      [
        "ts,symbol,rate", "2020-01-01T08:00:00.047Z,BTCUSDT,0.0001",
        "2020-01-01T15:59:59.990Z,BTCUSDT,-0.0002", "2020-01-02T00:00:00.000Z,BTCUSDT,0.0003",
      ],
      into: temporary,
      as: .funding
    )
    #expect(
      try FactFixture.rows(temporary.lake, btc) == [
        ["2020-01-01T08:00:00Z", "0.0001", "missing"],
        ["2020-01-01T16:00:00Z", "-0.0002", "missing"],
        ["2020-01-02T00:00:00Z", "0.0003", "missing"],
      ]
    )
    #expect(
      report.files[0].warnings.map { "\($0)" } == [
        "BTCUSDT: 2 stamps moved to the nearest whole step (first at line 2)"
      ]
    )
    let kept = try TemporaryLake()
    let other = try FactFixture.load(
      ["ts,symbol,rate", "2020-01-01T08:00:00.047Z,BTCUSDT,0.0001"],
      into: kept,
      as: .funding
    ) { $0.snapSeconds = nil }
    #expect(try FactFixture.rows(kept.lake, btc)[0][0] == "2020-01-01T08:00:00.047Z")
    #expect(other.files[0].warnings.map(\.kind) == [.offHours])
  }

  @Test("refuses two settlements that are moved to one instant, even of one rate")
  func collision() throws {
    #expect(
      try FactFixture.problems(
        [
          "ts,symbol,rate", "2020-01-01T08:00:00.047Z,BTCUSDT,0.0001",
          "2020-01-01T08:00:00.001Z,BTCUSDT,0.0001",
        ],
        as: .funding
      ) == """
        facts.csv:3: expected one row near 2020-01-01T08:00:00Z, where line 2 stands already \
        (2020-01-01T08:00:00.047Z), found 2020-01-01T08:00:00.001Z
        """
    )
  }

  @Test("asks for the unit of rates, and believes none above five percent")
  func units() throws {
    let lines = ["ts,symbol,rate", "2020-01-01T08:00:00Z,BTCUSDT,0.01"]
    #expect(
      try FactFixture.problems(lines, as: .funding) { $0.fundingUnit = nil }
        == "funding-unit: expected decimal or percent, because files do not say it, found nothing"
    )
    #expect(
      try FactFixture.problems(
        [
          "ts,symbol,rate", "2020-01-01T08:00:00Z,BTCUSDT,0.05",
          "2020-01-01T16:00:00Z,BTCUSDT,-0.3",
          "2020-01-02T00:00:00Z,BTCUSDT,0.0501",
        ],
        as: .funding
      ) == """
        facts.csv:3: rate: expected a fraction of at most 0.05 for each interval (it looks like \
        percent), found -0.3
        facts.csv:4: rate: expected a fraction of at most 0.05 for each interval (it looks like \
        percent), found 0.0501
        """
    )
    let temporary = try TemporaryLake()
    try FactFixture.load(lines, into: temporary, as: .funding) { $0.fundingUnit = .percent }
    #expect(try FactFixture.rows(temporary.lake, btc)[0][1] == "0.0001")
    #expect(
      try FactFixture.problems(
        ["ts,symbol,rate", "2020-01-01T08:00:00Z,BTCUSDT,5.1"],
        as: .funding
      ) { $0.fundingUnit = .percent }
        == "facts.csv:2: rate: expected at most 5.0 percent for each interval, found 5.1"
    )
  }

  @Test(
    "warns of rates whose usual size suggests the other unit",
    arguments: [
      (FundingUnit.decimal, "0.0001", nil), (.decimal, "0.01", ImportWarning.Kind.percentLike),
      (.percent, "0.01", nil), (.percent, "0.0001", .fractionLike),
    ]
  )
  func likelyUnits(_ unit: FundingUnit, _ rate: String, _ expected: ImportWarning.Kind?) throws {
    let temporary = try TemporaryLake()
    let report = try FactFixture.load(
      ["ts,symbol,rate"] + (10..<22).map { "2020-01-\($0)T08:00:00Z,BTCUSDT,\(rate)" },
      into: temporary,
      as: .funding
    ) { $0.fundingUnit = unit }
    #expect(report.files[0].warnings.map(\.kind) == [expected].compactMap { $0 })
  }

  @Test("takes each exchange as a provider, or the one that is asked for")
  func exchanges() throws {
    let lines = [
      "ts,exchange,symbol,rate", "2020-01-01T08:00:00Z,binance,BTCUSDT,0.0001",
      "2020-01-01T08:00:00Z,gate,BTCUSDT,0.0002",
    ]
    let all = try TemporaryLake()
    try FactFixture.load(lines, into: all, as: .funding) { $0.provider = nil }
    #expect(try all.lake.pin().catalog.map(\.provider) == ["binance", "gate"])
    let one = try TemporaryLake()
    try FactFixture.load(lines, into: one, as: .funding) { $0.provider = "gate" }
    #expect(try one.lake.pin().catalog.map(\.provider) == ["gate"])
    #expect(
      try FactFixture.problems(lines, as: .funding) { $0.provider = "okx" }
        == "provider: expected one of those of facts.csv: binance, gate, found okx"
    )
  }

  @Test("takes dates of settlements only with a time to put them at")
  func dates() throws {
    let lines = ["date,symbol,rate", "2020-01-01,BTCUSDT,0.0001"]
    #expect(
      try FactFixture.problems(lines, as: .funding)
        == "facts.csv:2: date: expected an instant, because a date has no time, found 2020-01-01"
    )
    let temporary = try TemporaryLake()
    try FactFixture.load(lines, into: temporary, as: .funding) {
      $0.timeOfDates = 16 * 3_600_000_000_000
    }
    #expect(try FactFixture.rows(temporary.lake, btc)[0][0] == "2020-01-01T16:00:00Z")
    let local = ["ts,symbol,rate", "2020-01-01 08:00:00,BTCUSDT,0.0001"]
    #expect(
      try FactFixture.problems(local, as: .funding) == """
        facts.csv:2: ts: expected an offset such as Z, or a time zone in the request, found \
        2020-01-01T08:00:00
        """
    )
    #expect(try FactFixture.problems(local, as: .funding) { $0.timeZone = .utc } == nil)
  }

  @Test("keeps open interest in coins, in USD or both, and wants one of them")
  func openInterest() throws {
    let temporary = try TemporaryLake()
    try FactFixture.load(
      [
        "ts,symbol,open_interest,open_interest_usd", "2020-01-01T08:00:00Z,BTCUSDT,10,70000",
        "2020-01-01T09:00:00Z,BTCUSDT,,71000", "2020-01-01T10:00:00Z,BTCUSDT,11,",
      ],
      into: temporary,
      as: .openInterest
    )
    let key = SeriesKey.market(.openInterest, "BTCUSDT", provider: "vendor")
    #expect(
      try FactFixture.rows(temporary.lake, key) == [
        ["2020-01-01T08:00:00Z", "10.0", "70000.0"],
        ["2020-01-01T09:00:00Z", "missing", "71000.0"],
        ["2020-01-01T10:00:00Z", "11.0", "missing"],
      ]
    )
    #expect(
      try FactFixture.problems(
        ["ts,symbol,open_interest_usd", "2020-01-01T08:00:00Z,BTCUSDT,70000"],
        as: .openInterest
      ) == nil
    )
    #expect(
      try FactFixture.problems(
        [
          "ts,symbol,open_interest,open_interest_usd", "2020-01-01T08:00:00Z,BTCUSDT,,",
          "2020-01-01T09:00:00Z,BTCUSDT,-1,-2",
        ],
        as: .openInterest
      ) == """
        facts.csv:2: open_interest: expected a finite number, found none
        facts.csv:3: open_interest: expected zero or a positive number, found -1.0
        facts.csv:3: open_interest_usd: expected zero or a positive number, found -2.0
        """
    )
  }

  @Test("refuses options that do not belong to the table")
  func options() throws {
    let lines = ["date,symbol,price_usd", "2020-01-01,BTC,1"]
    #expect(
      try FactFixture.problems(lines, as: .price) { $0.fundingUnit = .percent }
        == "funding-unit: expected none for price, found percent"
    )
    #expect(
      try FactFixture.problems(lines, as: .price) { $0.snapSeconds = 1 }
        == "snap-seconds: expected none for daily facts, found 1"
    )
    #expect(
      try FactFixture.problems(lines, as: .price) { $0.format = .yahoo }
        == "format: expected csv or parquet for price, found yahoo"
    )
    #expect(
      try FactFixture.problems(lines, as: .price) { $0.columns = FactColumnMap([.usd: "x"]) }
        == "columns: expected no part 'usd' of price, found usd"
    )
  }
}
