public import Backtest
public import ConfigValidation
public import Features
internal import MarketModel

extension CausalitySubject where World == MarketWorld {
  /// Creates the subject of a strategy: its orders, fills, refusals and positions.
  ///
  /// An order is visible at the close at which it was decided. What became of it is visible at the
  /// close of the bar in which it happened: a fill at the open of a bar that has not closed yet says
  /// nothing about the strategy, so orders that wait raise no false alarm.
  ///
  /// - Parameters:
  ///   - definition: The strategy.
  ///   - parameters: Values laid over its defaults.
  ///   - settings: How orders become fills; positions are never closed at the end, since that
  ///     depends on where the end is.
  public init(
    strategy definition: StrategyDefinition,
    parameters: ParameterSet,
    settings: ExecutionSettings
  ) {
    self.init(
      strategyName: definition.name,
      parameters: parameters,
      settings: settings
    ) { _ in definition }
  }

  /// Creates the subject of a strategy that is made from the data it will trade.
  ///
  /// The strategy is made anew for every changed market, so whatever its maker takes from the data
  /// is checked too.
  ///
  /// - Parameters:
  ///   - name: The name in reports.
  ///   - parameters: Values laid over its defaults.
  ///   - settings: See ``init(strategy:parameters:settings:)``.
  ///   - make: Makes the strategy.
  public init(
    strategyName name: String,
    parameters: ParameterSet,
    settings: ExecutionSettings,
    make: @escaping (ReplayMarket) throws -> StrategyDefinition
  ) {
    var settings = settings
    settings.closesAtEnd = false
    // At the next open an order is filled before its bar is known.
    let begins = settings.fillRule == .nextOpen ? 0 : 1
    self.init(
      name: name,
      kind: "strategy",
      claim: .causal,
      lookback: nil,
      foresightBegins: begins
    ) { [settings] world in
      let result = try make(world.market).backtest(
        world.market,
        parameters: parameters,
        settings: settings,
        recording: Recording(
          keepsFills: true,
          keepsRoundTrips: false,
          keepsEquity: false,
          keepsDecisions: true
        )
      )
      return StrategyTrace(world.market, settings, result).columns
    }
  }
}

/// What a run released, and when.
private struct StrategyTrace {
  let market: ReplayMarket
  let settings: ExecutionSettings
  let result: BacktestResult

  init(_ market: ReplayMarket, _ settings: ExecutionSettings, _ result: BacktestResult) {
    self.market = market
    self.settings = settings
    self.result = result
  }

  var columns: [ReleasedColumn] {
    decisions + optionDecisions + fills + optionFills + [rejects] + positions
  }

  private var decisions: [ReleasedColumn] {
    var times: [Int64] = []
    var numbers: [[Double?]] = OrderNumbers.names.map { _ in [] }
    for decision in result.decisions {
      guard case .order(let order) = decision.request else { continue }
      times.append(decision.time.nanoseconds)
      let values = OrderNumbers.values(of: order, symbol: decision.symbol)
      for (column, value) in values.enumerated() { numbers[column].append(value) }
    }
    return zip(OrderNumbers.names, numbers).map {
      ReleasedColumn(name: "order \($0)", visibleAt: times, values: $1)
    }
  }

  private var optionDecisions: [ReleasedColumn] {
    var times: [Int64] = []
    var labels: [String] = []
    for decision in result.decisions {
      guard case .options(let order) = decision.request else { continue }
      times.append(decision.time.nanoseconds)
      labels.append("\(order)")
    }
    return [ReleasedColumn(name: "option order", visibleAt: times, labels: labels)]
  }

  private var fills: [ReleasedColumn] {
    let times = result.fills.map {
      market.listings[Int($0.symbol)].bars.closeTimes[Int($0.bar)]
    }
    func column(_ name: String, _ value: (Fill) -> Double) -> ReleasedColumn {
      ReleasedColumn(name: "fill \(name)", visibleAt: times, values: result.fills.map { value($0) })
    }
    return [
      column("symbol") { Double($0.symbol) }, column("units") { $0.units },
      column("price") { $0.price }, column("fee") { $0.fee },
      column("cause") { Double($0.cause.rawValue) }, column("time") { Double($0.time) },
    ]
  }

  private var optionFills: [ReleasedColumn] {
    let times = result.optionFills.map { fill in
      let symbol = market.listings.firstIndex { $0.bars.symbol == fill.leg.underlying }
      return closing(after: fill.time.nanoseconds, symbol ?? 0)
    }
    return [
      ReleasedColumn(
        name: "option fill contracts",
        visibleAt: times,
        values: result.optionFills.map(\.contracts)
      ),
      ReleasedColumn(
        name: "option fill price",
        visibleAt: times,
        values: result.optionFills.map(\.price)
      ),
    ]
  }

  private var rejects: ReleasedColumn {
    ReleasedColumn(
      name: "refused order",
      visibleAt: result.rejects.map { closing(after: $0.time.nanoseconds, $0.symbol) },
      labels: result.rejects.map(\.reason.rawValue)
    )
  }

  /// The units held of each symbol at the closes of its bars.
  private var positions: [ReleasedColumn] {
    market.listings.enumerated().map { symbol, listing in
      var changes = [Double](repeating: 0, count: listing.bars.count)
      for fill in result.fills where Int(fill.symbol) == symbol {
        changes[Int(fill.bar)] += fill.units
      }
      var units = 0.0
      let values: [Double?] = changes.map { change in
        units += change
        return units
      }
      return ReleasedColumn(
        name: "position in \(listing.bars.symbol)",
        visibleAt: listing.bars.closeTimes,
        values: values,
        series: symbol
      )
    }
  }

  /// The close of the bar in which something happened: an open belongs to the bar that it begins.
  private func closing(after time: Int64, _ symbol: Int) -> Int64 {
    let closes = market.listings[symbol].bars.closeTimes
    let row = closes.partitionPoint { settings.fillRule == .nextOpen ? $0 > time : $0 >= time }
    return row < closes.count ? closes[row] : .max
  }
}

/// An order as numbers, so that thousands of runs are compared without making text.
private enum OrderNumbers {
  static let names = [
    "symbol", "kind", "price", "limit", "size", "amount", "time in force", "stop", "target", "tag",
  ]

  static func values(of order: Order, symbol: Int) -> [Double?] {
    let (kind, price, limit) = level(of: order.kind)
    let (size, amount) = amount(of: order.size)
    let force = TimeInForce.allCases.firstIndex(of: order.timeInForce) ?? 0
    return [
      Double(symbol), kind, price, limit, size, amount, Double(force),
      order.bracket?.stop.map(distance), order.bracket?.target.map(distance), Double(order.tag),
    ]
  }

  private static func level(of kind: Order.Kind) -> (Double, Double?, Double?) {
    switch kind {
    case .market: (0, nil, nil)
    case .limit(let price): (1, price, nil)
    case .stop(let price): (2, price, nil)
    case .stopLimit(let stop, let limit): (3, stop, limit)
    case .trailingStop(let length): (4, distance(length), nil)
    }
  }

  private static func amount(of size: Order.Size) -> (Double, Double) {
    switch size {
    case .units(let value): (0, value)
    case .targetUnits(let value): (1, value)
    case .targetWeight(let value): (2, value)
    case .signal(let value): (3, value)
    }
  }

  /// Fractions are negative, so that they differ from amounts.
  private static func distance(_ distance: PriceDistance) -> Double {
    switch distance {
    case .absolute(let amount): amount
    case .fraction(let fraction): -fraction
    }
  }
}
