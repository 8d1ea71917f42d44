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
  static func submit(
    _ desk: Unmanaged<TickDesk>,
    _ order: TickOrder,
    row: Int,
    clock: Int64
  ) -> TickReceipt {
    let account = account(desk)
    let now = account.pointee.now(row: row, clock: clock)
    let id = account.pointee.submit(order, row: row, now: now)
    return TickReceipt(id: id, holding: account.pointee.holding)
  }

  @usableFromInline
  static func cancel(
    _ desk: Unmanaged<TickDesk>,
    _ order: OrderID,
    row: Int,
    clock: Int64
  ) -> TickHolding {
    let account = account(desk)
    account.pointee.cancel(order, now: account.pointee.now(row: row, clock: clock))
    return account.pointee.holding
  }

  /// Lets happen what happens before the strategy sees a row.
  @usableFromInline
  static func attend(_ desk: Unmanaged<TickDesk>, row: Int) -> TickHolding {
    let account = account(desk)
    if !account.pointee.terms.hasVenue {
      account.pointee.meet(row: row)
    } else if let now = account.pointee.chunk?.columns.localTime(row),
      now >= account.pointee.wake
    {
      account.pointee.settle(upTo: now, row: row)
    }
    return account.pointee.holding
  }

  /// Lets happen what happens in the rows of a batch and until its end.
  @usableFromInline
  static func attend(
    _ desk: Unmanaged<TickDesk>,
    _ columns: TickPointers,
    rows: Range<Int>,
    end: Int64
  ) -> TickHolding {
    let account = account(desk)
    if !account.pointee.terms.hasVenue {
      for row in rows where account.pointee.wake == .min { account.pointee.meet(row: row) }
    } else {
      var row = rows.lowerBound
      while account.pointee.wake <= end {
        let wake = account.pointee.wake
        while row < rows.upperBound, columns.localTime(row) < wake { row += 1 }
        account.pointee.settle(upTo: wake, row: row)
      }
    }
    return account.pointee.holding
  }

  /// Marks the account at the end of a batch whose last row is given, at an instant.
  @usableFromInline
  static func endBatch(_ desk: Unmanaged<TickDesk>, row: Int, time: Int64) -> TickHolding {
    account(desk).pointee.endBatch(row: row, time: time)
    return account(desk).pointee.holding
  }

  /// Marks the rows of the chunk that have not been marked.
  @usableFromInline
  static func leave(_ desk: Unmanaged<TickDesk>, _ chunk: TickChunk) {
    account(desk).pointee.leave(chunk)
  }

  static func lastTradePrice(_ desk: Unmanaged<TickDesk>, row: Int) -> Double? {
    account(desk).pointee.lastTradePrice(row)
  }

  static func openOrders(_ desk: Unmanaged<TickDesk>) -> [OpenTickOrder] {
    account(desk).pointee.openOrders
  }
}

/// The number of an order just submitted, and the account after it.
@frozen
@usableFromInline
struct TickReceipt {
  @usableFromInline let id: OrderID
  @usableFromInline let holding: TickHolding
}

/// What random numbers are drawn for; each purpose has streams of its own.
enum TickDraws {
  static let strategy: UInt32 = 0x7469_636B
  static let feedLatency: UInt32 = 0x7469_636C
  static let orderLatency: UInt32 = 0x7469_636D
  static let responseLatency: UInt32 = 0x7469_636E
}
