import Backtest
import ConfigValidation
import Foundation
import MarketModel
import Strategies
import Testing

/// Ticks that the tests make, and settings to replay them under.
enum MadeTicks {
  /// One tick as fixtures write it: a kind, the time and the numbers of a trade or a quote.
  struct Row: Hashable {
    var time: Int64
    var trade: (price: Double, size: Double, side: Int8)?
    var quote: (bid: Double, bidSize: Double, ask: Double, askSize: Double)?

    static func == (left: Row, right: Row) -> Bool { "\(left)" == "\(right)" }
    func hash(into hasher: inout Hasher) { hasher.combine("\(self)") }
  }

  static let second: Int64 = 1_000_000_000

  /// The streams of `Fixtures/reference/scripts/tick_strategies.py`, by the same generator.
  static func stream(_ kind: String, count: Int) -> [Row] {
    var state: UInt64 = ["trades": 20_261_121, "quotes": 7, "both": 99][kind] ?? 0
    var (cents, time) = (10_000, 1_700_000_000 * second)
    var rows: [Row] = []
    var hasBook = false
    for _ in 0..<count {
      let draws = (0..<5).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33)
      }
      time += Int64(1 + draws[0] % 400) * 1_000_000 + (draws[0] % 97 == 0 ? 7 * second : 0)
      // Python's division rounds down, here of a number below zero as well.
      let pull = cents < 10_000 ? (10_000 - cents) / 200 : -((cents - 10_000 + 199) / 200)
      cents += draws[1] % 13 - 6 + pull
      var row = Row(time: time)
      if kind == "trades" || (kind == "both" && hasBook && draws[3] % 3 == 0) {
        row.trade = (
          Double(cents) / 100, Double(1 + draws[2] % 5_000) / 1_000,
          [1, -1, 1, -1, 0][draws[4] % 5]
        )
      } else {
        hasBook = true
        row.quote = (
          Double(cents) / 100, Double(1 + draws[2] % 5_000) / 1_000,
          Double(cents + 1 + draws[3] % 3) / 100, Double(1 + draws[4] % 5_000) / 1_000
        )
      }
      rows.append(row)
    }
    return rows
  }

  /// Rows as a series, with quotes carried forward.
  static func series(_ rows: [Row]) throws -> TickSeries {
    var block = TickBlock()
    let hasTrades = rows.contains { $0.trade != nil }
    let hasQuotes = rows.contains { $0.quote != nil }
    for row in rows {
      block.times.append(row.time)
      block.kinds.append(row.trade == nil ? .quote : .trade)
      if hasTrades {
        block.tradePrices.append(row.trade?.price ?? 0)
        block.tradeSizes.append(row.trade?.size ?? 0)
        block.tradeSides.append(row.trade?.side ?? 0)
      }
      if hasQuotes {
        block.bidPrices.append(row.quote?.bid ?? block.bidPrices.last ?? 0)
        block.bidSizes.append(row.quote?.bidSize ?? block.bidSizes.last ?? 0)
        block.askPrices.append(row.quote?.ask ?? block.askPrices.last ?? 0)
        block.askSizes.append(row.quote?.askSize ?? block.askSizes.last ?? 0)
      }
    }
    return try TickSeries(symbol: "MADE", block: block)
  }

  /// Immediate fills at one rate for makers and takers, without slippage.
  static func settings(cash: Double, feeRate: Double, allowsShorting: Bool) -> TickSettings {
    var settings = TickSettings.frictionless(startingCash: cash)
    settings.makerFees = ProportionalFee(rate: feeRate)
    settings.takerFees = ProportionalFee(rate: feeRate)
    settings.limits = RiskLimits(requiresBuyingPower: true, allowsShorting: allowsShorting)
    return settings
  }

  /// The parameters of a fixture, whole numbers read as real ones where the schema wants these.
  static func parameters(
    _ json: JSONValue?,
    of definition: TickStrategyDefinition
  ) throws -> ParameterSet {
    var parameters = ParameterSet()
    for parameter in definition.schema.parameters {
      guard let value = json?[parameter.name] else { continue }
      parameters[parameter.name] =
        switch parameter.domain {
        case .integer: .integer(Int(try #require(value.integerValue)))
        case .number: .number(try #require(value.numberValue))
        case .flag: .flag(value == .bool(true))
        case .choice: .text(try #require(value.stringValue))
        }
    }
    return parameters
  }

  /// The position of the batch at whose end, or during which, something happened.
  static func batch(of time: Int64, in starts: [Int64]) -> Int {
    starts.partitionPoint { $0 * second >= time } - 1
  }

  /// The numbers of the seconds with ticks.
  static func seconds(of rows: [Row]) -> [Int64] {
    var found: [Int64] = []
    for row in rows where found.last != row.time / second { found.append(row.time / second) }
    return found
  }

  static let root = (0..<6).reduce(URL(filePath: #filePath)) { url, _ in
    url.deletingLastPathComponent()
  }

  /// Recorded ticks that lie beside the repository where there are some.
  static let recordings: String? = {
    let parent = root.deletingLastPathComponent()
    return [parent, parent.deletingLastPathComponent()]
      .map { $0.appending(path: "shared/data/ticks").path }
      .first { FileManager.default.fileExists(atPath: $0) }
  }()

  static func fixture(_ path: String) throws -> JSONValue {
    try JSONValue(parsing: Array(try Data(contentsOf: root.appending(path: "Fixtures/" + path))))
  }
}

/// A run of a fixture, told apart by its name.
struct FixtureCase: Sendable, CustomTestStringConvertible {
  var value: JSONValue
  var testDescription: String

  static func all(in path: String, _ name: String) -> [FixtureCase] {
    let cases = (try? MadeTicks.fixture(path))?[name]?.arrayValue ?? []
    return cases.enumerated().map { index, value in
      let name = value["name"]?.stringValue ?? value["strategy"]?.stringValue ?? ""
      return FixtureCase(value: value, testDescription: "\(index): \(name)")
    }
  }
}

/// A series that is read in blocks of given lengths.
struct CutFeed: TickFeed {
  let series: TickSeries
  let lengths: [Int]

  var symbol: Symbol { series.symbol }
  var content: TickContent { series.content }

  func reader(
    from first: Timestamp?,
    before end: Timestamp?
  ) throws(TickReadError) -> any TickReader {
    var whole = try series.reader(from: first, before: end)
    return Reader(block: try whole.next() ?? TickBlock(), lengths: lengths)
  }

  struct Reader: TickReader {
    let block: TickBlock
    let lengths: [Int]
    var row = 0
    var turn = 0

    mutating func next() throws(TickReadError) -> TickBlock? {
      guard row < block.count else { return nil }
      let end = min(block.count, row + lengths[turn % lengths.count])
      defer { (row, turn) = (end, turn + 1) }
      return block.slice(row..<end)
    }
  }
}
