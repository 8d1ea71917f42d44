import ConfigValidation
import DataLake
import DataLakeTesting
import MarketModel
import Testing

@Suite(
  "Experiments of the majors/alts monitor",
  .enabled(if: LoopHarness.hasDatabase, "libduckdb is not installed")
)
struct ExperimentCommandTests {
  static let coins = ["ADA", "BTC", "DOGE", "ETH", "LTC", "USDT", "XRP"]

  /// Daily facts of a few coins, in an order that depends on the turn.
  private func writeFacts(_ loop: LoopHarness, reversed: Bool = false) throws {
    var rows: [String: [String]] = ["price": [], "marketcap": [], "volume": []]
    var state: UInt64 = 5
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    var levels = Self.coins.map { $0 == "BTC" ? 9_000.0 : 10 }
    let start = 17_800
    for day in 0..<170 {
      let market = 0.06 * (uniform() - 0.5)
      for (index, coin) in Self.coins.enumerated() {
        levels[index] *= 1 + (coin == "USDT" ? 0 : market + 0.06 * (uniform() - 0.5))
        let key = "\(CivilDate(dayNumber: start + day)),\(coin),"
        rows["price"]?.append(key + "\(levels[index])")
        rows["marketcap"]?.append(key + "\(levels[index] * 1e8)")
        rows["volume"]?.append(key + "\(1e7 * (1 + uniform()))")
      }
    }
    for (table, lines) in rows {
      let body = reversed ? lines.reversed() : lines
      let text = "date,symbol,\(table)_usd\n" + body.joined(separator: "\n") + "\n"
      try AtomicFile.write(Array(text.utf8), to: loop.path("\(table).csv"))
    }
  }

  private func importFacts(_ loop: LoopHarness, lake: String = "lake") async throws {
    for table in ["price", "marketcap", "volume"] {
      let outcome = await loop.run([
        "data", "import", loop.path("\(table).csv"), "--lake", loop.path(lake), "--table", table,
        "--format", "csv", "--provider", "made",
      ])
      try #require(outcome.code == 0, "\(outcome.problems)")
    }
  }

  private func writeSpec(_ loop: LoopHarness, _ name: String, _ text: String = "") throws {
    let document = """
      title: \(name)
      experiment_id: \(name)
      category_path: msm
      backtest: {lookback_window_days: 80}
      \(text)

      """
    try AtomicFile.write(Array(document.utf8), to: loop.path("specs/\(name).yaml"))
  }

  @Test("import facts, sweep, and go on where they stopped")
  func sweeps() async throws {
    let loop = try LoopHarness()
    try writeFacts(loop)
    try await importFacts(loop)
    for number in 1...3 { try writeSpec(loop, "m\(number)", "target: {short_leg: {n: \(number)}}") }
    let arguments = [
      "sweep", "--glob", loop.path("specs/*.yaml"), "--lake", loop.path("lake"), "--output",
      loop.path("out"), "--workers", "2",
    ]
    let first = await loop.run(arguments)
    #expect(first.code == 0, "\(first.problems)")
    #expect(first.output.contains("3 of 3 experiments succeeded (0 reused), 0 failed"))
    let again = await loop.run(arguments)
    #expect(again.output.contains("3 of 3 experiments succeeded (3 reused), 0 failed"))
    let document = try JSONValue(parsing: AtomicFile.read(loop.path("out/sweep.json")))
    #expect(document["succeeded"]?.arrayValue?.count == 3)

    try writeSpec(loop, "m0", "costs: {takr_bps: 1}")
    let mixed = await loop.run(arguments)
    #expect(mixed.code == 1)
    #expect(mixed.problems.contains("did you mean 'taker_bps'"))
    #expect(mixed.output.contains("3 of 4 experiments succeeded (3 reused), 1 failed"))
    let fast = await loop.run(arguments + ["--fail-fast"])
    #expect(fast.code == 1)
    #expect(fast.output.contains("0 of 4 experiments succeeded"))

    let none = await loop.run([
      "sweep", "--glob", loop.path("none/*.yaml"), "--lake", loop.path("lake"),
    ])
    #expect(none.code == 2)
  }

  @Test("write the same bytes whatever the order of the rows")
  func ignoresRowOrder() async throws {
    var files: [[UInt8]] = []
    for reversed in [false, true] {
      let loop = try LoopHarness()
      try writeFacts(loop, reversed: reversed)
      try await importFacts(loop)
      try writeSpec(loop, "one")
      let outcome = await loop.run([
        "experiment", "run", loop.path("specs/one.yaml"), "--lake", loop.path("lake"), "--output",
        loop.path("out"), "--now", "2020-01-01T00:00:00Z",
      ])
      try #require(outcome.code == 0, "\(outcome.problems)")
      let last = try #require(outcome.output.split(separator: "\n").last)
      let folder = String(try #require(last.split(separator: " ").last))
      for name in ["manifest.json", "metrics.json", "returns.parquet", "regime_timeseries.parquet"]
      {
        files.append(try AtomicFile.read("\(folder)/\(name)"))
      }
    }
    #expect(Array(files[..<4]) == Array(files[4...]))
  }

  @Test("say what would be done on a day, and refuse days without facts")
  func signals() async throws {
    let loop = try LoopHarness()
    try writeFacts(loop)
    try await importFacts(loop)
    try writeSpec(loop, "one")
    func signal(_ day: String) async -> LoopHarness.Outcome {
      await loop.run([
        "signals", "--asof", day, "--config", loop.path("specs/one.yaml"), "--lake",
        loop.path("lake"), "--json",
      ])
    }
    let outcome = await signal("\(CivilDate(dayNumber: 17_900))")
    #expect(outcome.code == 0, "\(outcome.problems)")
    let json = try JSONValue(parsing: Array(outcome.output.utf8))
    #expect(json["asof_date"]?.stringValue == "\(CivilDate(dayNumber: 17_900))")
    #expect(json["score"]?.numberValue != nil)
    #expect(await signal("2030-01-01").code == 1)
    #expect(await signal("tomorrow").code == 2)
  }

  @Test("refuse a document that is not there, and a lake without prices")
  func refusesBadInput() async throws {
    let loop = try LoopHarness()
    let missing = await loop.run([
      "experiment", "run", loop.path("none.yaml"), "--lake", loop.path("lake"),
    ])
    #expect(missing.code == 2)
    #expect(missing.problems.contains("none.yaml"))
    _ = await loop.makeLake(days: 40)
    try writeSpec(loop, "one")
    let empty = await loop.run([
      "experiment", "run", loop.path("specs/one.yaml"), "--lake", loop.path("lake"), "--output",
      loop.path("out"),
    ])
    #expect(empty.code == 1)
    #expect(empty.problems.contains("price"))
  }
}
