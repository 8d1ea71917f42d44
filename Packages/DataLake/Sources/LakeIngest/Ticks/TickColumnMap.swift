/// Which columns of a file hold the parts of a tick.
///
/// Names are compared without regard to case. Parts that are not mapped are looked for under their
/// usual names. A column that is neither a part, nor left out, nor known to be beside the point (such
/// as `exchange`, `condition` or `trade_id`) is refused, as is a missing part.
///
/// Where a file has a column of the venue's time, such as `exch_ts_ns`, beside a plain one, such as
/// `ts_ns`, the venue's is the time of the tick and the plain one when it was received.
public struct TickColumnMap: Hashable, Sendable {
  /// A part of a tick that a column can hold.
  public enum Part: String, Hashable, Sendable, CaseIterable {
    /// The venue's time, or the receiver's where the file has no other.
    case time

    /// The receiver's time.
    case received

    /// The symbol, in files that hold several.
    case symbol

    /// The best bid.
    case bid

    /// The quantity at the best bid.
    case bidSize = "bid_size"

    /// The best ask.
    case ask

    /// The quantity at the best ask.
    case askSize = "ask_size"

    /// The price of a trade.
    case price

    /// The traded quantity.
    case size

    /// Who crossed the spread.
    case side

    /// Whether the buyer was the maker, so that the seller crossed the spread.
    case buyerIsMaker = "buyer_is_maker"
  }

  /// The mapped names.
  public var names: [Part: String]

  /// The columns that are left out.
  public var ignored: [String]

  /// Creates a map.
  public init(_ names: [Part: String] = [:], ignoring ignored: [String] = []) {
    self.names = names
    self.ignored = ignored
  }

  /// Parses `time=exch_ts_ns,received=ts_ns,ignore=venue`; `ignore` may be repeated.
  ///
  /// - Throws: ``IngestError/unusableRequest(option:expected:found:)`` for an unknown part, a
  ///   repeated one, or an item without a name.
  public init(parsing text: String) throws(IngestError) {
    let parsed = try parseColumnMap(text, parts: Part.allCases.map(\.rawValue)) { name in
      Part(rawValue: name.lowercased())
    }
    self.init(parsed.names, ignoring: parsed.ignored)
  }

  /// Names of columns of the venue's time, in lower case.
  static let venueTimes = [
    "exch_ts_ns", "exch_ts", "exch_time", "exchange_time", "exchange_ts", "exchange_timestamp",
    "ts_exchange", "ts_event", "event_time", "transact_time", "transaction_time",
  ]

  /// Names of columns of a time that is the venue's where there is no other.
  static let plainTimes = [
    "ts_ns", "ts", "time", "timestamp", "datetime", "time(ms)", "time (ms)", "time_ms", "ts_ms",
    "ts_us",
  ]

  /// Names of columns of the receiver's time.
  static let receivedTimes = [
    "received_at", "received", "recv_ts_ns", "recv_ts", "ts_recv", "ts_local", "local_ts",
    "local_time", "local_timestamp",
  ]

  /// The usual names of a part, in lower case, the likeliest first.
  static func usualNames(of part: Part) -> [String] {
    switch part {
    case .time: venueTimes + plainTimes
    case .received: receivedTimes
    case .symbol: ["symbol", "ticker", "instrument"]
    case .bid: ["bid", "bid_price", "bid_px", "best_bid", "best_bid_price"]
    case .bidSize: ["bid_size", "bid_sz", "bid_qty", "best_bid_size", "best_bid_qty"]
    case .ask: ["ask", "ask_price", "ask_px", "best_ask", "best_ask_price"]
    case .askSize: ["ask_size", "ask_sz", "ask_qty", "best_ask_size", "best_ask_qty"]
    case .price: ["price", "px"] + sparsePrices
    case .size: ["size", "sz", "qty", "quantity", "amount", "trade_sz", "trade_size"]
    case .side: ["side", "aggressor", "aggressor_side", "taker_side", "trade_side"]
    case .buyerIsMaker: ["isbuyermaker", "is_buyer_maker", "buyer_is_maker", "buyer_maker"]
    }
  }

  /// Names of prices of trades in rows of quotes, which are empty where nothing was traded.
  static let sparsePrices = ["trade_px", "trade_price"]

  /// Columns in lower case that say nothing the table has a place for.
  static func besidesThePoint(in table: TickTable) -> Set<String> {
    let others: Set<Part> =
      table == .quotes ? [.price, .size, .side] : [.bid, .bidSize, .ask, .askSize]
    return Set(others.flatMap(usualNames(of:))).union([
      "exchange", "bid_exchange", "ask_exchange", "condition", "conditions", "type", "id",
      "trade_id", "agg_trade_id", "first_trade_id", "last_trade_id", "quote_qty", "is_best_match",
      "symbol_id", "sequence", "seq", "update_id",
    ])
  }

  /// Whether a table has use for a part.
  static func has(_ part: Part, in table: TickTable) -> Bool {
    switch part {
    case .time, .received, .symbol: true
    case .bid, .bidSize, .ask, .askSize: table == .quotes
    case .price, .size, .side, .buyerIsMaker: table == .trades
    }
  }
}

/// The positions of a tick's parts in the records of one file.
struct TickPositions {
  var time: Int
  var received: Int?
  var symbol: Int?

  /// Bid, its size, ask and its size of quotes; price and size of trades.
  var numbers: [Int]

  /// The side, or whether the buyer was the maker.
  var side: Int?
  var sideIsBuyerIsMaker = false

  /// Whether rows without a price and a size hold no trade.
  var isSparse = false

  /// Names for messages, by position.
  var names: [String]

  /// Finds the parts in a header, logging every missing, doubled and unexpected column.
  init?(
    header: [String],
    map: TickColumnMap,
    table: TickTable,
    line: Int?,
    log: inout ProblemLog
  ) {
    var search = ColumnSearch(header: header, ignored: map.ignored, line: line)
    func find(
      _ part: TickColumnMap.Part,
      usual: [String]? = nil,
      required: Bool,
      log: inout ProblemLog
    ) -> Int? {
      search.find(
        part.rawValue,
        mapped: map.names[part],
        usual: usual ?? TickColumnMap.usualNames(of: part),
        required: required,
        log: &log
      )
    }
    let before = log.count
    let time = find(.time, required: true, log: &log)
    let isPlain = time.map { TickColumnMap.plainTimes.contains(header[$0].lowercased()) } ?? true
    received = find(
      .received,
      usual: TickColumnMap.receivedTimes + (isPlain ? [] : TickColumnMap.plainTimes),
      required: false,
      log: &log
    )
    symbol = find(.symbol, required: false, log: &log)
    let parts: [TickColumnMap.Part] =
      table == .quotes ? [.bid, .bidSize, .ask, .askSize] : [.price, .size]
    numbers = []
    for part in parts {
      if let position = find(part, required: true, log: &log) { numbers.append(position) }
    }
    if table == .trades {
      side = find(.side, required: false, log: &log)
      if side == nil {
        side = find(.buyerIsMaker, required: false, log: &log)
        sideIsBuyerIsMaker = side != nil
      }
      isSparse =
        numbers.first.map { TickColumnMap.sparsePrices.contains(header[$0].lowercased()) } ?? false
    }
    search.refuseOthers(
      of: table.rawValue,
      besides: TickColumnMap.besidesThePoint(in: table),
      log: &log
    )
    names = header
    guard let time, log.count == before else { return nil }
    self.time = time
  }
}
