/// A strategy that is called at every tick of one symbol.
///
/// Conforming types are values that carry their own state; the engine copies one before the first tick and
/// keeps it through the whole run. Mark the type `@frozen` where it is public and ``onTick(_:_:)``
/// `@inlinable`: the replay loop then contains it.
///
/// ```swift
/// struct Imbalance: TickStrategy {
///   mutating func onTick(_ tick: borrowing TickView, _ context: inout TickContext) {
///     let wants = tick.bidSize > 3 * tick.askSize
///     if wants, context.position == 0 { context.buy(1) }
///     if !wants, context.position > 0 { context.sell(context.position) }
///   }
/// }
/// ```
///
/// **Causality.** A ``TickView`` has no name for a later tick. With a feed latency the strategy sees a tick
/// that long after the venue made it.
public protocol TickStrategy: Sendable {
  /// What the engine computes of each tick beforehand; ``NoTickFeature`` unless declared.
  associatedtype Feature: TickFeature = NoTickFeature

  /// The feature whose values ``TickView/feature`` gives.
  var feature: Feature { get }

  /// Prepares for the first tick; orders cannot be placed yet.
  mutating func onStart(_ context: inout TickContext)

  /// Reacts to a tick.
  mutating func onTick(_ tick: borrowing TickView, _ context: inout TickContext)

  /// Reacts to the end of the feed; orders are refused from here on.
  mutating func onFinish(_ context: inout TickContext)
}

extension TickStrategy {
  /// Does nothing.
  @inlinable
  public mutating func onStart(_ context: inout TickContext) {}

  /// Does nothing.
  @inlinable
  public mutating func onFinish(_ context: inout TickContext) {}
}

extension TickStrategy where Feature == NoTickFeature {
  /// No feature.
  @inlinable
  public var feature: NoTickFeature { NoTickFeature() }
}

/// A strategy that is called once for each interval of simulated time in which there were ticks.
///
/// Intervals are whole multiples of ``TickSettings/batchNanoseconds`` since the epoch, on the strategy's
/// own clock. An interval without ticks gives no call. The last interval is delivered although it may not be
/// over. Everything else is as in ``TickStrategy``.
public protocol TickBatchStrategy: Sendable {
  /// Prepares for the first batch; orders cannot be placed yet.
  mutating func onStart(_ context: inout TickContext)

  /// Reacts to the ticks of an interval, at its end.
  mutating func onTicks(_ batch: borrowing TickBatch, _ context: inout TickContext)

  /// Reacts to the end of the feed; orders are refused from here on.
  mutating func onFinish(_ context: inout TickContext)
}

extension TickBatchStrategy {
  /// Does nothing.
  @inlinable
  public mutating func onStart(_ context: inout TickContext) {}

  /// Does nothing.
  @inlinable
  public mutating func onFinish(_ context: inout TickContext) {}
}

/// A pure function of a tick and the one before, which the engine computes ahead for many ticks at once.
///
/// A loop over nothing but the feature can use vector instructions, and instances whose features are equal
/// share the values. The function must look at nothing but the given tick and its ``TickView/previous``.
public protocol TickFeature: Hashable, Sendable {
  /// Whether there is anything to compute.
  static var isUsed: Bool { get }

  /// The value at a tick.
  func value(_ tick: borrowing TickView) -> Double
}

extension TickFeature {
  /// There is.
  @inlinable
  public static var isUsed: Bool { true }
}

/// The absence of a feature.
@frozen
public struct NoTickFeature: TickFeature {
  /// Creates the absence.
  @inlinable
  public init() {}

  /// There is nothing to compute.
  @inlinable
  public static var isUsed: Bool { false }

  /// Zero.
  @inlinable
  public func value(_ tick: borrowing TickView) -> Double { 0 }
}
