import MarketModel
import PerformanceMetrics

/// The account of one instance.
///
/// Not copyable, since an accidental copy would cost more than a fill.
struct TickAccount: ~Copyable {
  let terms: TickTerms
  var ledger: Ledger
  var units = 0.0
  var averageReference = 0.0
  var trip = OpenTickTrip()
  var summary = TickSummary()
  var fills: [TickFill] = []
  var rejects: [TickReject] = []
  var working: [WorkingTickOrder] = []
  var nextOrder: Int32 = 0
  var drawdown: TickDrawdown
  var equityCurve: [Double] = []
  var markTimes: [Int64] = []
  var previousMark: Double
  var isFinished = false

  // The chunk that is being replayed.
  var chunk: TickChunk?

  /// The price of the newest mark.
  var lastMarkPrice = 0.0

  /// The first row that has not been marked.
  var marked = 0

  init(_ terms: TickTerms) {
    self.terms = terms
    let cash = terms.settings.startingCash
    ledger = Ledger(capital: cash)
    drawdown = TickDrawdown(startingAt: cash)
    previousMark = cash
    summary.startingCash = cash
    summary.finalEquity = cash
  }

  var cash: Double { ledger[.cash] }

  var holding: TickHolding {
    var holding = TickHolding(units: units, cash: cash)
    holding.isWatching = !working.isEmpty
    return holding
  }

  mutating func enter(_ chunk: TickChunk) {
    self.chunk = chunk
    marked = chunk.rows.lowerBound
  }

  func equity(_ row: Int) -> Double {
    guard let chunk else { return cash }
    return cash.addingProduct(units, chunk.marks[row])
  }

  func lastTradePrice(_ row: Int) -> Double? {
    guard let chunk else { return nil }
    var row = row
    while row >= 0 {
      if chunk.columns.kinds[row] == .trade { return chunk.columns.tradePrices[row] }
      row -= 1
    }
    return nil
  }

  var openOrders: [OpenTickOrder] {
    working.map {
      OpenTickOrder(id: $0.id, order: $0.order, remainingUnits: $0.remaining, state: $0.state)
    }
  }
}

/// The position that is open, for the statistics of closed ones.
struct OpenTickTrip {
  var entryValue = 0.0
  var exitValue = 0.0
  var fees = 0.0
  var time: Int64 = 0
}

/// An order that is not done.
struct WorkingTickOrder {
  let id: OrderID
  let order: TickOrder
  var remaining: Double
  var state: OrderState
}

/// The largest and longest fall of equity.
struct TickDrawdown {
  var fraction: StreamingDrawdown
  var peak: Double
  var amount = 0.0
  var peakTime: Int64?
  var longest: Int64 = 0

  init(startingAt value: Double) {
    fraction = StreamingDrawdown(startingAt: value)
    peak = value
  }

  @inline(__always)
  mutating func add(_ value: Double, at time: Int64) {
    fraction.add(value)
    if value >= peak {
      if let since = peakTime, time - since > longest { longest = time - since }
      peak = value
      peakTime = time
    } else if peak - value > amount {
      amount = peak - value
    }
  }
}
