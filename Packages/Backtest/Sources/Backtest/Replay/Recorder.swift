public import PerformanceMetrics

/// Whether a loop does a part of its work; a type, so that the other half is compiled away.
@usableFromInline
protocol LoopFlag {
  static var isOn: Bool { get }
}

/// The part is done.
@usableFromInline
enum FlagOn: LoopFlag {
  @inlinable static var isOn: Bool { true }
}

/// The part is left out.
@usableFromInline
enum FlagOff: LoopFlag {
  @inlinable static var isOn: Bool { false }
}

/// What is measured at every mark of one instance.
@frozen
@usableFromInline
struct Recorder {
  @usableFromInline var moments = StreamingMoments()
  @usableFromInline var drawdown: StreamingDrawdown
  @usableFromInline var previous: Double
  @usableFromInline var exposed = 0
  @usableFromInline var count = 0
  @usableFromInline var curve: UnsafeMutablePointer<Double>?

  @inlinable
  init(startingCash: Double) {
    drawdown = StreamingDrawdown(startingAt: startingCash)
    previous = startingCash
  }

  @inlinable
  @inline(__always)
  mutating func mark<Curve: LoopFlag>(_ equity: Double, at index: Int, _: Curve.Type) {
    if Curve.isOn { curve.unsafelyUnwrapped[index] = equity }
    moments.add(equity / previous - 1)
    drawdown.add(equity)
    previous = equity
  }

  /// Marks an account that has not changed.
  @inlinable
  @inline(__always)
  mutating func markUnchanged<Curve: LoopFlag>(at index: Int, _: Curve.Type) {
    if Curve.isOn { curve.unsafelyUnwrapped[index] = previous }
    moments.addZero()
  }
}
