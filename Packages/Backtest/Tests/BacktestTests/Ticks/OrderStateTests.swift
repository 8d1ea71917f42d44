import Backtest
import Testing

@Suite("States of orders on ticks")
struct OrderStateTests {
  /// Every transition that there is; what is not listed must be refused.
  private let table: [OrderState: [OrderEvent: OrderState]] = [
    .created: [.sent: .pendingNew, .refused: .rejected],
    .pendingNew: [
      .accepted: .open, .refused: .rejected, .filledInPart: .partiallyFilled,
      .filledWhole: .filled, .cancelRequested: .pendingCancel, .withdrawn: .cancelled,
    ],
    .open: [
      .filledInPart: .partiallyFilled, .filledWhole: .filled, .cancelRequested: .pendingCancel,
      .withdrawn: .cancelled,
    ],
    .partiallyFilled: [
      .accepted: .partiallyFilled, .filledInPart: .partiallyFilled, .filledWhole: .filled,
      .cancelRequested: .pendingCancel, .withdrawn: .cancelled,
    ],
    .pendingCancel: [
      .accepted: .pendingCancel, .refused: .rejected, .filledInPart: .pendingCancel,
      .filledWhole: .filled, .cancelRequested: .pendingCancel, .withdrawn: .cancelled,
    ],
    .filled: [.cancelTooLate: .filled],
    .cancelled: [.cancelTooLate: .cancelled],
    .rejected: [.cancelTooLate: .rejected],
  ]

  @Test("every pair of state and event goes where the table says, or is refused")
  func exhaustive() {
    for state in OrderState.allCases {
      for event in OrderEvent.allCases {
        if let next = table[state]?[event] {
          #expect((try? state.applying(event)) == next)
        } else {
          #expect(throws: OrderStateError(state: state, event: event)) {
            try state.applying(event)
          }
        }
      }
    }
  }

  @Test("what is done stays done")
  func done() {
    for state in OrderState.allCases where state.isDone {
      for event in OrderEvent.allCases {
        if let next = try? state.applying(event) { #expect(next == state) }
      }
    }
  }
}
