public import Backtest

/// A position of a fixed size that is entered and left by market orders.
///
/// A signal in the direction that is held already does nothing, and neither does any signal while an
/// order is under way: with latency a position is known only when its fills have come back.
@frozen
@usableFromInline
struct UnitPosition: Hashable, Sendable {
  @usableFromInline let units: Double
  @usableFromInline let allowsShort: Bool

  @inlinable
  init(units: Double, allowsShort: Bool) {
    self.units = units
    self.allowsShort = allowsShort
  }

  /// Holds the units, buying back what was sold short.
  @inlinable
  func goLong(_ context: inout TickContext) {
    let held = context.position
    if held > 0 || context.openOrderCount > 0 { return }
    context.buy(units - held)
  }

  /// Sells what is held, and the units short where that is allowed.
  @inlinable
  func goShort(_ context: inout TickContext) {
    let held = context.position
    let wanted = allowsShort ? -units : 0
    if held < 0 || held == wanted || context.openOrderCount > 0 { return }
    context.sell(held - wanted)
  }
}
