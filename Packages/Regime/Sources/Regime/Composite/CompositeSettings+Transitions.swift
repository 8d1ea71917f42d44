extension CompositeSettings {
  /// Returns the score that counts on a day of bitcoin's past return.
  ///
  /// - Parameters:
  ///   - score: The weighted sum.
  ///   - bitcoinReturn: Bitcoin's simple return over the seven days that end with the row, as a
  ///     fraction; `nil` where it is undefined, which caps nothing.
  /// - Returns: The score, or the threshold of majors where the gate caps it.
  ///
  /// **Causality.** Uses the given row only.
  public func gated(_ score: Double, bitcoinReturn: Double?) -> Double {
    guard let volatilityGate, let bitcoinReturn, abs(bitcoinReturn) > volatilityGate else {
      return score
    }
    return min(score, thresholds.high)
  }

  /// Returns the state of a score without any past: by the thresholds alone, which belong to the
  /// milder state.
  public func staticState(of score: Double) -> CompositeState {
    let isFive = resolution == .five
    if score < thresholds.low {
      guard isFive else { return .riskOnAlts }
      return score < thresholds.strongLow ? .strongRiskOnAlts : .weakRiskOnAlts
    }
    if score > thresholds.high {
      guard isFive else { return .riskOnMajors }
      return score > thresholds.strongHigh ? .strongRiskOnMajors : .weakRiskOnMajors
    }
    return .balanced
  }

  /// Returns the state that follows another.
  ///
  /// With `k` the young factor while `age` is below the minimum and 1 afterwards, and thresholds and
  /// bands by name, a state is left when
  ///
  /// ```
  /// alts            s > low + high_band * k
  /// majors          s < high + low_band * k
  /// strong alts     s > strong_low + high_band * k
  /// strong majors   s < strong_high + low_band * k
  /// ```
  ///
  /// and then becomes what the thresholds say of the score, but not the side that was left: just
  /// beyond its band a strong state becomes a weak one and a weak one balanced. A balanced state
  /// follows the thresholds, and a weak state becomes strong, at once.
  ///
  /// - Parameters:
  ///   - state: The state of the row before; one of ``resolution``'s.
  ///   - age: The rows since that state began, 1 on the row after its first.
  ///   - score: The score that counts.
  /// - Returns: The state of the row.
  /// - Precondition: `state` is one of the states of ``resolution``.
  public func transition(from state: CompositeState, age: Int, score: Double) -> CompositeState {
    precondition(resolution.states.contains(state), "expected a state of \(resolution)")
    let factor = persistence.bandFactor(age: age)
    let aboveAlts = hysteresis.highBand * factor
    let belowMajors = hysteresis.lowBand * factor
    switch state {
    case .balanced: return staticState(of: score)
    case .riskOnAlts:
      return score > thresholds.low + aboveAlts ? atLeastBalanced(score) : state
    case .riskOnMajors:
      return score < thresholds.high + belowMajors ? atMostBalanced(score) : state
    case .weakRiskOnAlts:
      if score > thresholds.low + aboveAlts { return atLeastBalanced(score) }
      return score < thresholds.strongLow ? .strongRiskOnAlts : state
    case .weakRiskOnMajors:
      if score < thresholds.high + belowMajors { return atMostBalanced(score) }
      return score > thresholds.strongHigh ? .strongRiskOnMajors : state
    case .strongRiskOnAlts:
      guard score > thresholds.strongLow + aboveAlts else { return state }
      return score > thresholds.low ? atLeastBalanced(score) : .weakRiskOnAlts
    case .strongRiskOnMajors:
      guard score < thresholds.strongHigh + belowMajors else { return state }
      return score < thresholds.high ? atMostBalanced(score) : .weakRiskOnMajors
    }
  }

  /// What the thresholds say of a score that left alts.
  private func atLeastBalanced(_ score: Double) -> CompositeState {
    let state = staticState(of: score)
    return state.favoursAlts ? .balanced : state
  }

  /// What the thresholds say of a score that left majors.
  private func atMostBalanced(_ score: Double) -> CompositeState {
    let state = staticState(of: score)
    return state.favoursMajors ? .balanced : state
  }
}
