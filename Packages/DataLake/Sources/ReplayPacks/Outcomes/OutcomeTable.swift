public import DataLake
public import MarketModel

extension HorizonOutcomes {
  /// The rows of the lake's table of outcomes, one per bar.
  ///
  /// - Parameters:
  ///   - symbol: The symbol of the bars.
  ///   - provider: The provider of the bars.
  ///   - interval: The interval of the bars.
  /// - Returns: A table with the schema of ``LakeTable/barOutcomes``.
  /// - Throws: ``ColumnTableError`` never: all columns have the length of the series.
  public func rows(
    symbol: Symbol,
    provider: String,
    interval: BarInterval
  ) throws(ColumnTableError) -> ColumnTable {
    let isFilled = status.map { $0 != .incomplete }
    let isOK = status.map { $0 == .ok }
    let ends = windowStarts.map { $0 + horizonSeconds * 1_000_000_000 }
    func text(_ value: String) -> ColumnValues { .text([String](repeating: value, count: count)) }
    func whole(_ value: Int64) -> ColumnValues { .int64([Int64](repeating: value, count: count)) }
    return try ColumnTable([
      Column("symbol", text(symbol.name)),
      Column("provider", text(provider)),
      Column("interval_seconds", whole(interval.seconds)),
      Column("horizon_seconds", whole(horizonSeconds)),
      Column("outcome_version", text(OutcomeDefinition.version)),
      Column("timestamp", .timestamp(timestamps)),
      Column("window_start", .timestamp(windowStarts)),
      Column("window_end", .timestamp(ends)),
      Column("close_now", .double(closeNow)),
      Column("bars_expected", .int64(barsExpected.map { Int64($0) })),
      Column("bars_found", .int64(barsFound.map { Int64($0) })),
      Column("status", .text(status.map(\.name))),
      Column("close_at_horizon", .double(closeAtHorizon), validity: isFilled),
      Column("fwd_return", .double(forwardReturn), validity: isFilled),
      Column("max_high_in_window", .double(maximumHigh), validity: isOK),
      Column("min_low_in_window", .double(minimumLow), validity: isOK),
      Column("max_runup", .double(maximumRunup), validity: isOK),
      Column("max_drawdown", .double(maximumDrawdown), validity: isOK),
      Column("max_runup_at", .timestamp(maximumRunupAt), validity: isOK),
      Column("max_drawdown_at", .timestamp(maximumDrawdownAt), validity: isOK),
      Column(
        "realized_vol",
        .double(realizedVolatility),
        validity: (0..<count).map { hasVolatility($0) }
      ),
      Column("vol_annualised", .bool([Bool](repeating: isVolatilityAnnualised, count: count))),
    ])
  }

  /// Reads rows of the lake's table of outcomes, without the partition columns.
  ///
  /// - Parameters:
  ///   - table: Rows of one series, sorted by time.
  ///   - horizonSeconds: The horizon of that series.
  /// - Throws: ``OutcomeError/malformedRow(row:reason:)`` when they are not outcomes.
  public init(rows table: ColumnTable, horizonSeconds: Int64) throws(OutcomeError) {
    do {
      let states = try table.texts("status")
      let flags = Set(try table.bools("vol_annualised"))
      guard flags.count < 2 else {
        throw OutcomeError.malformedRow(
          row: 0,
          reason: "some volatilities are annualised, some not"
        )
      }
      func filled(_ name: String) throws(ColumnTableError) -> [Double] {
        try table.optionalDoubles(name).map { $0 ?? 0 }
      }
      func instants(_ name: String) throws(ColumnTableError) -> [Int64] {
        guard case .timestamp(let values) = try table.column(name, .timestamp).values else {
          return []
        }
        return values
      }
      self.init(
        horizonSeconds: horizonSeconds,
        timestamps: try table.timestamps("timestamp"),
        windowStarts: try table.timestamps("window_start"),
        closeNow: try table.doubles("close_now"),
        status: try states.enumerated().map { row, name throws(OutcomeError) in
          guard let status = OutcomeStatus(name: name) else {
            throw .malformedRow(row: row, reason: "expected a status, found \(name)")
          }
          return status
        },
        barsExpected: try table.integers("bars_expected").map { Int($0) },
        barsFound: try table.integers("bars_found").map { Int($0) },
        closeAtHorizon: try filled("close_at_horizon"),
        forwardReturn: try filled("fwd_return"),
        maximumHigh: try filled("max_high_in_window"),
        minimumLow: try filled("min_low_in_window"),
        maximumRunup: try filled("max_runup"),
        maximumDrawdown: try filled("max_drawdown"),
        maximumRunupAt: try instants("max_runup_at"),
        maximumDrawdownAt: try instants("max_drawdown_at"),
        realizedVolatility: try filled("realized_vol"),
        isVolatilityAnnualised: flags.first ?? false
      )
    } catch let error as OutcomeError {
      throw error
    } catch {
      throw .malformedRow(row: 0, reason: "\(error)")
    }
  }
}

