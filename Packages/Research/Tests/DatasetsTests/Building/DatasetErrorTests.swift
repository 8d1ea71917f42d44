import DataLake
import Datasets
import Features
import MarketModel
import Testing

@Suite("Data sets that cannot be built")
struct DatasetErrorTests {
  private func failure(
    _ made: MadeLake,
    _ request: DatasetRequest
  ) throws -> DatasetError? {
    let builder = try made.builder()
    do throws(DatasetError) {
      _ = try builder.build(request)
      return nil
    } catch {
      return error
    }
  }

  @Test("name the symbol that is meant, or those that there are")
  func missingSymbol() throws {
    let made = try MadeLake()
    #expect(
      try failure(made, .make())
        == .missingSymbol("SPY", suggestion: nil, available: [])
    )
    try made.add("SPY", sessions: 3)
    #expect(
      try failure(made, .make("SPX"))
        == .missingSymbol("SPX", suggestion: "SPY", available: ["SPY"])
    )
    #expect(
      try failure(made, .make { $0.includesVolatilityIndex = true })
        == .missingVolatilityIndex(tried: ["^VIX", "VIX"])
    )
  }

  @Test("name both ranges of dates that do not overlap")
  func noOverlap() throws {
    let made = try MadeLake()
    try made.add("SPY", from: "2018-01-02", sessions: 250)
    try made.add("^VIX", from: "2020-01-02", sessions: 250)
    let error = try #require(try failure(made, .make { $0.includesVolatilityIndex = true }))
    #expect(
      "\(error)"
        == "expected dates in common, found 2018-01-02 to 2018-12-28 and 2020-01-02 to 2020-12-28"
    )
  }

  @Test("say how many bars are needed")
  func tooFewBars() throws {
    let made = try MadeLake()
    try made.add("SPY", sessions: 199)
    #expect(
      try failure(made, .make())
        == .noCompleteRow(bars: 199, needed: 200, neverDefined: ["sma_200"])
    )
  }

  @Test("name the column that volume never defines")
  func noVolume() throws {
    let made = try MadeLake()
    try made.add("^DJI", sessions: 260) { bar, _ in bar.volume = 0 }
    let error = try failure(made, .make("^DJI"))
    guard case .noCompleteRow(260, 200, let columns)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(columns.contains("vwap_20"))
  }

  @Test("leave out rows whose window has no volume, and count them")
  func someVolume() throws {
    let made = try MadeLake()
    try made.add("SPY", sessions: 300) { bar, index in
      if (220..<245).contains(index) { bar.volume = 0 }
    }
    let report = try made.builder().build(.make()).report
    // A window of twenty bars lies inside the stretch of twenty-five at six rows.
    #expect(report.losses.first { $0.column == "vwap_20" }?.gaps == 6)
    #expect(report.undefined == 199 + 6)
  }

  @Test("refuse a date that stands twice")
  func duplicateDate() throws {
    let made = try MadeLake()
    try made.add("SPY", sessions: 230) { bar, index in
      // The second of two bars that share a session.
      if index == 210 {
        let before = MadeLake.bars(from: "2018-01-02", sessions: 230)[209]
        bar.openTime = before.closeTime
        bar.closeTime = before.closeTime.advanced(bySeconds: 60)
      }
    }
    let error = try #require(try failure(made, .make()))
    #expect("\(error)".contains("expected each date once"))
  }

  @Test("refuse tiers, names and ranges that do not exist")
  func requests() throws {
    let made = try MadeLake()
    try made.add("SPY", sessions: 230)
    #expect(
      try failure(made, .make("SPY", ["a2"]))
        == .tier(.unknownTier(name: "a2", suggestion: "a20"))
    )
    #expect(try failure(made, .make("SPY", [])) == .noColumns)
    guard case .features? = try failure(made, .make("SPY", ["a20", "a20"])) else {
      Issue.record("expected a duplicate column")
      return
    }
    guard
      case .noRowInRange? = try failure(made, .make { $0.firstDate = CivilDate("2030-01-01") })
    else {
      Issue.record("expected no row")
      return
    }
    guard case .lake? = try failure(made, .make { $0.provider = "other" }) else {
      Issue.record("expected an unknown provider")
      return
    }
  }
}
