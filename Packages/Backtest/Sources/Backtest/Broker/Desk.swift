import MarketModel

/// One symbol's side of the account: position, orders at work, and the round trip that is open.
struct Desk {
  let bars: BarPointers
  let multiplier: Double
  let share: Double
  let quotes: ReplayQuotes?
  let funding: ReplayFunding?
  let options: ReplayOptions?

  var units = 0.0

  /// The average reference price of the position: what the ledger carries it at.
  var averageReference = 0.0
  var lastPrice = 0.0
  var hasPrice = false

  /// The row of the last closed bar, or −1.
  var row = -1

  /// Orders submitted since the last settlement, not yet taken in.
  var inbox: [WorkingOrder] = []
  var optionInbox: [(id: OrderID, order: OptionOrder)] = []

  /// Market orders that wait for their price.
  var queue: [WorkingOrder] = []

  /// Orders that wait for the price to come to them.
  var resting: [WorkingOrder] = []
  var optionQueue: [WaitingOptionOrder] = []
  var trip = OpenTrip()
  var fundingCursor = 0
  var holdings: [OptionHolding] = []
  var optionValue = 0.0
  var optionTrip = OpenTrip()
  var optionTripLegs: [OptionLeg] = []
  var lowTrigger = -Double.infinity
  var highTrigger = Double.infinity

  init(_ listing: ReplayMarket.Listing, bars: BarPointers, share: Double) {
    self.bars = bars
    self.share = share
    multiplier = listing.multiplier
    quotes = listing.quotes
    funding = listing.funding
    options = listing.options
  }

  /// A time that was left open until it is needed: the close of a row.
  ///
  /// Looking it up at every fill would wait for memory that nothing else touches.
  static let closeOfRow = Int64.min

  /// The same for the open of a row.
  static let openOfRow = Int64.min + 1

  /// The time itself, looked up if it was left open.
  func time(_ time: Int64, row: Int) -> Int64 {
    switch time {
    case Desk.closeOfRow: bars.closeTimes[row]
    case Desk.openOfRow: bars.openTimes[row]
    default: time
    }
  }

  /// The market value of everything held, at the last price.
  var value: Double { units * lastPrice * multiplier + optionValue }
}

/// An option order that waits for its moment.
struct WaitingOptionOrder {
  let id: OrderID
  let order: OptionOrder
  let decidedTime: Int64
  let eligibleRow: Int
  let eligibleTime: Int64
}

/// An option that is held.
struct OptionHolding {
  let leg: OptionLeg
  var contracts: Double

  /// The average price paid, with slippage.
  var averagePrice: Double

  /// The average bid or ask traded at: what the ledger carries it at.
  var averageReference: Double
  var mark: Double
  let opened: Int64
}

/// What has been traded since the position was last flat.
struct OpenTrip {
  var entryUnits = 0.0
  var entryValue = 0.0
  var exitUnits = 0.0
  var exitValue = 0.0
  var fees = 0.0
  var slippage = 0.0
  var carry = 0.0
  var time: Int64 = 0
  var row = 0
}
