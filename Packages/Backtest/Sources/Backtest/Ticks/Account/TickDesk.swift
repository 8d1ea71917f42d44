import MarketModel
public import QuantMath

/// The engine's side of the account of one instance: it takes in orders, fills, books and marks them.
///
/// The loop calls it only when something happens. The state lies behind a pointer of its own, since
/// properties of a class are checked for exclusivity at every change.
@usableFromInline
final class TickDesk {
  let storage: UnsafeMutablePointer<TickAccount>
  @usableFromInline let random: UnsafeMutablePointer<PhiloxStream>

  init(_ account: consuming TickAccount, seed: UInt64) {
    storage = .allocate(capacity: 1)
    storage.initialize(to: account)
    random = .allocate(capacity: 1)
    random.initialize(
      to: PhiloxStream(seed: seed, purpose: TickDraws.strategy, trial: 0, path: 0)
    )
  }

  deinit {
    storage.deinitialize(count: 1)
    storage.deallocate()
    random.deallocate()
  }

  @usableFromInline
  static func stream(_ desk: Unmanaged<TickDesk>) -> UnsafeMutablePointer<PhiloxStream> {
    desk._withUnsafeGuaranteedRef { $0.random }
  }

  @inline(__always)
  private static func account(_ desk: Unmanaged<TickDesk>) -> UnsafeMutablePointer<TickAccount> {
    desk._withUnsafeGuaranteedRef { $0.storage }
  }

  @usableFromInline
  static func enter(_ desk: Unmanaged<TickDesk>, _ chunk: TickChunk) -> TickHolding {
    account(desk).pointee.enter(chunk)
    return account(desk).pointee.holding
  }

  @usableFromInline
  static func batchCount(_ desk: Unmanaged<TickDesk>) -> Int {
    account(desk).pointee.summary.batchCount
  }

  @usableFromInline
  static func holding(_ desk: Unmanaged<TickDesk>) -> TickHolding {
    account(desk).pointee.holding
  }

  @usableFromInline
  static func submit(
    _ desk: Unmanaged<TickDesk>,
    _ order: TickOrder,
    row: Int,
    now: Int64
  ) -> OrderID {
    account(desk).pointee.submit(order, row: row, now: now)
  }

  @usableFromInline
  static func cancel(_ desk: Unmanaged<TickDesk>, _ order: OrderID, row: Int, now: Int64) {
    account(desk).pointee.cancel(order, row: row, now: now)
  }

  /// Lets resting orders meet the tick of a row, before the strategy sees it.
  @usableFromInline
  static func meet(_ desk: Unmanaged<TickDesk>, row: Int) -> TickHolding {
    account(desk).pointee.meet(row: row)
    return account(desk).pointee.holding
  }

  /// Marks the account at the end of a batch whose last row is given, at an instant.
  @usableFromInline
  static func endBatch(_ desk: Unmanaged<TickDesk>, row: Int, time: Int64) {
    account(desk).pointee.endBatch(row: row, time: time)
  }

  /// Marks the rows of the chunk that have not been marked.
  @usableFromInline
  static func leave(_ desk: Unmanaged<TickDesk>, rows: Range<Int>) {
    account(desk).pointee.leave(rows)
  }

  @usableFromInline
  static func equity(_ desk: Unmanaged<TickDesk>, row: Int) -> Double {
    account(desk).pointee.equity(row)
  }

  static func lastTradePrice(_ desk: Unmanaged<TickDesk>, row: Int) -> Double? {
    account(desk).pointee.lastTradePrice(row)
  }

  static func openOrders(_ desk: Unmanaged<TickDesk>) -> [OpenTickOrder] {
    account(desk).pointee.openOrders
  }
}

/// What random numbers are drawn for; each purpose has streams of its own.
enum TickDraws {
  static let strategy: UInt32 = 0x7469_636B
  static let feedLatency: UInt32 = 0x7469_636C
  static let orderLatency: UInt32 = 0x7469_636D
  static let responseLatency: UInt32 = 0x7469_636E
}
