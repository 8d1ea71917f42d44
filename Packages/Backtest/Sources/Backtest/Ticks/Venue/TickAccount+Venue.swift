import MarketModel

/// The venue: orders that rest there, and messages on their way.
///
/// At one instant the ticks of the venue come first, then what arrives there, then what arrives at the
/// strategy, then the ticks that the strategy sees. A message therefore meets the book after all ticks of its
/// instant, and no order ever fills on a tick that was made before it arrived.
extension TickAccount {
  /// The instant at which something happens next.
  var nextEvent: Int64 {
    var next = min(requests.first?.arrival ?? .max, answers.first?.arrival ?? .max)
    for order in working where order.eventTime < next { next = order.eventTime }
    return next
  }

  /// Lets happen what happens until an instant, that included.
  ///
  /// - Parameters:
  ///   - instant: The instant; everything up to it is known.
  ///   - row: The first row that the strategy has not seen.
  mutating func settle(upTo instant: Int64, row: Int) {
    while true {
      let place = nextResting
      let reached = place.map { working[$0].eventTime } ?? .max
      let request = requests.first?.arrival ?? .max
      let answer = answers.first?.arrival ?? .max
      let next = min(reached, request, answer)
      guard next <= instant, next < .max else { break }
      if let place, reached == next {
        meet(place)
      } else if request == next, let request = requests.popFirst() {
        receive(request)
      } else if let answer = answers.popFirst() {
        learn(answer, row: row)
      }
    }
    wake = nextEvent
  }

  /// The resting order that the venue reaches first, or looks at first.
  private var nextResting: Int? {
    var found: Int?
    for place in working.indices where working[place].eventTime < .max {
      guard let best = found else {
        found = place
        continue
      }
      let (one, other) = (working[place], working[best])
      if one.eventTime < other.eventTime
        || (one.eventTime == other.eventTime && one.cursor < other.cursor)
      {
        found = place
      }
    }
    return found
  }

  /// Fills a resting order at its row, or looks further.
  private mutating func meet(_ place: Int) {
    let size = working[place].hitUnits
    guard size != 0 else { return look(place) }
    let time = working[place].eventTime
    working[place].cursor += 1
    working[place].hitUnits = 0
    let order = working[place]
    let fee = terms.fee(units: size, price: order.limit, isMaker: true)
    if let reason = terms.isUnlimited ? nil : breach(size, order.limit, order.limit, fee) {
      reject(order.id, reason, time)
      leaveVenue(place)
      return respond(place, .withdrawn, time)
    }
    book(order.id, order.order.tag, size, order.limit, order.limit, fee, time, isMaker: true)
    noteFill(place, size, time)
    if working[place].isResting { look(place) }
  }

  /// Notes a fill of an order and answers it.
  private mutating func noteFill(_ place: Int, _ size: Double, _ time: Int64) {
    let left = working[place].venueRemaining - size
    let isWhole = abs(left) <= 1e-13 * abs(working[place].order.units)
    working[place].venueRemaining = isWhole ? 0 : left
    if isWhole { leaveVenue(place) }
    respond(place, isWhole ? .filledWhole : .filledInPart, time, size)
  }

  private mutating func leaveVenue(_ place: Int) {
    working[place].isResting = false
    working[place].isDone = true
    working[place].eventTime = .max
    working[place].hitUnits = 0
  }

  /// Takes in a message that arrives at the venue.
  private mutating func receive(_ request: VenueRequest) {
    guard let place = working.firstIndex(where: { $0.id == request.order }) else {
      // Done and reported: its owner asked too late.
      if request.isCancel { summary.lateCancelCount += 1 }
      return
    }
    if !request.isCancel { return arrive(place, request.arrival) }
    guard working[place].isResting else {
      summary.lateCancelCount += 1
      return respond(place, .cancelTooLate, request.arrival)
    }
    summary.cancelledCount += 1
    leaveVenue(place)
    respond(place, .withdrawn, request.arrival)
  }

