/// How much of a signal's confidence remains in each regime, by the signal's direction.
public struct RegimeConfidenceScale: Hashable, Sendable {
  /// Which way a signal goes.
  public enum Direction: String, Hashable, Sendable, CaseIterable {
    /// It profits from a rise.
    case long

    /// It profits from a fall.
    case short
  }

  /// The factors of one regime.
  public struct Row: Hashable, Sendable {
    /// The factor of long signals; a fraction in 0...1.
    public var long: Double

    /// The factor of short signals; a fraction in 0...1.
    public var short: Double

    /// Creates a row.
    public init(long: Double, short: Double) {
      self.long = long
      self.short = short
    }
  }

  /// The factors in a bear market.
  public let bear: Row

  /// The factors in a market that goes sideways or is not known yet.
  public let sideways: Row

  /// The factors in a bull market.
  public let bull: Row

  /// Creates a table.
  ///
  /// - Throws: ``RegimeSettingsError`` naming every factor outside 0...1.
  public init(bear: Row, sideways: Row, bull: Row) throws(RegimeSettingsError) {
    var check = SettingCheck()
    for (name, row) in [("bear", bear), ("sideways", sideways), ("bull", bull)] {
      check.require("\(name).long", row.long, "a number in 0...1") { $0 >= 0 && $0 <= 1 }
      check.require("\(name).short", row.short, "a number in 0...1") { $0 >= 0 && $0 <= 1 }
    }
    if let error = RegimeSettingsError(check.problems) { throw error }
    self.init(valid: bear, sideways, bull)
  }

  private init(valid bear: Row, _ sideways: Row, _ bull: Row) {
    self.bear = bear
    self.sideways = sideways
    self.bull = bull
  }

  /// The factor of a signal in a regime.
  public subscript(regime: MovingAverageRegime, direction: Direction) -> Double {
    let row =
      switch regime {
      case .bear: bear
      case .sideways: sideways
      case .bull: bull
      }
    return direction == .long ? row.long : row.short
  }

  /// Bull 1.0, bear 0.7 and sideways 0.5, whatever the direction.
  public static let directionBlind = RegimeConfidenceScale(
    valid: Row(long: 0.7, short: 0.7),
    Row(long: 0.5, short: 0.5),
    Row(long: 1, short: 1)
  )

  /// 1.0 with the trend, 0.5 against it and in a market without one.
  public static let directionAware = RegimeConfidenceScale(
    valid: Row(long: 0.5, short: 1),
    Row(long: 0.5, short: 0.5),
    Row(long: 1, short: 0.5)
  )
}
