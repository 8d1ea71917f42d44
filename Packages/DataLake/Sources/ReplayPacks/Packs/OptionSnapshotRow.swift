import ConfigValidation
public import DataLake
public import MarketModel

/// An option chain as it was received.
///
/// `quotesJSON` is an object with the arrays `puts` and `calls`, whose elements have `strike`,
/// `expiry_ms`, and, where known, `bid`, `ask` and `iv`.
public struct OptionSnapshotRow: Hashable, Sendable {
  /// The symbol of the underlying.
  public var symbol: Symbol

  /// Who sent the chain.
  public var provider: String

  /// The instant that the quotes describe.
  public var timestamp: Timestamp

  /// When it was received and became visible.
  public var receivedAt: Timestamp

  /// The price of the underlying.
  public var underlyingPrice: Double

  /// The implied volatility at the money, annualised, as a fraction; `nil` when unknown.
  public var atTheMoneyVolatility: Double?

  /// The number of strikes.
  public var strikeCount: Int64

  /// The quotes.
  public var quotesJSON: String

  /// Creates a snapshot.
  public init(
    symbol: Symbol,
    provider: String,
    timestamp: Timestamp,
    receivedAt: Timestamp,
    underlyingPrice: Double,
    atTheMoneyVolatility: Double?,
    strikeCount: Int64,
    quotesJSON: String
  ) {
    self.symbol = symbol
    self.provider = provider
    self.timestamp = timestamp
    self.receivedAt = receivedAt
    self.underlyingPrice = underlyingPrice
    self.atTheMoneyVolatility = atTheMoneyVolatility
    self.strikeCount = strikeCount
    self.quotesJSON = quotesJSON
  }

  /// Returns the volatility of the put nearest to the money with the nearest later expiry.
  ///
  /// A volatility that the quote states is taken; otherwise it is backed out of the mid price by
  /// `mid / (0.4 · S · √T)`, with *T* in years of 365 days (Brenner and Subrahmanyam 1988), and
  /// taken when it lies between 0.005 and 5.
  ///
  /// - Returns: The volatility, or `nil` when the quotes do not tell.
  public func volatilityFromQuotes() -> Double? {
    guard let quotes = try? JSONValue(parsing: quotesJSON), underlyingPrice > 0 else { return nil }
    var nearest: (put: JSONValue, expiry: Int64, distance: Double)?
    for put in quotes["puts"]?.arrayValue ?? [] {
      guard let strike = put["strike"]?.numberValue, let expiry = put["expiry_ms"]?.integerValue,
        expiry > timestamp.milliseconds
      else { continue }
      let distance = abs(strike - underlyingPrice)
      if let found = nearest, (found.expiry, found.distance) <= (expiry, distance) { continue }
      nearest = (put, expiry, distance)
    }
    guard let nearest else { return nil }
    if let stated = nearest.put["iv"]?.numberValue, stated > 0 { return stated }
    guard let bid = nearest.put["bid"]?.numberValue, let ask = nearest.put["ask"]?.numberValue,
      bid > 0, ask >= bid
    else { return nil }
    let years = Double(nearest.expiry - timestamp.milliseconds) / (365 * 86_400_000)
    let derived = (bid + ask) / 2 / (0.4 * underlyingPrice * years.squareRoot())
    return (0.005...5).contains(derived) ? derived : nil
  }

  /// Returns the rows of the lake's table of option snapshots.
  ///
  /// - Throws: ``ColumnTableError`` never: all columns have the length of the list.
  public static func table(_ rows: [OptionSnapshotRow]) throws(ColumnTableError) -> ColumnTable {
    try ColumnTable([
      Column("symbol", .text(rows.map(\.symbol.name))),
      Column("provider", .text(rows.map(\.provider))),
      Column("timestamp", .timestamp(rows.map(\.timestamp.nanoseconds))),
      Column("received_at", .timestamp(rows.map(\.receivedAt.nanoseconds))),
      Column("underlying_price", .double(rows.map(\.underlyingPrice))),
      Column("atm_iv", optional: rows.map(\.atTheMoneyVolatility)),
      Column("strike_count", .int64(rows.map(\.strikeCount))),
      Column("quotes_json", .text(rows.map(\.quotesJSON))),
    ])
  }

  /// Reads rows of the lake's table of option snapshots.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - key: The series, when the rows lack the partition columns.
  /// - Returns: The rows in their order.
  /// - Throws: ``ColumnTableError`` when a column is absent or of another type.
  public static func rows(
    _ table: ColumnTable,
    of key: SeriesKey?
  ) throws(ColumnTableError) -> [OptionSnapshotRow] {
    func name(_ column: String) throws(ColumnTableError) -> [String] {
      if let value = key?[column] { return [String](repeating: value, count: table.rowCount) }
      return try table.texts(column)
    }
    let (symbols, providers) = (try name("symbol"), try name("provider"))
    let times = try table.timestamps("timestamp")
    let received = try table.timestamps("received_at")
    let prices = try table.doubles("underlying_price")
    let volatilities = try table.optionalDoubles("atm_iv")
    let strikes = try table.integers("strike_count")
    let quotes = try table.texts("quotes_json")
    return (0..<table.rowCount).map { row in
      OptionSnapshotRow(
        symbol: Symbol(symbols[row]),
        provider: providers[row],
        timestamp: Timestamp(nanoseconds: times[row]),
        receivedAt: Timestamp(nanoseconds: received[row]),
        underlyingPrice: prices[row],
        atTheMoneyVolatility: volatilities[row],
        strikeCount: strikes[row],
        quotesJSON: quotes[row]
      )
    }
  }
}
