import MarketModel

extension HorizonOutcomes {
  /// Gathers outcomes of one horizon, in any order.
  ///
  /// - Throws: ``OutcomeError/malformedRow(row:reason:)`` when a bar appears twice, a window has
  ///   another length, or a value is absent that the status promises.
  public init(_ outcomes: [BarOutcome], horizonSeconds: Int64) throws(OutcomeError) {
    let sorted = outcomes.sorted { $0.timestamp < $1.timestamp }
    for (row, outcome) in sorted.enumerated() {
      if row > 0, sorted[row - 1].timestamp == outcome.timestamp {
        throw .malformedRow(row: row, reason: "\(outcome.timestamp) appears twice")
      }
      guard outcome.windowEnd == outcome.windowStart.advanced(bySeconds: horizonSeconds) else {
        throw .malformedRow(
          row: row,
          reason: "expected a window of \(horizonSeconds) seconds"
        )
      }
      guard outcome.isVolatilityAnnualised == sorted[0].isVolatilityAnnualised else {
        throw .malformedRow(row: row, reason: "some volatilities are annualised, some not")
      }
      guard outcome.isComplete else {
        throw .malformedRow(
          row: row,
          reason: "expected the values of status \(outcome.status.name)"
        )
      }
    }
    self.init(
      horizonSeconds: horizonSeconds,
      timestamps: sorted.map(\.timestamp.nanoseconds),
      windowStarts: sorted.map(\.windowStart.nanoseconds),
      closeNow: sorted.map(\.closeNow),
      status: sorted.map(\.status),
      barsExpected: sorted.map(\.barsExpected),
      barsFound: sorted.map(\.barsFound),
      closeAtHorizon: sorted.map { $0.closeAtHorizon ?? 0 },
      forwardReturn: sorted.map { $0.forwardReturn ?? 0 },
      maximumHigh: sorted.map { $0.maximumHigh ?? 0 },
      minimumLow: sorted.map { $0.minimumLow ?? 0 },
      maximumRunup: sorted.map { $0.maximumRunup ?? 0 },
      maximumDrawdown: sorted.map { $0.maximumDrawdown ?? 0 },
      maximumRunupAt: sorted.map { $0.maximumRunupAt?.nanoseconds ?? 0 },
      maximumDrawdownAt: sorted.map { $0.maximumDrawdownAt?.nanoseconds ?? 0 },
      realizedVolatility: sorted.map { $0.realizedVolatility ?? 0 },
      isVolatilityAnnualised: sorted.first?.isVolatilityAnnualised ?? false
    )
  }
}

extension BarOutcome {
  /// Whether the values that the status promises are there, and no others.
  fileprivate var isComplete: Bool {
    let isFilled = status != .incomplete
    let isOK = status == .ok
    return (closeAtHorizon != nil) == isFilled && (forwardReturn != nil) == isFilled
      && [maximumHigh, minimumLow, maximumRunup, maximumDrawdown]
        .allSatisfy { ($0 != nil) == isOK }
      && [maximumRunupAt, maximumDrawdownAt].allSatisfy { ($0 != nil) == isOK }
      && (realizedVolatility != nil) == (isOK && barsFound >= 2)
  }
}
