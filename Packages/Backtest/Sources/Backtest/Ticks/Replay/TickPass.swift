import MarketModel
import PerformanceMetrics

/// One reading of a feed for all instances.
final class TickPass {
  private let feed: any TickFeed
  private let terms: TickTerms

  init(_ feed: any TickFeed, _ terms: TickTerms) {
    self.feed = feed
    self.terms = terms
  }

  func run(
    from first: Timestamp?,
    before end: Timestamp?,
    crew: TickCrew,
    _ replay: TickReplay
  ) throws(TickReplayError) {
    var all = TickBlock()
    do throws(TickReadError) {
      var reader = try feed.reader(from: first, before: end)
      while let block = try reader.next() { all.append(block) }
    } catch {
      throw .read(error)
    }
    guard all.count > 0 else { throw .noTicks(symbol: feed.symbol) }
    let count = all.count
    let zeros = [Double](repeating: 0, count: count)
    let sides = [Int8](repeating: 0, count: count)
    var ends: [Int] = []
    let length = terms.settings.batchNanoseconds
    for row in 1..<count where all.times[row] / length != all.times[row - 1] / length {
      ends.append(row)
    }
    ends.append(count)
    var marks = [Double](repeating: 0, count: count)
    var mark = 0.0
    for row in 0..<count {
      if terms.hasQuotes, all.bidPrices[row] > 0, all.askPrices[row] > 0 {
        mark = 0.5 * (all.bidPrices[row] + all.askPrices[row])
      } else if all.kinds[row] == .trade {
        mark = all.tradePrices[row]
      }
      marks[row] = mark
    }
    var features = zeros
    withTickPointers(all, zeros, sides) { columns in
      marks.withUnsafeBufferPointer { marks in
        features.withUnsafeMutableBufferPointer { features in
          ends.withUnsafeBufferPointer { ends in
            guard let marks = marks.baseAddress, let features = features.baseAddress else { return }
            func chunk(_ rows: Range<Int>, _ ends: UnsafeBufferPointer<Int>) -> TickChunk {
              TickChunk(
                columns: columns,
                marks: marks,
                features: features,
                rows: rows,
                batchEnds: ends,
                batchNanoseconds: length,
                lastInstant: columns.localTimes[count - 1]
              )
            }
            let none = UnsafeBufferPointer<Int>(start: nil, count: 0)
            replay.start(chunk(0..<0, none))
            replay.advance(chunk(0..<count, ends))
            for desk in crew.desks { desk.storage.pointee.isFinished = true }
            replay.finish(chunk(count..<count, none))
          }
        }
      }
    }
  }

  func result(_ crew: TickCrew, _ index: Int) -> TickResult {
    let account = crew.desks[index].storage
    account.pointee.finish()
    return TickResult(
      summary: account.pointee.summary,
      fills: account.pointee.fills,
      rejects: account.pointee.rejects,
      equity: account.pointee.equityCurve,
      markTimes: account.pointee.markTimes,
      ledger: account.pointee.ledger,
      stoppedAfter: crew.stoppedAfter[index]
    )
  }
}

extension TickAccount {
  /// Completes the summary and the ledger.
  mutating func finish() {
    let gain = (lastMarkPrice - averageReference) * units
    ledger.post(gain, debit: .revaluation, credit: .unrealised)
    summary.returns.endBlock()
    summary.finalPosition = units
    summary.unfilledCount = working.count
    summary.maximumDrawdown = drawdown.fraction.maximum
    summary.maximumDrawdownAmount = drawdown.amount
    summary.maximumDrawdownNanoseconds = drawdown.longest
  }
}

/// Calls a function with the columns of a block in place; zeros stand for those that it lacks.
func withTickPointers(
  _ block: TickBlock,
  _ zeros: [Double],
  _ sides: [Int8],
  _ body: (TickPointers) -> Void
) {
  func pointer<Value>(_ column: [Value], _ body: (UnsafePointer<Value>) -> Void) {
    column.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { body(base) }
    }
  }
  let hasQuotes = !block.bidPrices.isEmpty
  let hasTrades = !block.tradePrices.isEmpty
  pointer(block.times) { times in
    pointer(block.kinds) { kinds in
      pointer(hasQuotes ? block.bidPrices : zeros) { bidPrices in
        pointer(hasQuotes ? block.bidSizes : zeros) { bidSizes in
          pointer(hasQuotes ? block.askPrices : zeros) { askPrices in
            pointer(hasQuotes ? block.askSizes : zeros) { askSizes in
              pointer(hasTrades ? block.tradePrices : zeros) { tradePrices in
                pointer(hasTrades ? block.tradeSizes : zeros) { tradeSizes in
                  pointer(hasTrades ? block.tradeSides : sides) { tradeSides in
                    body(
                      TickPointers(
                        times: times,
                        localTimes: times,
                        kinds: kinds,
                        bidPrices: bidPrices,
                        bidSizes: bidSizes,
                        askPrices: askPrices,
                        askSizes: askSizes,
                        tradePrices: tradePrices,
                        tradeSizes: tradeSizes,
                        tradeSides: tradeSides
                      )
                    )
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

extension TickBlock {
  mutating func append(_ other: TickBlock) {
    times += other.times
    receivedTimes += other.receivedTimes
    kinds += other.kinds
    bidPrices += other.bidPrices
    bidSizes += other.bidSizes
    askPrices += other.askPrices
    askSizes += other.askSizes
    tradePrices += other.tradePrices
    tradeSizes += other.tradeSizes
    tradeSides += other.tradeSides
  }
}
