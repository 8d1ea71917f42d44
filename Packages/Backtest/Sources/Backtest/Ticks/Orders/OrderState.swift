/// Where an order stands, as its owner knows it.
public enum OrderState: String, Hashable, Sendable, CaseIterable {
  /// Made, and not sent.
  case created

  /// Sent, and not confirmed.
  case pendingNew = "pending_new"

  /// Resting at the venue.
  case open

  /// Resting at the venue, after a part has filled.
  case partiallyFilled = "partially_filled"

  /// Done: filled whole.
  case filled

  /// A cancellation is on its way.
  case pendingCancel = "pending_cancel"

  /// Done: withdrawn, perhaps after a part has filled.
  case cancelled

  /// Done: refused.
  case rejected

  /// Whether nothing more can happen to the order.
  @inlinable
  public var isDone: Bool { self == .filled || self == .cancelled || self == .rejected }
}

/// What happens to an order, in the order in which its owner learns of it.
public enum OrderEvent: String, Hashable, Sendable, CaseIterable {
  /// It is sent to the venue.
  case sent

  /// The venue confirms that it rests there.
  case accepted

  /// The venue, or a limit of the account, refuses it.
  case refused

  /// A part has filled.
  case filledInPart = "filled_in_part"

  /// The rest has filled.
  case filledWhole = "filled_whole"

  /// Its owner asks to withdraw it.
  case cancelRequested = "cancel_requested"

  /// The venue confirms that what was left is withdrawn.
  case withdrawn

  /// The venue answers that there was nothing left to withdraw.
  case cancelTooLate = "cancel_too_late"
}

/// An event that cannot happen to an order in its state.
public struct OrderStateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where the order stood.
  public var state: OrderState

  /// What was said to have happened.
  public var event: OrderEvent

  /// Creates an error.
  public init(state: OrderState, event: OrderEvent) {
    self.state = state
    self.event = event
  }

  /// The sentence shown to a person.
  public var description: String {
    "an order that is \(state.rawValue) cannot be \(event.rawValue)"
  }
}

extension OrderState {
  /// Returns the state after an event.
  ///
  /// A pure function. While a cancellation is on its way the order may still be confirmed and fill; it stays
  /// `pendingCancel` until it is done. That the cancellation came too late changes nothing, for the report
  /// of what was faster has come before.
  ///
  /// - Throws: ``OrderStateError`` when the event cannot happen in this state.
  public func applying(_ event: OrderEvent) throws(OrderStateError) -> OrderState {
    switch (self, event) {
    case (.created, .sent): .pendingNew
    case (.created, .refused), (.pendingNew, .refused), (.pendingCancel, .refused): .rejected
    case (.pendingNew, .accepted): .open
    case (.pendingCancel, .accepted), (.pendingCancel, .filledInPart): .pendingCancel
    case (.pendingNew, .filledInPart), (.open, .filledInPart), (.partiallyFilled, .filledInPart):
      .partiallyFilled
    case (.partiallyFilled, .accepted): .partiallyFilled
    case (.pendingNew, .filledWhole), (.open, .filledWhole), (.partiallyFilled, .filledWhole),
      (.pendingCancel, .filledWhole):
      .filled
    case (.pendingNew, .cancelRequested), (.open, .cancelRequested),
      (.partiallyFilled, .cancelRequested), (.pendingCancel, .cancelRequested):
      .pendingCancel
    case (.pendingNew, .withdrawn), (.open, .withdrawn), (.partiallyFilled, .withdrawn),
      (.pendingCancel, .withdrawn):
      .cancelled
    case (.filled, .cancelTooLate): .filled
    case (.cancelled, .cancelTooLate): .cancelled
    case (.rejected, .cancelTooLate): .rejected
    default: throw OrderStateError(state: self, event: event)
    }
  }
}
