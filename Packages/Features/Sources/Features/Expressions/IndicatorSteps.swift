internal import MarketModel

/// An indicator that reads the value of another step.
protocol ValueStep: Sendable {
  /// Consumes the next value and writes the outputs from a register on.
  mutating func update(_ value: Double?, _ registers: inout [Double?], at target: Int)
}

/// An indicator that reads whole bars.
protocol BarStep: Sendable {
  /// Consumes the next bar and writes the outputs from a register on.
  mutating func update(_ bar: Bar, _ registers: inout [Double?], at target: Int)
}

/// A value transform that starts afresh behind each undefined input.
struct ValueTransformStep<Transform: ValueTransform>: ValueStep {
  private let fresh: Transform
  private var current: Transform
  private var isFresh = true
  private let outputCount = Transform.Output.names.count

  init(_ transform: Transform) {
    fresh = transform
    current = transform
  }

  mutating func update(_ value: Double?, _ registers: inout [Double?], at target: Int) {
    guard let value else {
      if !isFresh { (current, isFresh) = (fresh, true) }
      for position in 0..<outputCount { registers[target + position] = nil }
      return
    }
    isFresh = false
    let output = current.update(value: value)
    for position in 0..<outputCount {
      registers[target + position] = output.value(at: position).finite
    }
  }
}

/// A transform of whole bars.
struct BarTransformStep<Transform: CausalTransform>: BarStep {
  private var transform: Transform
  private let outputCount = Transform.Output.names.count

  init(_ transform: Transform) {
    self.transform = transform
  }

  mutating func update(_ bar: Bar, _ registers: inout [Double?], at target: Int) {
    let output = transform.update(bar)
    for position in 0..<outputCount {
      registers[target + position] = output.value(at: position).finite
    }
  }
}

/// Expressions over longer bars, whose values stay visible until the next longer bar is complete.
///
/// A longer bar is taken as complete by the first bar that closes after its completion. For the
/// members of its own bin that is never the case, so the bar that completes it does not see it.
struct TimeframeStep: Sendable {
  private var rule: BinRule
  private var open: PartialBar?
  private var program: FeatureProgram

  init(_ program: FeatureProgram, _ rule: BinRule) {
    self.program = program
    self.rule = rule
  }

  mutating func update(_ bar: Bar, _ registers: inout [Double?], at target: Int) {
    let bin = rule.bin(of: bar)
    if let partial = open, isOver(partial, at: bar, in: bin) {
      open = nil
      program.update(partial.completedBar)
      for position in program.outputs.indices {
        registers[target + position] = program.output(position)
      }
    }
    guard let bin else { return }
    if open == nil { open = PartialBar(bin, first: bar) } else { open?.add(bar) }
  }

  private func isOver(_ partial: PartialBar, at bar: Bar, in bin: BinRule.Bin?) -> Bool {
    guard let bin else {
      // A bar that is left out still tells the time.
      return bar.closeTime > partial.completedBar.closeTime
        && rule.isComplete(
          partial.bin,
          holding: partial.count,
          at: bar.closeTime.nanoseconds
        )
    }
    return bin.id != partial.bin.id
  }
}
