public import ConfigValidation

/// The figures of one trial over one stretch of data.
public struct TrialFigures: Hashable, Sendable {
  /// The cash at the start.
  public var startingCash: Double

  /// The value of the account at the end.
  public var finalEquity: Double

  /// The Sharpe ratio of one period, without annualisation, or `nil` where it is undefined.
  public var periodSharpe: Double?

  /// The number of periods in a year, or `nil` where it is undefined.
  public var periodsPerYear: Double?

  /// The number of periods.
  public var periods: Int

  /// The number of executions.
  public var fills: Int

  /// The charges of the venue.
  public var fees: Double

  /// What slippage cost.
  public var slippage: Double

  /// The mean time that closed positions were held, in seconds; `nil` when none was closed.
  public var averageHoldingSeconds: Double?

  private var values: [TrialMetric: Double]

  /// Creates figures.
  ///
  /// - Parameters:
  ///   - startingCash: The cash at the start.
  ///   - finalEquity: The value of the account at the end.
  ///   - values: Every other figure that is defined.
  public init(startingCash: Double, finalEquity: Double, values: [TrialMetric: Double]) {
    self.startingCash = startingCash
    self.finalEquity = finalEquity
    periods = 0
    fills = 0
    fees = 0
    slippage = 0
    self.values = values.filter { $0.value.isFinite }
  }

  /// One figure, or `nil` where it is undefined.
  public subscript(metric: TrialMetric) -> Double? {
    switch metric {
    case .pnl: finalEquity - startingCash
    case .totalReturn: finalEquity / startingCash - 1
    case .fees: fees
    default: values[metric]
    }
  }

  /// The number of closed positions.
  public var trades: Int { values[.trades].map { Int($0) } ?? 0 }

  /// The profit after costs as a fraction of the starting cash.
  public var totalReturn: Double { finalEquity / startingCash - 1 }
}

extension TrialFigures {
  private static let stored: [TrialMetric] = TrialMetric.allCases.filter {
    ![.pnl, .totalReturn, .fees, .trades].contains($0)
  }

  /// The figures as JSON, undefined ones as `null`.
  public var json: JSONValue {
    var members: [JSONMember] = [
      JSONMember("starting_cash", .number(startingCash)),
      JSONMember("final_equity", .number(finalEquity)),
      JSONMember("pnl", .number(finalEquity - startingCash)),
      JSONMember("total_return", .number(totalReturn)),
      JSONMember("trades", JSONValue(trades)),
    ]
    members += Self.stored.map { JSONMember($0.rawValue, JSONValue(values[$0])) }
    members += [
      JSONMember("fills", JSONValue(fills)),
      JSONMember("fees", .number(fees)),
      JSONMember("slippage", .number(slippage)),
      JSONMember("average_holding_seconds", JSONValue(averageHoldingSeconds)),
      JSONMember("period_sharpe", JSONValue(periodSharpe)),
      JSONMember("periods", JSONValue(periods)),
      JSONMember("periods_per_year", JSONValue(periodsPerYear)),
    ]
    return .object(members)
  }

  /// Reads figures back; `nil` for anything that ``json`` did not write.
  public init?(json: JSONValue) {
    guard let startingCash = json["starting_cash"]?.numberValue,
      let finalEquity = json["final_equity"]?.numberValue,
      let trades = json["trades"]?.integerValue, let fills = json["fills"]?.integerValue,
      let fees = json["fees"]?.numberValue, let slippage = json["slippage"]?.numberValue,
      let periods = json["periods"]?.integerValue
    else { return nil }
    var values: [TrialMetric: Double] = [.trades: Double(trades)]
    for metric in Self.stored { values[metric] = json[metric.rawValue]?.numberValue }
    self.init(startingCash: startingCash, finalEquity: finalEquity, values: values)
    self.fills = Int(fills)
    self.fees = fees
    self.slippage = slippage
    self.periods = Int(periods)
    averageHoldingSeconds = json["average_holding_seconds"]?.numberValue
    periodSharpe = json["period_sharpe"]?.numberValue
    periodsPerYear = json["periods_per_year"]?.numberValue
  }
}