extension HorizonOutcomes {
  /// A quantity of outcomes that strategies may see once it is known.
  public enum Quantity: String, Hashable, Sendable, CaseIterable {
    /// The forward return.
    case forwardReturn = "fwd_return"

    /// The highest return reached.
    case maximumRunup = "max_runup"

    /// The lowest return reached.
    case maximumDrawdown = "max_drawdown"

    /// The deviation of log returns.
    case realizedVolatility = "realized_vol"
  }

  /// Returns the defined values of a quantity, each visible at the end of its window.
  ///
  /// - Parameter quantity: The quantity.
  /// - Returns: A series named like `outcome_3600_realized_vol`.
  /// - Throws: ``SeriesError`` when windows end in falling order.
  public func visibleSeries(_ quantity: Quantity) throws(SeriesError) -> VisibleSeries {
    let rows = (0..<count).filter { row in
      switch quantity {
      case .forwardReturn: status[row] != .incomplete
      case .maximumRunup, .maximumDrawdown: status[row] == .ok
      case .realizedVolatility: hasVolatility(row)
      }
    }
    let values =
      switch quantity {
      case .forwardReturn: forwardReturn
      case .maximumRunup: maximumRunup
      case .maximumDrawdown: maximumDrawdown
      case .realizedVolatility: realizedVolatility
      }
    return try VisibleSeries(
      name: "outcome_\(horizonSeconds)_\(quantity.rawValue)",
      visibleAt: rows.map { windowEnd($0) },
      values: rows.map { values[$0] }
    )
  }

  /// Returns the outcomes whose windows end by an instant: those that are known then.
  ///
  /// - Complexity: O(rows).
  public func known(by instant: Timestamp) -> HorizonOutcomes {
    let end = (0..<count).map { windowEnd($0) }.partitionPoint { $0 > instant.nanoseconds }
    return slice(0..<end)
  }

  /// Returns the outcomes at a contiguous range of positions.
  ///
  /// - Precondition: The range lies inside `0..<count`.
  public func slice(_ range: Range<Int>) -> HorizonOutcomes {
    guard range != 0..<count else { return self }
    return HorizonOutcomes(
      horizonSeconds: horizonSeconds,
      timestamps: Array(timestamps[range]),
      windowStarts: Array(windowStarts[range]),
      closeNow: Array(closeNow[range]),
      status: Array(status[range]),
      barsExpected: Array(barsExpected[range]),
      barsFound: Array(barsFound[range]),
      closeAtHorizon: Array(closeAtHorizon[range]),
      forwardReturn: Array(forwardReturn[range]),
      maximumHigh: Array(maximumHigh[range]),
      minimumLow: Array(minimumLow[range]),
      maximumRunup: Array(maximumRunup[range]),
      maximumDrawdown: Array(maximumDrawdown[range]),
      maximumRunupAt: Array(maximumRunupAt[range]),
      maximumDrawdownAt: Array(maximumDrawdownAt[range]),
      realizedVolatility: Array(realizedVolatility[range]),
      isVolatilityAnnualised: isVolatilityAnnualised
    )
  }
}
