import MarketModel
import PerformanceMetrics

/// The account of one instance, and its orders.
///
/// Not copyable, since an accidental copy would cost more than a fill.
struct TickAccount: ~Copyable {
  let terms: TickTerms
  var ledger: Ledger

  /// The units held at the venue.
  var units = 0.0
  var averageReference = 0.0
  var trip = OpenTickTrip()
  var summary = TickSummary()
  var fills: [TickFill] = []
  var rejects: [TickReject] = []
  var nextOrder: Int32 = 0

  /// Whether orders may be placed.
  var isAccepting = false

  // What the strategy knows, and what is measured of it.

  /// Units and cash as reported to the strategy.
  var known: (units: Double, cash: Double)
  var drawdown: TickDrawdown
  var equityCurve: [Double] = []
  var markTimes: [Int64] = []
  var previousMark: Double
  var chunk: TickChunk?

  /// The first row that has not been marked.
  var marked = 0

  // The venue.

  var working: [WorkingTickOrder] = []
  var requests = MessageQueue<VenueRequest>()
  var answers = MessageQueue<VenueAnswer>()
  var window: VenueRows?

  /// The last row known to lie before everything that arrives at the venue from now on.
  var venueRow = 0
  var lastRequest = Int64.min
  var lastAnswer = Int64.min

  /// The instant from which on the account must be looked after.
  var wake = Int64.max

  init(_ terms: TickTerms) {
    self.terms = terms
    let cash = terms.settings.startingCash
    ledger = Ledger(capital: cash)
    known = (0, cash)
    drawdown = TickDrawdown(startingAt: cash)
    previousMark = cash
    summary.startingCash = cash
    summary.finalEquity = cash
  }

  /// The cash at the venue.
  var cash: Double { ledger[.cash] }

  var holding: TickHolding {
    TickHolding(units: known.units, cash: known.cash, wake: wake)
  }

  /// The instant on the strategy's clock: that of a batch, otherwise that of a row.
  func now(row: Int, clock: Int64) -> Int64 {
    clock == TickContext.noClock ? chunk?.columns.localTime(row) ?? 0 : clock
  }

  /// The equity that the strategy knows of, at the mark of a row.
  func equity(_ row: Int) -> Double {
    guard let chunk else { return known.cash }
    return known.cash.addingProduct(known.units, chunk.marks[row])
  }

  func lastTradePrice(_ row: Int) -> Double? {
    guard let chunk else { return nil }
    var row = row
    while row >= chunk.rows.lowerBound {
      if chunk.columns.kinds[row] == .trade { return chunk.columns.tradePrices[row] }
      row -= 1
    }
    return chunk.tradeBefore > 0 ? chunk.tradeBefore : nil
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