  /// Lets an order that has arrived trade, rest or go.
  private mutating func arrive(_ place: Int, _ time: Int64) {
    guard let window else { return }
    let order = working[place]
    venueRow = window.lastRow(at: time, from: venueRow)
    let row = venueRow - window.base
    let columns = window.columns
    let opposite = order.isBuy ? columns.askPrices[row] : columns.bidPrices[row]
    let isMarketable =
      opposite > 0
      && (order.order.limit.map { order.isBuy ? opposite <= $0 : opposite >= $0 } ?? true)
    guard isMarketable else {
      if order.order.limit == nil { return refuse(place, .illiquid, time) }
      return rest(place, row, time)
    }
    if order.order.timeInForce == .postOnly { return refuse(place, .wouldTrade, time) }
    let quoted = order.isBuy ? columns.askSizes[row] : columns.bidSizes[row]
    let most =
      terms.allowsPartialFills ? min(abs(order.order.units), quoted) : abs(order.order.units)
    if most > 0 {
      let size = order.isBuy ? most : -most
      var price = opposite
      if order.order.limit == nil {
        let spread = max(0, columns.askPrices[row] - columns.bidPrices[row])
        price = terms.slipped(opposite, units: size, spread: spread, displayed: quoted)
      }
      let fee = terms.fee(units: size, price: price, isMaker: false)
      if let reason = terms.isUnlimited ? nil : breach(size, price, opposite, fee) {
        return refuse(place, reason, time)
      }
      book(order.id, order.order.tag, size, opposite, price, fee, time, isMaker: false)
      noteFill(place, size, time)
    }
    guard !working[place].isDone else { return }
    if order.order.timeInForce == .goodTillCancelled, order.order.limit != nil {
      takePlace(place, row)
      if most == 0 { respond(place, .accepted, time) }
    } else {
      summary.cancelledCount += 1
      leaveVenue(place)
      respond(place, .withdrawn, time)
    }
  }

  private mutating func refuse(_ place: Int, _ reason: RejectReason, _ time: Int64) {
    reject(working[place].id, reason, time)
    leaveVenue(place)
    respond(place, .refused, time)
  }

  /// Lets an order that cannot trade on arrival rest, unless it must not.
  private mutating func rest(_ place: Int, _ row: Int, _ time: Int64) {
    let order = working[place]
    if order.order.timeInForce == .immediateOrCancel {
      summary.cancelledCount += 1
      leaveVenue(place)
      return respond(place, .withdrawn, time)
    }
    let fee = terms.fee(units: order.order.units, price: order.limit, isMaker: true)
    if let reason = terms.isUnlimited
      ? nil : breach(order.order.units, order.limit, order.limit, fee)
    {
      return refuse(place, reason, time)
    }
    takePlace(place, row)
    respond(place, .accepted, time)
  }

  private mutating func takePlace(_ place: Int, _ row: Int) {
    guard let window else { return }
    let order = working[place]
    let columns = window.columns
    working[place].queue = QueuePosition(
      terms.queue,
      limit: order.limit,
      best: order.isBuy ? columns.bidPrices[row] : columns.askPrices[row],
      size: order.isBuy ? columns.bidSizes[row] : columns.askSizes[row],
      isBuy: order.isBuy
    )
    working[place].isResting = true
    working[place].cursor = window.base + row + 1
    working[place].stride = WorkingTickOrder.firstStride
    look(place)
  }

  /// Looks at the next rows of the venue until one fills an order, some way ahead.
  mutating func look(_ place: Int) {
    guard let window else { return }
    window.search(&working[place], allowsPartialFills: terms.allowsPartialFills)
  }

  /// Sends an answer to the strategy.
  private mutating func respond(
    _ place: Int,
    _ event: OrderEvent,
    _ time: Int64,
    _ size: Double = 0
  ) {
    let order = working[place]
    working[place].answerCount += 1
    let delay = terms.responseDelay.nanoseconds(
      at: time,
      trial: UInt32(bitPattern: order.id.value),
      path: order.answerCount
    )
    lastAnswer = max(lastAnswer, time + delay)
    answers.append(
      VenueAnswer(
        arrival: lastAnswer,
        order: order.id,
        event: event,
        units: size,
        positionAfter: units,
        cashAfter: cash
      )
    )
  }

  /// Takes in an answer that arrives at the strategy.
  private mutating func learn(_ answer: VenueAnswer, row: Int) {
    if answer.units != 0 {
      mark(upTo: row)
      known = (answer.positionAfter, answer.cashAfter)
    }
    guard let place = working.firstIndex(where: { $0.id == answer.order }) else { return }
    change(place, answer.event)
    working[place].remaining -= answer.units
    if working[place].state.isDone { working.remove(at: place) }
  }

  /// Moves an order on; an event that cannot happen would be a mistake of the engine.
  mutating func change(_ place: Int, _ event: OrderEvent) {
    do throws(OrderStateError) {
      working[place].state = try working[place].state.applying(event)
    } catch {
      preconditionFailure(error.description)
    }
  }

  /// Sends an order or a cancellation to the venue.
  mutating func send(_ place: Int, isCancel: Bool, now: Int64) {
    let order = working[place]
    working[place].sentCount += 1
    let delay = terms.orderDelay.nanoseconds(
      at: now,
      trial: UInt32(bitPattern: order.id.value),
      path: order.sentCount
    )
    lastRequest = max(lastRequest, now + delay)
    requests.append(VenueRequest(arrival: lastRequest, order: order.id, isCancel: isCancel))
    wake = min(wake, lastRequest)
  }
}
