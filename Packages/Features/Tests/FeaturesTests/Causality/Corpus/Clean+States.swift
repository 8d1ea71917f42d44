import Features
import MarketModel
import QuantMath

/// States, events, orders: computations that carry something from bar to bar.
extension Clean {
  /// The probability of the wild state after each bar.
  private static func filtered(_ changes: [Double], stay: Double, spreads: [Double]) -> [Double?] {
    var state = 0.5
    return changes.map { change in
      let seen = spreads.map { spread in
        let z = change / spread
        return 1 / (1 + z * z) / spread
      }
      let prior = stay * state + (1 - stay) * (1 - state)
      let (calm, wild) = ((1 - prior) * seen[0], prior * seen[1])
      state = calm + wild > 0 ? wild / (calm + wild) : 0.5
      return state
    }
  }

  static let states: [Specimen] =
    [0.9, 0.95, 0.99].flatMap { stay in
      [
        .column("filtered states, staying \(stay)") { sample in
          filtered(sample.changes, stay: stay, spreads: [0.006, 0.02])
        },
        .column("filtered states, moments of the first fifty bars, staying \(stay)") { sample in
          guard sample.count > 50 else { return sample.rows.map { _ in nil } }
          let spread = deviation(sample.changes[1..<50])
          let states = filtered(sample.changes, stay: stay, spreads: [spread / 2, spread * 2])
          return states.enumerated().map { $0 < 49 ? nil : $1 }
        },
      ]
    } + [
      .labels("volatility regime") { sample, row in
        deviation(sample.changes[max(0, row - 9)...row]) > 0.012 ? "high" : "low"
      },
      .labels("trend regime with three names") { sample, row in
        let change = sample.close[row] / sample.close[max(0, row - 20)] - 1
        return change > 0.02 ? "up" : change < -0.02 ? "down" : "range"
      },
      .labels("regime with a dead band") { sample, row in
        var isHigh = false
        for earlier in 0...row {
          let size = abs(sample.changes[earlier])
          isHigh = isHigh ? size > 0.004 : size > 0.02
        }
        return isHigh ? "wild" : "calm"
      },
      .column("level by a Kalman filter") { sample in
        var (level, variance) = (sample.close[0], 1.0)
        return sample.close.map { value in
          variance += 0.1
          let gain = variance / (variance + 1)
          level += gain * (value - level)
          variance *= 1 - gain
          return level
        }
      },
    ]

  static let events: [Specimen] =
    [0.02, 0.03, 0.05].map { share in
      .events("turning points of \(share) when they are confirmed") { sample in
        Leaks.turns(sample, share).map { (sample.closeTimes[$0.confirmed], sample.close[$0.row]) }
      }
    }
    + [1, 2, 3].map { wing in
      .each("fractal high, \(wing) bars later") { sample, row in
        guard row >= 2 * wing else { return nil }
        let window = sample.high[(row - 2 * wing)...row]
        return sample.high[row - wing] == window.max() ? sample.high[row - wing] : 0
      }
    }
    + [1, 2, 5].map { lag in
      .each("close \(lag) bars ago") { $0.close($1 - lag) }
    }
    + [2, 5, 10].map { bars in
      .events("returns over \(bars) bars, stamped at their end") { sample in
        sample.rows.dropFirst(bars).map { row in
          (sample.closeTimes[row], sample.close[row] / sample.close[row - bars] - 1)
        }
      }
    }

  /// Fills of limit orders placed at every n-th close below the price, good for some bars.
  private static func limitFills(
    _ sample: Sample,
    every step: Int,
    _ share: Double,
    _ bars: Int
  )
    -> [(time: Int64, value: Double)]
  {
    var (found, orders) = ([(time: Int64, value: Double)](), [(limit: Double, last: Int)]())
    for row in sample.rows {
      orders.removeAll { $0.last < row }
      let filled = orders.filter { sample.low[row] <= $0.limit }
      found += filled.map { (sample.closeTimes[row], min($0.limit, sample.open[row])) }
      orders.removeAll { sample.low[row] <= $0.limit }
      if row % step == 0 { orders.append((sample.close[row] * (1 - share), row + bars)) }
    }
    return found
  }

