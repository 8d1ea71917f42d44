import MarketModel
import QuantMath

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension QualityCheck {
  /// The fractions by which companies usually split their shares, new over old.
  static let splitFractions: [(new: Int, old: Int)] = [
    (3, 2), (2, 1), (5, 2), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1), (10, 1), (15, 1),
    (20, 1), (25, 1), (30, 1), (50, 1),
  ]

  /// Finds outliers among the log returns, and among those the jumps that look like splits.
  ///
  /// A return is an outlier when it lies more than the set number of robust deviations (1.4826 times
  /// the median absolute deviation) from the median of the window around it, itself left out. A
  /// return over missing bars counts as spread evenly over their time, by the square root of their
  /// number. An outlier suggests a split when besides
  /// - the ratio of the open to the close before (the jump happens between sessions, so that the
  ///   bar's own range does not span it) is within the tolerance of *old/new* or *new/old* for a
  ///   usual fraction, and
  /// - the price had been at the old level and does not come back: the median close of the five bars
  ///   before is nearer to it, that of the five bars from the jump on nearer to the new one.
  ///
  /// Volume is not asked for: vendors correct it separately, or not at all.
  mutating func findJumps() {
    guard series.count > settings.outlierWindow else { return }
    var returns: [Double] = [0]
    returns.reserveCapacity(series.count)
    for row in 1..<series.count {
      let (before, now) = (series.close[row - 1], series.close[row])
      let steps = Double(missingBefore[row] ?? 0) + 1
      returns.append(before > 0 && now > 0 ? log(now / before) / steps.squareRoot() : 0)
    }
    let half = settings.outlierWindow / 2
    for row in 1..<series.count where abs(returns[row]) > 0 {
      let lower = max(1, min(row - half, series.count - settings.outlierWindow))
      let upper = min(series.count, lower + settings.outlierWindow)
      guard let score = robustScore(returns, at: row, in: lower..<upper),
        abs(score) > settings.outlierDeviations
      else { continue }
      if let fraction = suspectedSplit(row) {
        tally(row) { $0.splits += 1 }
        add(.suspectedSplit, row...row, fraction)
      } else {
        tally(row) { $0.outliers += 1 }
        add(
          .outlier,
          row...row,
          "close \(series.close[row - 1]) -> \(series.close[row]),"
            + " \(rounded(score)) robust deviations"
        )
      }
    }
  }

  /// How many robust deviations a return lies from the median of a window without it.
  ///
  /// `nil` when half the window is equal: no spread can be measured there.
  private func robustScore(_ returns: [Double], at row: Int, in window: Range<Int>) -> Double? {
    // Most returns are far from any limit; the cheap bound spares the sorting.
    var sum = 0.0
    for index in window where index != row { sum += abs(returns[index]) }
    let mean = sum / Double(window.count - 1)
    guard abs(returns[row]) > mean else { return nil }
    var others: [Double] = []
    others.reserveCapacity(window.count - 1)
    for index in window where index != row { others.append(returns[index]) }
    others.sort()
    guard let median = quantile(ofSorted: others, at: 0.5) else { return nil }
    let deviations = others.map { abs($0 - median) }.sorted()
    guard let spread = quantile(ofSorted: deviations, at: 0.5), spread > 0 else { return nil }
    return (returns[row] - median) / (1.4826 * spread)
  }

  private func suspectedSplit(_ row: Int) -> String? {
    let (before, open) = (series.close[row - 1], series.open[row])
    guard before > 0, open > 0, series.close[row] > 0 else { return nil }
    let ratio = open / before
    for (new, old) in QualityCheck.splitFractions {
      let fraction = Double(new) / Double(old)
      let (target, name) = ratio < 1 ? (1 / fraction, "\(new):\(old)") : (fraction, "\(old):\(new)")
      guard abs(ratio / target - 1) <= settings.splitTolerance else { continue }
      guard let earlier = medianClose(max(0, row - 5)..<row), isNearer(earlier, before, open),
        let later = medianClose(row..<min(series.count, row + 5)), isNearer(later, open, before)
      else { return nil }
      return "close \(before), next open \(open), ratio \(rounded(ratio)) near a split of \(name)"
    }
    return nil
  }

  private func medianClose(_ rows: Range<Int>) -> Double? {
    quantile(ofSorted: series.close[rows].sorted(), at: 0.5)
  }

  /// Whether a price is nearer to one level than to another, by ratios.
  private func isNearer(_ price: Double, _ level: Double, _ other: Double) -> Bool {
    price > 0 && abs(log(price / level)) < abs(log(price / other))
  }

  private func rounded(_ value: Double) -> Double {
    (value * 10_000).rounded() / 10_000
  }
}
