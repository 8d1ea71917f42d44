import ConfigValidation
import Foundation
import Testing

@Suite("The same cycle", .enabled(if: LoopHarness.hasDatabase))
struct DeterminismTests {
  @Test("gives the same bytes for any number of workers, in any folder, new or reused")
  func givesSameBytes() async throws {
    let loop = try LoopHarness()
    #expect(await loop.makeLake(options: true).code == 0)
    let config = try loop.writeDocuments()
    for (folder, workers, registry) in [("a", "1", "a"), ("b", "2", "b"), ("c", "2", "a")] {
      let outcome = await loop.run([
        "--config", config, "--once", "--now", "2020-01-02T00:00:00Z", "--workers", workers,
        "--output", loop.path(folder), "--registry", loop.path("\(registry).sqlite"),
      ])
      #expect(outcome.code == 0, "\(outcome.problems)")
    }
    let first = try loop.files(in: "a")
    #expect(first.count > 20)
    #expect(try loop.files(in: "b") == first)
    #expect(try loop.files(in: "c") == first)
  }

  @Test("gives the same ranking after later trials, which count for those that follow")
  func ignoresLaterTrials() async throws {
    let loop = try LoopHarness()
    #expect(await loop.makeLake().code == 0)
    let config = try loop.writeDocuments()
    let more = try loop.write("fast: [4, 6, 7]\nslow: [20]", to: "sweeps/more.yaml")
    let wider = try loop.write(
      LoopDocuments.cycle.replacing("sweeps/ema.yaml", with: more),
      to: "wider.yaml"
    )
    for (folder, document) in [("a", config), ("later", wider), ("b", config)] {
      let outcome = await loop.run([
        "--config", document, "--once", "--now", "2020-01-02T00:00:00Z",
        "--output", loop.path(folder),
      ])
      #expect(outcome.code == 0, "\(outcome.problems)")
    }
    #expect(try loop.files(in: "a") == loop.files(in: "b"))
    #expect(try trials(in: "a", loop) == [6])
    #expect(try trials(in: "later", loop) == [9])
  }

  /// The numbers of trials that the ranking corrects the moving averages for.
  private func trials(in folder: String, _ loop: LoopHarness) throws -> Set<Int64> {
    let path = loop.path("\(folder)/logs/strategy_rankings_20200102.json")
    let rankings = try JSONValue(parsing: String(contentsOfFile: path, encoding: .utf8))
    let rows = try #require(rankings["rankings"]?.arrayValue)
    return Set(
      rows.filter { $0["strategy_class"] == "EmaCrossStrategy" }
        .compactMap { $0["dsr_details"]?["trials"]?.integerValue }
    )
  }

  @Test("does not depend on the order of rows in imported files")
  func ignoresRowOrder() async throws {
    let loop = try LoopHarness()
    let header = "Date,Open,High,Low,Close,Volume"
    var rows: [String] = []
    var close = 100.0
    for (index, date) in tradingDays().enumerated() {
      let open = close
      close *= 1 + 0.02 * sin(Double(index) * 0.7)
      let (high, low) = (max(open, close) * 1.001, min(open, close) * 0.999)
      rows.append("\(date),\(open),\(high),\(low),\(close),1000")
    }
    // A fixed stride that visits every row once.
    let shuffled = rows.indices.map { rows[$0 * 7 % rows.count] }
    #expect(Set(shuffled) == Set(rows))
    let cycle = LoopDocuments.cycle.replacing("[SPY, QQQ]", with: "[SPY]")
    for (name, lines) in [("sorted", rows), ("shuffled", shuffled)] {
      let file = try loop.write(
        ([header] + lines).joined(separator: "\n") + "\n",
        to: "\(name)/SPY.csv"
      )
      let imported = await loop.run([
        "data", "import", file, "--lake", loop.path("\(name)/lake"), "--format", "yahoo",
        "--symbol", "SPY", "--interval", "1d", "--provider", "yahoo", "--adjust", "split",
      ])
      #expect(imported.code == 0, "\(imported.problems)")
      try loop.write(LoopDocuments.sweep, to: "\(name)/sweeps/ema.yaml")
      let config = try loop.write(cycle, to: "\(name)/loop.yaml")
      let outcome = await loop.run([
        "--config", config, "--once", "--now", "2020-01-02T00:00:00Z", "--output",
        loop.path("\(name)/out"),
      ])
      #expect(outcome.code == 0, "\(outcome.problems)")
    }
    #expect(try loop.files(in: "sorted/out") == loop.files(in: "shuffled/out"))
  }

  /// Weekdays of 2019 from March to October without the holidays on which New York did not trade.
  private func tradingDays() -> [String] {
    let holidays = ["2019-04-19", "2019-05-27", "2019-07-04", "2019-09-02"]
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    var day = Date(timeIntervalSince1970: 1_551_398_400)
    var days: [String] = []
    while days.count < 169 {
      let weekday = calendar.component(.weekday, from: day)
      let text = day.formatted(.iso8601.year().month().day())
      if weekday != 1, weekday != 7, !holidays.contains(text) { days.append(text) }
      day += 86_400
    }
    return days
  }
}
