import Backtest
import ConfigValidation
import MarketModel
import QuantMath
import Testing

/// Names the first part in which two results differ.
private func difference(_ one: TickResult, _ other: TickResult) -> String? {
  if one == other { return nil }
  for (place, pair) in zip(one.fills, other.fills).enumerated() where pair.0 != pair.1 {
    return "fill \(place)"
  }
  if one.fills.count != other.fills.count { return "the number of fills" }
  for (place, pair) in zip(one.equity, other.equity).enumerated() where pair.0 != pair.1 {
    return "equity \(place) of \(one.equity.count)"
  }
  if one.markTimes != other.markTimes { return "the marks' times" }
  if one.summary != other.summary { return "the summary" }
  return "rejects, ledger or stop"
}

@Suite("Sweeps over ticks")
struct SweepTicksTests {
  private let sets: [ParameterSet] = (0..<13).map { ["bias": .integer($0)] }

  private func sweep(
    _ definition: TickStrategyDefinition,
    _ feed: any TickFeed,
    _ settings: TickSettings,
    workers: Int = 1,
    checkpoints: Int = 0,
    shouldStop: ((Int, Int, TickSummary) -> Bool)? = nil
  ) throws -> [TickResult] {
    var results: [TickResult] = []
    try definition.sweep(
      feed,
      from: nil,
      before: nil,
      parameterSets: sets,
      settings: settings,
      recording: .full,
      workers: workers,
      checkpoints: checkpoints,
      shouldStop: shouldStop
    ) { index, result in
      #expect(index == results.count)
      results.append(result)
    }
    return results
  }

  @Test("results are the same for every number of workers", arguments: fillModes.indices)
  func workers(_ mode: Int) throws {
    let feed = try CutFeed(SampleTicks.walk(count: 2_000, seed: 5), lengths: [700])
    for definition in [randomTrader, randomBatchTrader] {
      let one = try sweep(definition, feed, tickSettings(fillModes[mode]))
      #expect(one.contains { $0.summary.fillCount > 50 })
      for workers in [2, 3, 20] {
        let many = try sweep(
          definition,
          feed,
          tickSettings(fillModes[mode]),
          workers: workers
        )
        #expect(zip(many, one).compactMap { difference($0, $1) } == [])
      }
      let alone = try definition.backtest(
        feed,
        parameters: sets[4],
        settings: tickSettings(fillModes[mode])
      )
      #expect(difference(alone, one[4]) == nil)
    }
  }

  @Test("results do not depend on how the feed is cut", arguments: fillModes.indices)
  func cuts(_ mode: Int) throws {
    var generator = PhiloxStream(seed: UInt64(90 + mode), purpose: 1, trial: 0, path: 0)
    for hasTrades in [true, false] {
      let block = SampleTicks.walk(count: 1_600, seed: 7, hasTrades: hasTrades)
      for definition in [randomTrader, randomBatchTrader] {
        var settings = tickSettings(fillModes[mode])
        settings.closesAtEnd = true
        let whole = try definition.backtest(
          CutFeed(block, lengths: [block.count]),
          settings: settings
        )
        #expect(whole.summary.fillCount > 50)
        for trial in 0..<6 {
          let longest = [1, 5, 40, 300, 1_100, 2_000][trial]
          let lengths = (0..<1_600).map { _ in 1 + generator.index(below: longest) }
          let cut = try definition.backtest(CutFeed(block, lengths: lengths), settings: settings)
          #expect(difference(cut, whole) == nil, "pieces of up to \(longest) ticks")
        }
      }
    }
  }

  @Test("the past does not change when later ticks do", arguments: fillModes.indices)
  func truncation(_ mode: Int) throws {
    let block = SampleTicks.walk(count: 1_500, seed: 21)
    var altered = block
    let (row, cut) = (1_000, block.times[1_000])
    for later in row..<block.count {
      altered.bidPrices[later] += 17
      altered.askPrices[later] += 18
      altered.bidSizes[later] = 1
      if altered.kinds[later] == .trade { altered.tradePrices[later] -= 40 }
    }
    for definition in [randomTrader, randomBatchTrader] {
      let settings = tickSettings(fillModes[mode])
      let one = try definition.backtest(CutFeed(block, lengths: [400]), settings: settings)
      let other = try definition.backtest(CutFeed(altered, lengths: [400]), settings: settings)
      let before = one.fills.prefix { $0.time < cut }
      #expect(before.count > 20)
      #expect(other.fills.prefix { $0.time < cut } == before)
      let marks = one.markTimes.prefix { $0 < cut }.count
      #expect(other.equity.prefix(marks) == one.equity.prefix(marks))
    }
  }

  @Test("a checkpoint stops some instances and leaves the others alone", arguments: [0, 2])
  func checkpoints(_ mode: Int) throws {
    let block = SampleTicks.walk(count: 2_000, seed: 5)
    let settings = tickSettings(fillModes[mode])
    let free = try sweep(randomTrader, CutFeed(block, lengths: [700]), settings)
    var asked: [[Int]] = []
    let stopped = try sweep(
      randomTrader,
      CutFeed(block, lengths: [133]),
      settings,
      workers: 3,
      checkpoints: 4
    ) { set, checkpoint, soFar in
      asked.append([checkpoint, set])
      #expect(soFar.batchCount > 0)
      return checkpoint == 2 && set % 2 == 0
    }
    #expect(
      asked.map { $0[0] } == [Int](repeating: 1, count: 13) + [Int](repeating: 2, count: 13)
        + [Int](repeating: 3, count: 6)
    )
    #expect(asked.prefix(13).map { $0[1] } == Array(0..<13))
    for set in 0..<13 {
      if set % 2 == 0 {
        #expect(stopped[set].stoppedAfter == 2)
        let end = block.times[0] + (block.times[1_999] + 1 - block.times[0]) / 2
        #expect(stopped[set].fills.allSatisfy { $0.time <= end })
        #expect(stopped[set].fills == Array(free[set].fills.prefix(stopped[set].fills.count)))
      } else {
        #expect(stopped[set] == free[set])
      }
    }
  }

  @Test("a range is replayed as if the feed began and ended there")
  func range() throws {
    let block = SampleTicks.walk(count: 2_000, seed: 3)
    let (low, high) = (block.times[500], block.times[1_500])
    let feed = try TickSeries(symbol: "TICK", block: block)
    let part = try randomTrader.backtest(
      feed,
      from: Timestamp(nanoseconds: low),
      before: Timestamp(nanoseconds: high),
      settings: tickSettings()
    )
    let rows = block.times.indices.filter { block.times[$0] >= low && block.times[$0] < high }
    let sliced = try TickSeries(
      symbol: "TICK",
      block: block.slice(rows[0]..<rows[rows.count - 1] + 1)
    )
    #expect(part == (try randomTrader.backtest(sliced, settings: tickSettings())))
    #expect(part.summary.tickCount == rows.count)
  }
}
