import Features
import MarketModel

/// Coarse bars, hidden states, pivots.
extension Leaks {
  /// The value of the last row of each row's group.
  private static func atGroupEnd(
    _ sample: Sample,
    _ key: (Int) -> Int,
    _ value: (Range<Int>) -> Double
  ) -> [Double?] {
    var values: [Double?] = []
    var start = 0
    while start < sample.count {
      var end = start + 1
      while end < sample.count, key(end) == key(start) { end += 1 }
      values += [Double?](repeating: value(start..<end), count: end - start)
      start = end
    }
    return values
  }

  static let coarse: [Specimen] = [
    .column("the week's close on its Monday") { sample in
      atGroupEnd(sample, sample.week) { sample.close[$0.upperBound - 1] }
    },
    .column("the month's close on its first day") { sample in
      atGroupEnd(sample, sample.month) { sample.close[$0.upperBound - 1] }
    },
    .column("the week's high at its opening") { sample in
      atGroupEnd(sample, sample.week) { sample.high[$0].max() ?? 0 }
    },
    .column("the month's low at its opening") { sample in
      atGroupEnd(sample, sample.month) { sample.low[$0].min() ?? 0 }
    },
    .column("the week's volume before its end") { sample in
      atGroupEnd(sample, sample.week) { sample.volume[$0].reduce(0, +) }
    },
    .column("the high of an unfinished bar of four") { sample in
      atGroupEnd(sample, { $0 / 4 }) { sample.high[$0].max() ?? 0 }
    },
    .events("the week's close, stamped at its opening") { sample in
      sample.rows.filter { $0 == 0 || sample.week($0) != sample.week($0 - 1) }.map { first in
        let last = sample.rows.last { sample.week($0) == sample.week(first) } ?? first
        return (sample.bars.openTimes[first], sample.close[last])
      }
    },
    .events("the week's close, stamped on Thursday") { sample in
      sample.rows.filter { sample.dates[$0].weekday == 4 }.map { row in
        (sample.closeTimes[row], sample.close(row + 1) ?? sample.close[row])
      }
    },
  ]

  /// Two states with fixed moments: calm and wild.
  private static func likelihoods(_ change: Double) -> [Double] {
    [0.006, 0.02].map { spread in
      let z = change / spread
      return 1 / (1 + z * z) / spread
    }
  }

  static let states: [Specimen] = [
    .column("smoothed states, forwards and backwards") { sample in
      let stay = 0.95
      func step(_ state: [Double]) -> [Double] {
        [stay * state[0] + (1 - stay) * state[1], (1 - stay) * state[0] + stay * state[1]]
      }
      func normal(_ state: [Double]) -> [Double] {
        let sum = state[0] + state[1]
        return sum > 0 ? [state[0] / sum, state[1] / sum] : [0.5, 0.5]
      }
      var forward: [[Double]] = []
      var state = [0.5, 0.5]
      for change in sample.changes {
        let seen = likelihoods(change)
        let next = step(state)
        state = normal([next[0] * seen[0], next[1] * seen[1]])
        forward.append(state)
      }
      var back = [1.0, 1.0]
      var smoothed: [Double?] = []
      for row in sample.rows.reversed() {
        smoothed.append(normal([forward[row][0] * back[0], forward[row][1] * back[1]])[1])
        let seen = likelihoods(sample.changes[row])
        back = normal(step([back[0] * seen[0], back[1] * seen[1]]))
      }
      return smoothed.reversed()
    },
    .column("most likely path of states") { sample in
      // Scores are compared as products of ratios, so no logarithm is needed.
      var score = [1.0, 1.0]
      var origins: [[Int]] = []
      for change in sample.changes {
        let seen = likelihoods(change)
        var (next, origin) = ([0.0, 0.0], [0, 0])
        for state in 0...1 {
          let stayed = score[state] * 0.95
          let moved = score[1 - state] * 0.05
          origin[state] = stayed >= moved ? state : 1 - state
          next[state] = max(stayed, moved) * seen[state]
        }
        let sum = next[0] + next[1]
        score = sum > 0 ? [next[0] / sum, next[1] / sum] : [0.5, 0.5]
        origins.append(origin)
      }
      var state = score[1] > score[0] ? 1 : 0
      var path: [Double?] = []
      for origin in origins.reversed() {
        path.append(Double(state))
        state = origin[state]
      }
      return path.reversed()
    },
    .column("states with moments fitted to all") { sample in
      let spread = deviation(sample.changes)
      return sample.changes.map { abs($0) > spread ? 1 : 0 }
    },
    .labels("tomorrow's direction as a regime") { sample, row in
      (sample.change(row + 1) ?? 0) > 0 ? "up" : "down"
    },
    .labels("volatility regime of a centred window") { sample, row in
      let window = sample.changes[max(0, row - 5)...min(sample.count - 1, row + 5)]
      return deviation(window) > 0.012 ? "high" : "low"
    },
    .labels("trend regime named after the whole trend") { sample, row in
      let isRising = (sample.close.last ?? 0) > sample.close[0]
      return isRising == (sample.close[row] > sample.close[0]) ? "with" : "against"
    },
  ]

  /// Turning points of at least a share, at the rows of the extremes.
  static func turns(_ sample: Sample, _ share: Double) -> [(row: Int, confirmed: Int)] {
    var (found, extreme, isRising) = ([(row: Int, confirmed: Int)](), 0, true)
    for row in sample.rows {
      let (now, best) = (sample.close[row], sample.close[extreme])
      if isRising ? now > best : now < best {
        extreme = row
      } else if isRising ? now < best * (1 - share) : now > best * (1 + share) {
        found.append((extreme, row))
        (extreme, isRising) = (row, !isRising)
      }
    }
    return found
  }

  static let pivots: [Specimen] = [
    .events("turning points at their extremes") { sample in
      turns(sample, 0.03).map { (sample.closeTimes[$0.row], sample.close[$0.row]) }
    },
    .column("the leg between turning points") { sample in
      let marks = turns(sample, 0.03).map(\.row)
      return sample.rows.map { row in
        let next = marks.partitionPoint { $0 >= row }
        guard next > 0, next < marks.count else { return nil }
        let (left, right) = (marks[next - 1], marks[next])
        let share = Double(row - left) / Double(right - left)
        return sample.close[left] + share * (sample.close[right] - sample.close[left])
      }
    },
    .each("fractal high without its delay") { sample, row in
      guard row >= 2, row + 2 < sample.count else { return nil }
      return sample.high[row] == sample.high[(row - 2)...(row + 2)].max() ? 1 : 0
    },
    .each("support drawn under the next lows") { sample, row in
      sample.low[max(0, row - 5)...min(sample.count - 1, row + 5)].min()
    },
  ]
}
