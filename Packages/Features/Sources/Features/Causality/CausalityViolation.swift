public import MarketModel

/// One way in which a computation broke what it claims about time.
public enum CausalityViolation: Hashable, Sendable {
  /// A value and the instant from which it may be used.
  public struct Place: Hashable, Sendable {
    /// The name of the output.
    public var output: String

    /// The position of the value in its column, counted from zero.
    public var position: Int

    /// When the value is visible.
    public var time: Timestamp

    /// Creates a place.
    public init(output: String, position: Int, time: Timestamp) {
      self.output = output
      self.position = position
      self.time = time
    }
  }

  /// A cut and what was done after it.
  public struct Cause: Hashable, Sendable {
    /// The last instant that stayed as it was.
    public var cut: Timestamp

    /// What was done to everything later.
    public var change: FutureChange

    /// Creates a cause.
    public init(cut: Timestamp, change: FutureChange) {
      self.cut = cut
      self.change = change
    }
  }

  /// A value changed when only data changed that become visible after it.
  case sawTheFuture(at: Place, Cause, whole: ReleasedValue, changed: ReleasedValue)

  /// Values follow other data's future although these were replaced: they were known beforehand.
  case knewTheFuture(output: String, barsAhead: Int, correlation: Double, values: Int)

  /// A value is NaN or infinite.
  case notFinite(at: Place)

  /// The first defined value of an output does not come at the declared look-back.
  case wrongLookback(output: String, declared: Int, found: Int?)

  /// Two runs over the same data differ.
  case notRepeatable(at: Place, first: ReleasedValue, second: ReleasedValue)

  /// A target changed with data later than its declared horizon.
  case horizonTooShort(at: Place, Cause, declared: Int, found: Int)

  /// No change of the last bars of its declared horizon ever changed a target.
  case horizonTooLong(output: String, declared: Int, found: Int)

  /// A target does not depend on the future at all.
  case doesNotSeeAhead(output: String)

  /// The outputs of the changed data are others than those of the data.
  case otherOutputs(expected: [String], found: [String], Cause)

  /// The computation refused the data.
  case failed(String)

  /// There was nothing to compare: every cut was refused or nothing is released before it.
  case nothingChecked
}

extension CausalityViolation: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .sawTheFuture(let place, let cause, let whole, let changed):
      "\(place) changed from \(whole) to \(changed) when what comes after "
        + "\(Self.text(cause.cut)) was \(cause.change.participle)"
    case .knewTheFuture(let output, let ahead, let correlation, let values):
      "\(output) follows the market \(Self.bars(ahead)) ahead (correlation "
        + "\(Self.rounded(correlation)) over \(values) values) although it was shown another market"
    case .notFinite(let place): "\(place) is not a finite number"
    case .wrongLookback(let output, let declared, let found):
      "\(output): declared a look-back of \(Self.bars(declared)), found "
        + (found.map(Self.bars) ?? "no defined value")
    case .notRepeatable(let place, let first, let second):
      "\(place) was \(first) at first and \(second) when computed again"
    case .horizonTooShort(let place, let cause, let declared, let found):
      "\(place): declared a horizon of \(Self.bars(declared)), and changed when what comes "
        + "\(Self.bars(found)) later was \(cause.change.participle)"
    case .horizonTooLong(let output, let declared, let found):
      "\(output): declared a horizon of \(Self.bars(declared)), and nothing beyond "
        + "\(Self.bars(found)) ever changed it"
    case .doesNotSeeAhead(let output):
      "\(output): declared a horizon and does not depend on the future"
    case .otherOutputs(let expected, let found, let cause):
      "expected the outputs \(expected.joined(separator: ", ")), found "
        + "\(found.joined(separator: ", ")) when what comes after "
        + "\(Self.text(cause.cut)) was \(cause.change.participle)"
    case .failed(let reason): reason
    case .nothingChecked: "no value could be compared"
    }
  }

  private static func bars(_ count: Int) -> String { count == 1 ? "1 bar" : "\(count) bars" }

  fileprivate static func text(_ time: Timestamp) -> String { "\(time)" }

  private static func rounded(_ value: Double) -> String {
    "\((value * 100).rounded() / 100)"
  }
}

extension CausalityViolation.Place: CustomStringConvertible {
  /// The output and the instant of its value.
  public var description: String { "\(output) at \(CausalityViolation.text(time))" }
}

extension FutureChange {
  /// The end of a sentence: what was done.
  var participle: String {
    switch self {
    case .truncated: "cut off"
    case .thinned: "thinned out"
    case .scaled: "scaled"
    case .shuffled: "shuffled"
    case .flipped: "turned upside down"
    case .frozen: "frozen"
    case .volume: "given other volumes"
    case .high: "given other highs"
    case .low: "given other lows"
    case .nextBar: "changed in its first bar"
    case .huge: "made huge"
    case .tiny: "made tiny"
    }
  }
}
