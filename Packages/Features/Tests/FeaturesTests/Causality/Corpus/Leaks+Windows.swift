import Features
import MarketModel

/// Computations that see the future, sorted by how.
enum Leaks {
  static let all: [Specimen] =
    shifts + windows + wholeSample + fills + coarse + states + pivots + targets + rare + channels
    + timing + selection + carried
}

/// Wrong indices and windows around a bar.
extension Leaks {
  static let shifts: [Specimen] = [
    .each("next close") { $0.close($1 + 1) },
    .each("next return") { $0.change($1 + 1) },
    .each("close in five bars") { $0.close($1 + 5) },
    .each("next open") { $1 + 1 < $0.count ? $0.open[$1 + 1] : nil },
    .each("next opening gap") { sample, row in
      row + 1 < sample.count ? ratio(sample.open[row + 1], sample.close[row]) : nil
    },
    .each("expanding mean with the wrong index") { sample, row in
      mean(sample.close[0...min(row + 1, sample.count - 1)])
    },
    .each("expanding maximum with the wrong index") { sample, row in
      sample.high[0...min(row + 1, sample.count - 1)].max()
    },
    .column("sum from the end") { sample in
      var sum = 0.0
      return Array(
        sample.close.reversed().map { value in
          sum += value
          return sum
        }.reversed()
      )
    },
    .column("exponential average run backwards") { sample in
      var state = sample.close.last ?? 0
      return Array(
        sample.close.reversed().map { value in
          state = 0.8 * state + 0.2 * value
          return state
        }.reversed()
      )
    },
    .each("one unit in the last place of the next return") { sample, row in
      sample.close[row] * ((sample.change(row + 1) ?? 0) > 0 ? 1 + 2.3e-16 : 1)
    },
  ]

  static let windows: [Specimen] =
    [3, 9, 21].map { size in
      .each("centred mean of \(size)") { sample, row in
        let half = size / 2
        guard row >= half, row + half < sample.count else { return nil }
        return mean(sample.close[(row - half)...(row + half)])
      }
    } + [
      .each("centred mean that shrinks at the ends") { sample, row in
        mean(sample.close[max(0, row - 4)...min(sample.count - 1, row + 4)])
      },
      .each("centred median of 5") { sample, row in
        guard row >= 2, row + 2 < sample.count else { return nil }
        return median(sample.close[(row - 2)...(row + 2)])
      },
      .each("centred deviation of 11") { sample, row in
        guard row >= 5, row + 5 < sample.count else { return nil }
        return deviation(sample.close[(row - 5)...(row + 5)])
      },
      .each("Savitzky-Golay smoothing of 5") { sample, row in
        guard row >= 2, row + 2 < sample.count else { return nil }
        let weights = [-3.0, 12, 17, 12, -3]
        return zip(weights, sample.close[(row - 2)...(row + 2)]).reduce(0) { $0 + $1.0 * $1.1 } / 35
      },
      .column("zero-phase filter, forwards and backwards") { sample in
        func smooth(_ values: [Double]) -> [Double] {
          var state = values.first ?? 0
          return values.map { value in
            state = 0.7 * state + 0.3 * value
            return state
          }
        }
        return smooth(smooth(sample.close).reversed()).reversed()
      },
      .column("Whittaker smoothing of the whole sample") { sample in
        // (I + lambda D'D) x = y with first differences: a tridiagonal system.
        let (count, lambda) = (sample.count, 25.0)
        var (upper, right) = ([Double](repeating: 0, count: count), sample.close)
        for row in 0..<count {
          let diagonal = 1 + lambda * (row == 0 || row == count - 1 ? 1 : 2)
          let below = row > 0 ? -lambda : 0
          let pivot = diagonal - below * (row > 0 ? upper[row - 1] : 0)
          upper[row] = row < count - 1 ? -lambda / pivot : 0
          right[row] = (right[row] - below * (row > 0 ? right[row - 1] : 0)) / pivot
        }
        for row in stride(from: count - 2, through: 0, by: -1) {
          right[row] -= upper[row] * right[row + 1]
        }
        return right
      },
      .each("position of the highest close of the next ten bars") { sample, row in
        let window = sample.close[row..<min(row + 10, sample.count)]
        return window.indices.max { window[$0] < window[$1] }.map { Double($0 - row) }
      },
      .each("deepest fall of the next twenty bars") { sample, row in
        sample.low[row..<min(row + 20, sample.count)].min().flatMap { ratio($0, sample.close[row]) }
      },
    ]

  static let fills: [Specimen] = [
    .column("gaps filled with the mean of all") { sample in
      let known = mean(sample.gappy.compactMap { $0 })
      return sample.gappy.map { $0 ?? known }
    },
    .column("gaps filled with the median of all") { sample in
      let known = median(sample.gappy.compactMap { $0 })
      return sample.gappy.map { $0 ?? known }
    },
    .column("gaps filled from behind") { sample in
      var next: Double?
      return Array(
        sample.gappy.reversed().map { value in
          next = value ?? next
          return next
        }.reversed()
      )
    },
    .column("gaps filled by straight lines") { sample in
      let known = sample.rows.filter { sample.gappy[$0] != nil }
      return sample.rows.map { row in
        let next = known.partitionPoint { $0 >= row }
        guard next < known.count, next > 0 else { return nil }
        let (left, right) = (known[next - 1], known[next])
        let share = Double(row - left) / Double(right - left)
        return sample.close[left] + share * (sample.close[right] - sample.close[left])
      }
    },
    .column("values joined to the next known one") { sample in
      let marks = sample.rows.filter { $0 % 7 == 3 }
      return sample.rows.map { row in
        let next = marks.partitionPoint { $0 >= row }
        return next < marks.count ? sample.close[marks[next]] : nil
      }
    },
  ]
}
