/// An order that is not done, as its owner knows it and as it stands at the venue.
struct WorkingTickOrder {
  let id: OrderID
  let order: TickOrder

  /// What has not filled, as far as reported.
  var remaining: Double

  /// Where it stands, as far as reported.
  var state = OrderState.created

  /// What has not filled at the venue.
  var venueRemaining: Double

  /// Whether it rests at the venue.
  var isResting = false

  /// Whether nothing more can happen to it at the venue.
  var isDone = false

  /// The place in the line of its price.
  var queue = QueuePosition(.conservative, limit: 0, best: 0, size: 0, isBuy: true)

  /// The next row of the venue to look at, counted over the run.
  var cursor = 0

  /// How many rows to look ahead next time.
  var stride = Self.firstStride

  /// The instant of the row that fills it, or of the next row to look at; the end of time where none is known.
  var eventTime = Int64.max

  /// What the row at the cursor fills; 0 where it is only to be looked at.
  var hitUnits = 0.0

  /// The number of messages sent about it.
  var sentCount: UInt32 = 0

  /// The number of answers about it.
  var answerCount: UInt32 = 0

  static var firstStride: Int { 16 }
  static var longestStride: Int { 4_096 }

  init(id: OrderID, order: TickOrder) {
    self.id = id
    self.order = order
    remaining = order.units
    venueRemaining = order.units
  }

  var limit: Double { order.limit ?? 0 }
  var isBuy: Bool { order.units > 0 }
}

/// What an instance sends to the venue.
struct VenueRequest {
  let arrival: Int64
  let order: OrderID
  let isCancel: Bool
}

/// What the venue answers.
struct VenueAnswer {
  let arrival: Int64
  let order: OrderID
  let event: OrderEvent

  /// The signed units of a fill.
  let units: Double

  /// The units held and the cash after a fill.
  let positionAfter: Double
  let cashAfter: Double
}

/// Messages in the order of their arrival.
struct MessageQueue<Message> {
  private var messages: [Message] = []
  private var head = 0

  var isEmpty: Bool { head == messages.count }
  var first: Message? { head < messages.count ? messages[head] : nil }

  mutating func append(_ message: Message) { messages.append(message) }

  mutating func popFirst() -> Message? {
    guard head < messages.count else { return nil }
    let message = messages[head]
    head += 1
    if head == messages.count {
      messages.removeAll(keepingCapacity: true)
      head = 0
    }
    return message
  }
}
