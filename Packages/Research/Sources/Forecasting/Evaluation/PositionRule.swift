public import ConfigValidation

/// How a forecast becomes a wanted position between -1 and 1.
public enum PositionRule: Hashable, Sendable {
  /// The sign of the forecast, 0 where it is no larger than a dead zone.
  ///
  /// Of probabilities, the sign of their distance from one half.
  case sign(deadZone: Double)

  /// 1 from a probability upward, -1 from another one downward, 0 between; of binary targets only.
  case thresholds(long: Double, short: Double)

  /// The forecast (of probabilities: its distance from one half) divided by a scale, at most 1.
  case scaled(fullAt: Double)
}

/// Which sides may be taken.
public enum PositionSides: String, Hashable, Sendable, CaseIterable {
  /// Both: short where the forecast is negative.
  case longShort = "long_short"

  /// Long or nothing.
  case longFlat = "long_flat"
}

/// The declared way from forecasts to positions.
public struct ForecastPositions: Hashable, Sendable {
  /// How a forecast becomes a wanted position.
  public var rule: PositionRule

  /// Which sides may be taken.
  public var sides: PositionSides

  /// Creates a way.
  ///
  /// - Throws: ``ForecastError/invalidSetting(name:expected:found:)`` for a negative dead zone, a scale that
  ///   is not positive, and thresholds out of order or outside 0...1.
  public init(_ rule: PositionRule, sides: PositionSides) throws(ForecastError) {
    switch rule {
    case .sign(let zone):
      guard zone >= 0, zone.isFinite else {
        throw .invalidSetting(name: "dead zone", expected: "0 or more", found: "\(zone)")
      }
    case .thresholds(let long, let short):
      guard (0...1).contains(long), (0...1).contains(short), short < long else {
        throw .invalidSetting(
          name: "thresholds",
          expected: "0 <= short < long <= 1",
          found: "short \(short), long \(long)"
        )
      }
    case .scaled(let scale):
      guard scale > 0, scale.isFinite else {
        throw .invalidSetting(name: "full at", expected: "a number above 0", found: "\(scale)")
      }
    }
    self.rule = rule
    self.sides = sides
  }

  /// The wanted position for a forecast of targets of a kind, between -1 and 1.
  ///
  /// - Throws: ``ForecastError/invalidSetting(name:expected:found:)`` for thresholds of probabilities with
  ///   real targets, and for a forecast that is not finite.
  public func position(
    _ forecast: Forecast,
    _ kind: ForecastTargetKind
  ) throws(ForecastError) -> Double {
    guard forecast.value.isFinite else {
      throw .invalidSetting(name: "forecast", expected: "a number", found: "\(forecast.value)")
    }
    let value = kind == .binary ? forecast.value - 0.5 : forecast.value
    let position: Double
    switch rule {
    case .sign(let zone): position = abs(value) > zone ? (value > 0 ? 1 : -1) : 0
    case .scaled(let scale): position = min(1, max(-1, value / scale))
    case .thresholds(let long, let short):
      guard kind == .binary else {
        throw .invalidSetting(
          name: "positions",
          expected: "sign or scaled for a real target",
          found: "thresholds"
        )
      }
      position = forecast.value >= long ? 1 : forecast.value <= short ? -1 : 0
    }
    return sides == .longFlat ? max(0, position) : position
  }

  /// The declaration as a document.
  public var json: JSONValue {
    let sides = JSONMember("sides", .string(sides.rawValue))
    switch rule {
    case .sign(let zone):
      return .object([
        JSONMember("rule", "sign"), JSONMember("dead_zone", .number(zone)), sides,
      ])
    case .thresholds(let long, let short):
      return .object([
        JSONMember("rule", "thresholds"), JSONMember("long_from", .number(long)),
        JSONMember("short_from", .number(short)), sides,
      ])
    case .scaled(let scale):
      return .object([
        JSONMember("rule", "scaled"), JSONMember("full_at", .number(scale)), sides,
      ])
    }
  }
}
