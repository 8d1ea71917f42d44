import Backtest
import Foundation
import MarketModel
import Testing

/// What a plain replay in Python recorded in `Fixtures/reference/tick-replay.json`.
private struct Reference: Decodable {
  struct Outcome: Decodable {
    struct Settings: Decodable {
      let feed: Int64
      let there: Int64
      let back: Int64
      let partial: Bool
      let clock: Bool
    }

    let settings: Settings?
    let fills: [[Cell]]
    let marks: [[Cell]]
    let rejected: Int
    let cancelled: Int
    let late: Int
    let summary: [String: Double]
  }

  let rows: [[Cell]]
  let actions: [[Cell]]
  let immediate: Outcome
  let venues: [Outcome]

  /// A number, a switch or a word.
  enum Cell: Decodable {
    case integer(Int64)
    case number(Double)
    case flag(Bool)
    case text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let value = try? container.decode(Bool.self) {
        self = .flag(value)
      } else if let value = try? container.decode(Int64.self) {
        self = .integer(value)
      } else if let value = try? container.decode(Double.self) {
        self = .number(value)
      } else {
        self = .text(try container.decode(String.self))
      }
    }

    var number: Double {
      switch self {
      case .integer(let value): Double(value)
      case .number(let value): value
      case .flag(let value): value ? 1 : 0
      case .text: .nan
      }
    }

    var integer: Int64 { if case .integer(let value) = self { value } else { 0 } }
    var text: String { if case .text(let value) = self { value } else { "" } }
  }

  static func load() throws -> Reference {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<6 { root.deleteLastPathComponent() }
    let url = root.appending(path: "Fixtures/reference/tick-replay.json")
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }

  var block: TickBlock {
    TickBlock(
      times: rows.map { $0[0].integer },
      kinds: rows.map { $0[1].integer == 1 ? .trade : .quote },
      bidPrices: rows.map { $0[2].number },
      bidSizes: rows.map { $0[3].number },
      askPrices: rows.map { $0[4].number },
      askSizes: rows.map { $0[5].number },
      tradePrices: rows.map { $0[6].number },
      tradeSizes: rows.map { $0[7].number },
      tradeSides: rows.map { Int8($0[8].integer) }
    )
  }

  var script: [Int: [TickAction]] {
    var script: [Int: [TickAction]] = [:]
    for action in actions {
      let (tick, kind) = (Int(action[0].integer), action[1].text)
      let (units, limit) = (action[2].number, action[3].number)
      let step: TickAction =
        switch kind {
        case "cancel": .cancel(Int(action[4].integer))
        case "market": .submit(.market(units))
        default: .submit(.limit(units, at: limit, .init(rawValue: kind) ?? .goodTillCancelled))
        }
      script[tick, default: []].append(step)
    }
    return script
  }
}

@Suite("Ticks against a plain replay in Python")
struct TickReplayReferenceTests {
  @Test("immediate fills, marks and figures")
  func immediate() throws {
    let reference = try Reference.load()
    let result = try run(reference, .immediate)
    compare(result, reference.immediate)
    let figures = reference.immediate.summary
    #expect(agree(result.summary.maximumDrawdown, figures["drawdown"]))
    #expect(agree(result.summary.maximumDrawdownAmount, figures["drawdown_amount"]))
  }

  @Test("a venue with latency, lines and partial fills", arguments: 0..<5)
  func venues(_ index: Int) throws {
    let reference = try Reference.load()
    let outcome = reference.venues[index]
    let settings = try #require(outcome.settings)
    let mode = venue(
      feed: .modelled(.constant(settings.feed)),
      order: .constant(settings.there),
      response: .constant(settings.back),
      queue: settings.clock ? .volumeClock : .conservative,
      partial: settings.partial
    )
    compare(try run(reference, mode), outcome)
  }

  private func run(_ reference: Reference, _ mode: TickFillMode) throws -> TickResult {
    try scripted(reference.script).backtest(
      TickSeries(symbol: "TICK", block: reference.block),
      settings: tickSettings(mode)
    )
  }

  private func compare(_ result: TickResult, _ outcome: Reference.Outcome) {
    #expect(result.fills.count == outcome.fills.count)
    for (fill, row) in zip(result.fills, outcome.fills) {
      #expect(fill.time == row[0].integer)
      #expect(fill.order.value == Int32(row[1].integer))
      #expect(fill.units == row[2].number)
      #expect(agree(fill.price, row[3].number))
      #expect(agree(fill.fee, row[4].number))
      #expect(fill.isMaker == (row[5].number == 1))
      #expect(fill.positionAfter == row[6].number)
      #expect(agree(fill.cashAfter, row[7].number))
    }
    #expect(result.markTimes == outcome.marks.map { $0[0].integer })
    for (found, expected) in zip(result.equity, outcome.marks) {
      #expect(agree(found, expected[1].number))
    }
    let summary = result.summary
    #expect(summary.rejectCount == outcome.rejected)
    #expect(summary.cancelledCount == outcome.cancelled)
    #expect(summary.lateCancelCount == outcome.late)
    #expect(agree(summary.periodsPerYear, outcome.summary["periods_per_year"]))
    #expect(agree(summary.sharpe, outcome.summary["sharpe"]))
    #expect(agree(summary.sortino, outcome.summary["sortino"]))
    #expect(agree(summary.volatility, outcome.summary["volatility"]))
    #expect(agree(summary.finalEquity, outcome.summary["final_equity"]))
  }

  private func agree(_ left: Double?, _ right: Double?) -> Bool {
    guard let left, let right else { return false }
    return abs(left - right) <= 1e-10 * max(abs(left), abs(right))
  }
}