  static let orders: [Specimen] =
    [(1, 0.005, 1), (1, 0.02, 5), (3, 0.01, 3), (7, 0.03, 20)].map { step, share, bars in
      .events("limit orders every \(step), \(share) below, for \(bars) bars") { sample in
        limitFills(sample, every: step, share, bars)
      }
    }
    + [0.01, 0.03, 0.05].map { share in
      .events("stops of \(share) hit inside a bar") { sample in
        var (found, stop) = ([(time: Int64, value: Double)](), Double?.none)
        for row in sample.rows {
          if let level = stop, sample.low[row] <= level {
            found.append((sample.closeTimes[row], min(level, sample.open[row])))
            stop = nil
          } else if stop == nil, row % 3 == 0 {
            stop = sample.close[row] * (1 - share)
          }
        }
        return found
      }
    }
    + [0.02, 0.04].map { share in
      .column("distance to a stop that trails by \(share)") { sample in
        var best = 0.0
        return sample.rows.map { row in
          best = max(best, sample.high[row])
          if sample.low[row] < best * (1 - share) { best = sample.close[row] }
          return ratio(sample.close[row], best * (1 - share))
        }
      }
    }
    + [
      .events("filled at the next open, stamped at the next close") { sample in
        sample.rows.dropFirst(6).filter { sample.close[$0 - 1] > sample.close[$0 - 6] }
          .map { (sample.closeTimes[$0], sample.open[$0]) }
      },
      .column("position of a crossing of averages") { sample in
        sample.rows.map { row in
          guard row >= 20 else { return 0 }
          return mean(sample.close[(row - 4)...row]) > mean(sample.close[(row - 19)...row]) ? 1 : 0
        }
      },
    ]

  static let calendar: [Specimen] = [
    .each("weekday") { Double($0.dates[$1].weekday) },
    .each("month") { Double($0.dates[$1].month) },
    .each("day of the month") { Double($0.dates[$1].day) },
    .each("days left in the month, by the calendar") { sample, row in
      let (year, month, day) = sample.dates[row].components
      return Double(CivilDate.daysInMonth(year: year, month: month) - day)
    },
    .each("weekdays until the month ends, by the calendar") { sample, row in
      var (day, count) = (sample.dates[row].advanced(byDays: 1), 0)
      while day.month == sample.dates[row].month {
        if day.weekday <= 5 { count += 1 }
        day = day.advanced(byDays: 1)
      }
      return Double(count)
    },
    .each("days until the next session of the exchange") { sample, row in
      let next = TradingCalendar.usEquities.firstSession(
        onOrAfter: sample.dates[row].advanced(byDays: 1)
      )
      return next.map { Double($0.date.dayNumber - sample.dates[row].dayNumber) }
    },
    .each("return on Mondays only") { $0.dates[$1].weekday == 1 ? $0.change($1) : 0 },
    .each("days since the bar before") { sample, row in
      row > 0 ? Double(sample.dates[row].dayNumber - sample.dates[row - 1].dayNumber) : nil
    },
    .each("one") { _, _ in 1 },
  ]

  static let recurrences: [Specimen] =
    [
      .column("running mean by Welford") { sample in
        var (middle, count) = (0.0, 0.0)
        return sample.close.map { value in
          count += 1
          middle += (value - middle) / count
          return middle
        }
      },
      .column("compensated sum") { sample in
        var (sum, rest) = (0.0, 0.0)
        return sample.close.map { value in
          let term = value - rest
          let next = sum + term
          rest = (next - sum) - term
          sum = next
          return sum
        }
      },
      .column("compounded growth") { sample in
        var value = 1.0
        return sample.changes.map { change in
          value *= 1 + change
          return value
        }
      },
      .column("chaotic map that amplifies every bit") { sample in
        var state = 0.3
        return sample.changes.map { change in
          state = 3.99 * state * (1 - state)
          state = min(0.999, max(0.001, state + change * 1e-3))
          return state
        }
      },
      .column("sums that cancel") { sample in
        var sum = 1e9
        return sample.rows.map { row in
          sum += sample.close[row] * 1e6
          if row >= 10 { sum -= sample.close[row - 10] * 1e6 }
          return sum
        }
      },
    ]
    + [0.05, 0.2, 0.5].flatMap { weight in
      [
        Specimen.column("exponential average, weight \(weight)") { sample in
          var state = sample.close[0]
          return sample.close.map { value in
            state += weight * (value - state)
            return state
          }
        },
        Specimen.column("average of an average, weight \(weight)") { sample in
          var (one, two) = (sample.close[0], sample.close[0])
          return sample.close.map { value in
            one += weight * (value - one)
            two += weight * (one - two)
            return 2 * one - two
          }
        },
      ]
    }
}
