/// An order between its submission and its end.
struct WorkingOrder {
  /// What the order is to the engine.
  enum Role: UInt8 {
    /// Submitted by the strategy.
    case entry

    /// The stop of a bracket.
    case protectiveStop

    /// The target of a bracket.
    case target
  }

  let id: OrderID
  var order: Order
  var role = Role.entry

  /// Exits of one bracket share the number of their entry.
  var group: Int32 = -1

  /// When and in which row it was decided; set when the engine takes it in.
  var decidedTime: Int64 = 0
  var decidedRow = 0

  /// The first row in which it may trade, and the instant before which it may not.
  var eligibleRow = 0
  var eligibleTime: Int64 = .min

  /// The signed units of a resting order.
  var units = 0.0

  /// The best price since a trailing stop came to rest.
  var bestPrice = 0.0

  /// The UTC day on which a day order first could trade.
  var tradingDay: Int64?

  /// The row in which a bracket was placed in the middle of a bar, or −1.
  var bornInsideRow = -1

  init(id: OrderID, order: Order) {
    self.id = id
    self.order = order
  }

  /// Whether it waits for a price rather than for the next opportunity.
  var isResting: Bool {
    if case .market = order.kind { false } else { true }
  }

  /// The level of a stop, fixed or trailing, or `nil` for other kinds.
  var stopLevel: Double? {
    switch order.kind {
    case .stop(let level), .stopLimit(let level, _): level
    case .trailingStop(let distance):
      units < 0
        ? bestPrice - distance.amount(at: bestPrice) : bestPrice + distance.amount(at: bestPrice)
    case .market, .limit: nil
    }
  }
}
