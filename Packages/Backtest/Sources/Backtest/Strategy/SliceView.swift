public import MarketModel

/// A bar that closes at the instant of a slice.
@frozen
@usableFromInline
struct SliceEvent {
  @usableFromInline let symbol: Int32
  @usableFromInline let row: Int32

  @usableFromInline
  init(symbol: Int, row: Int) {
    self.symbol = Int32(truncatingIfNeeded: symbol)
    self.row = Int32(truncatingIfNeeded: row)
  }
}

/// The bars of all symbols that close at one instant.
@frozen
public struct SliceView: ~Copyable {
  @usableFromInline let events: UnsafeBufferPointer<SliceEvent>
  @usableFromInline let bars: UnsafePointer<BarPointers>
  @usableFromInline let columns: UnsafePointer<ColumnPointers>

  /// The instant: now.
  public let time: Timestamp

  @inlinable
  init(
    events: UnsafeBufferPointer<SliceEvent>,
    bars: UnsafePointer<BarPointers>,
    columns: UnsafePointer<ColumnPointers>,
    time: Int64
  ) {
    self.events = events
    self.bars = bars
    self.columns = columns
    self.time = Timestamp(nanoseconds: time)
  }

  /// The number of bars that close now; at least one.
  @inlinable
  public var count: Int { events.count }

  /// The position in ``ReplayMarket/symbols`` of a closing bar's symbol; rises with `index`.
  ///
  /// - Precondition: `index` lies inside `0..<count`.
  @inlinable
  public func symbol(at index: Int) -> Int { Int(events[index].symbol) }

  /// A closing bar.
  ///
  /// - Precondition: `index` lies inside `0..<count`.
  @inlinable
  public func bar(at index: Int) -> BarView {
    let event = events[index]
    let symbol = Int(event.symbol)
    return BarView(bars[symbol], columns[symbol], Int(event.row))
  }
}

/// What a strategy over several symbols may do: read the account and submit orders.
@frozen
public struct SliceContext: ~Copyable {
  @usableFromInline let broker: Unmanaged<Broker>
  @usableFromInline var submitted = 0

  @inlinable
  init(_ broker: Unmanaged<Broker>) { self.broker = broker }

  /// The number of symbols in the run.
  public var symbolCount: Int { broker._withUnsafeGuaranteedRef { $0.symbolCount } }

  /// The cash of the account.
  public var cash: Double { broker._withUnsafeGuaranteedRef { $0.cash } }

  /// Cash plus the signed market value of everything at the last closes.
  public var equity: Double { broker._withUnsafeGuaranteedRef { $0.equity } }

  /// The signed number of units held of a symbol.
  public func position(of symbol: Int) -> Double {
    broker._withUnsafeGuaranteedRef { $0.units(symbol: symbol) }
  }

  /// The last close of a symbol, or `nil` before its first.
  public func lastPrice(of symbol: Int) -> Double? {
    broker._withUnsafeGuaranteedRef { $0.lastPrice(symbol: symbol) }
  }

  /// Submits an order for a symbol.
  @inlinable
  @discardableResult
  public mutating func submit(_ order: Order, for symbol: Int) -> OrderID {
    submitted &+= 1
    return Broker.submit(broker, order, symbol: symbol)
  }

  /// Withdraws all orders of a symbol.
  @inlinable
  public mutating func cancelAll(for symbol: Int) {
    submitted &+= 1
    Broker.cancelAll(broker, symbol: symbol)
  }

  /// Calls a strategy of one symbol with its closing bar.
  @inlinable
  mutating func call<S: BarStrategy>(_ strategy: inout S, _ bar: borrowing BarView, symbol: Int) {
    var context = StrategyContext(
      Broker.view(broker, symbol: symbol),
      closes: bar.bars.close,
      row: bar.index,
      broker: broker,
      symbol: symbol
    )
    strategy.onBar(bar, &context)
    submitted &+= context.submitted
  }
}
