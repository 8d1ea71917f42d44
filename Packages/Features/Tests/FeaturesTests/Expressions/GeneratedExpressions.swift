import ConfigValidation
import Features
import MarketModel
import QuantMath

/// Random expressions of every form, the same for the same seed.
struct GeneratedExpressions {
  private var random: PhiloxStream
  private let allowsTimeframes: Bool

  init(seed: UInt64, allowsTimeframes: Bool = true) {
    random = PhiloxStream(seed: seed, purpose: 0, trial: 0, path: 0)
    self.allowsTimeframes = allowsTimeframes
  }

  mutating func number(depth: Int) -> Feature {
    guard depth > 0 else { return leaf() }
    let inner = depth - 1
    switch random.index(below: 20) {
    case 0: return number(depth: inner) + number(depth: inner)
    case 1: return number(depth: inner) - number(depth: inner)
    case 2: return number(depth: inner) * number(depth: inner)
    case 3: return number(depth: inner) / number(depth: inner)
    case 4: return -number(depth: inner)
    case 5: return .log(number(depth: inner))
    case 6: return .abs(number(depth: inner))
    case 7: return .min(number(depth: inner), number(depth: inner))
    case 8: return .max(number(depth: inner), number(depth: inner))
    case 9: return number(depth: inner).clamped(to: -1.5...(2 + random.uniform()))
    case 10: return number(depth: inner).lagged(by: UInt(random.index(below: 4)))
    case 11: return number(depth: inner).difference(over: UInt(1 + random.index(below: 3)))
    case 12: return number(depth: inner).filled(with: random.uniform() * 1e-7)
    case 13:
      return .where(condition(depth: inner), number(depth: inner), number(depth: inner))
    case 14: return .sign(.sqrt(number(depth: inner)))
    case 15:
      let part = number(depth: inner)
      guard allowsTimeframes, !part.hasTimeframe else { return .exp(part) }
      let frames: [Timeframe] = [.week, .bars(3), .days(5), .month, .weeks(2, ending: .friday)]
      return part.on(frames[random.index(below: frames.count)])
    default: return indicator(of: number(depth: inner))
    }
  }

  mutating func condition(depth: Int) -> FeatureCondition {
    guard depth > 0 else { return leaf() < leaf() }
    let inner = depth - 1
    switch random.index(below: 9) {
    case 0: return condition(depth: inner) && condition(depth: inner)
    case 1: return condition(depth: inner) || condition(depth: inner)
    case 2: return !condition(depth: inner)
    case 3: return number(depth: inner) < number(depth: inner)
    case 4: return number(depth: inner) <= number(depth: inner)
    case 5: return number(depth: inner) > number(depth: inner)
    case 6: return number(depth: inner) >= number(depth: inner)
    case 7: return number(depth: inner).equals(number(depth: inner))
    default: return number(depth: inner).differs(from: number(depth: inner))
    }
  }

  private mutating func leaf() -> Feature {
    switch random.index(below: 5) {
    case 0: .constant((random.uniform() - 0.5) * 100)
    case 1: .constant(Double(random.index(below: 7)) - 3)
    case 2: .atr(2 + random.index(below: 3))
    default: .field(BarField.allCases[random.index(below: BarField.allCases.count)])
    }
  }

  private mutating func indicator(of part: Feature) -> Feature {
    // A bare number is no series.
    let input = Double(part.description) == nil ? part : .close - part
    let period = 2 + random.index(below: 4)
    switch random.index(below: 7) {
    case 0: return input.sma(period)
    case 1: return input.ema(period)
    case 2: return input.rsi(period)
    case 3: return input.zscore(period)
    case 4:
      return input.indicator("stddev", ["period": .integer(period), "divisor": .text("sample")])
    case 5:
      let output = ["upper", "percent_b"][random.index(below: 2)]
      return input.indicator("bollinger", output: output, ["deviations": .number(1.25)])
    default: return input.momentum(period)
    }
  }
}
