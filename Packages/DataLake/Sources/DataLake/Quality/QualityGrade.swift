/// A mark for how far a stretch of bars can be trusted, from best to worst.
///
/// The mark is the worst that any rule gives. Shares are of the bars that the calendar expects.
///
/// | Mark | Missing bars | Damaged bars | Stale bars | Suspected splits |
/// |---|---|---|---|---|
/// | A | none to 0.2 % | none | up to 1 % | none |
/// | B | up to 1 % | up to 0.1 % | up to 5 % | none |
/// | C | up to 5 % | up to 0.5 % | up to 20 % | none |
/// | D | up to 20 % | up to 2 % | up to 50 % | any |
/// | F | more | more | more | |
///
/// Damaged bars have zero or negative prices, inconsistent prices or a negative volume. Outliers, bars
/// outside the calendar and bars without volume are reported and do not change the mark: they
/// happen in true data. Bars outside the regular session never count as missing.
public enum QualityGrade: String, Hashable, Sendable, CaseIterable, Comparable {
  /// Nothing to object to.
  case a = "A"

  /// Small holes.
  case b = "B"

  /// Usable with care.
  case c = "C"

  /// Needs repair: prices may not be comparable over time.
  case d = "D"

  /// Not to be used.
  case f = "F"

  /// Compares marks; a better one is smaller.
  public static func < (left: QualityGrade, right: QualityGrade) -> Bool {
    left.rawValue < right.rawValue
  }

  /// Marks a stretch by its counts.
  ///
  /// - Parameters:
  ///   - expected: Bars that the calendar expects.
  ///   - missing: Those of them that are absent.
  ///   - damaged: Bars that break a rule that no true bar breaks.
  ///   - stale: Bars inside stale runs.
  ///   - splits: Suspected splits.
  /// - Returns: The worst of the marks that the rules give.
  public static func mark(
    expected: Int,
    missing: Int,
    damaged: Int,
    stale: Int,
    splits: Int
  ) -> QualityGrade {
    let total = Double(max(expected, 1))
    func mark(_ count: Int, _ limits: [Double]) -> QualityGrade {
      let share = Double(count) / total
      let position = limits.firstIndex { share <= $0 } ?? limits.count
      return allCases[position]
    }
    return max(
      mark(missing, [0.002, 0.01, 0.05, 0.2]),
      mark(damaged, [0, 0.001, 0.005, 0.02]),
      mark(stale, [0.01, 0.05, 0.2, 0.5]),
      splits > 0 ? .d : .a
    )
  }
}
