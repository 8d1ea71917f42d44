/// A strategy that trades one symbol and is called at every close of its bars.
///
/// With several symbols in a run each has its own instance and a share of the account. Conforming types are
/// values that carry their own state; the engine copies one before the first bar. Mark the type
/// `@frozen` where it is public and ``onBar(_:_:)`` `@inlinable`: the replay loop then contains it.
///
/// ```swift
/// struct Momentum: BarStrategy {
///   mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
///     guard bar.index >= 60 else { return }
///     let wants = bar.close > bar.close(ago: 60) ? 1.0 : 0.0
///     if wants != (context.position == 0 ? 0 : 1) { context.submit(.signal(wants)) }
///   }
/// }
/// ```
///
/// **Causality.** A ``BarView`` has no name for a later bar, and columns hold the values that earlier bars
/// made visible.
public protocol BarStrategy: Sendable {
  /// Reacts to the close of a bar.
  mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext)
}

/// A strategy that trades several symbols at once.
///
/// It is called once for each instant at which at least one bar closes, and sees all bars that close then.
public protocol SliceStrategy: Sendable {
  /// Reacts to the bars that close at one instant.
  mutating func onSlice(_ slice: borrowing SliceView, _ context: inout SliceContext)
}
