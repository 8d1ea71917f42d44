public import Backtest
public import DataLake
public import MarketModel

/// The fills and the equity of a run as tables, ready for CSV and Parquet.
public struct RunTables: Sendable {
  /// One row for each fill: time, symbol, instrument, signed units, price, fee, slippage and cause.
  ///
  /// Fills of option legs follow those of bars.
  public let fills: ColumnTable

  /// One row for each mark: time, equity, and the drawdown from the running peak as a fraction.
  public let equity: ColumnTable

  /// Creates the tables of a run that was recorded in full.
  ///
  /// - Parameters:
  ///   - result: The run, with fills and equity.
  ///   - symbols: The symbols in the order of the market.
  /// - Throws: ``ColumnTableError`` when the engine recorded columns of different length.
  public init(_ result: BacktestResult, symbols: [Symbol]) throws(ColumnTableError) {
    fills = try Self.fills(of: result, symbols)
    equity = try Self.equity(of: result)
  }

  private static func fills(
    of result: BacktestResult,
    _ symbols: [Symbol]
  ) throws(ColumnTableError) -> ColumnTable {
    var rows = FillColumns()
    for fill in result.fills {
      let name = symbols[Int(fill.symbol)].name
      rows.times.append(fill.time)
      rows.symbols.append(name)
      rows.instruments.append(name)
      rows.units.append(fill.units)
      rows.prices.append(fill.price)
      rows.fees.append(fill.fee)
      rows.slippages.append(fill.slippage)
      rows.causes.append("\(fill.cause)")
    }
    for fill in result.optionFills {
      rows.times.append(fill.time.nanoseconds)
      rows.symbols.append(fill.leg.underlying.name)
      rows.instruments.append(label(of: fill.leg))
      rows.units.append(fill.contracts)
      rows.prices.append(fill.price)
      rows.fees.append(fill.fee)
      rows.slippages.append(fill.slippage)
      rows.causes.append(fill.isExpiry ? "expiry" : "order")
    }
    return try ColumnTable([
      DataLake.Column("time", .timestamp(rows.times)),
      DataLake.Column("symbol", .text(rows.symbols)),
      DataLake.Column("instrument", .text(rows.instruments)),
      DataLake.Column("units", .double(rows.units)),
      DataLake.Column("price", .double(rows.prices)),
      DataLake.Column("fee", .double(rows.fees)),
      DataLake.Column("slippage", .double(rows.slippages)),
      DataLake.Column("cause", .text(rows.causes)),
    ])
  }

  private static func label(of leg: OptionLeg) -> String {
    let right = leg.right == .put ? "P" : "C"
    return "\(leg.underlying) \(CivilDate(utcDayOf: leg.expiry)) \(right) \(leg.strike)"
  }

  private static func equity(
    of result: BacktestResult
  ) throws(ColumnTableError) -> ColumnTable {
    var peak = result.summary.startingCash
    let drawdowns = result.equity.map { value in
      peak = max(peak, value)
      return peak > 0 ? 1 - value / peak : 0
    }
    return try ColumnTable([
      DataLake.Column("time", .timestamp(result.markTimes)),
      DataLake.Column("equity", .double(result.equity)),
      DataLake.Column("drawdown", .double(drawdowns)),
    ])
  }
}

/// The columns of a table of fills while they grow.
private struct FillColumns {
  var times: [Int64] = []
  var symbols: [String] = []
  var instruments: [String] = []
  var units: [Double] = []
  var prices: [Double] = []
  var fees: [Double] = []
  var slippages: [Double] = []
  var causes: [String] = []
}

extension ColumnTable {
  /// The table as comma-separated text; a missing value is an empty field.
  public var csvText: String {
    CSVText.document(
      header: names,
      rows: (0..<rowCount).map { row in
        columns.map { $0.isMissing(row) ? "" : $0.text(at: row) }
      }
    )
  }
}
