import MarketModel

extension TickBlock {
  /// Calls a function with the columns in place; those that the block lacks are zero in every row.
  ///
  /// - Precondition: There is at least one row, and as many zeros as rows.
  func withPointers(
    localTimes: [Int64],
    delay: Int64,
    zeros: ZeroColumn,
    _ body: (TickPointers) throws(TickReplayError) -> Void
  ) throws(TickReplayError) {
    precondition(zeros.rowCount >= count, "fewer zeros than rows")
    let locals = localTimes.isEmpty ? times : localTimes
    try placeWhole(times) { times throws(TickReplayError) in
      try placeWhole(locals) { locals throws(TickReplayError) in
        try placeWhole(kinds) { kinds throws(TickReplayError) in
          try place(bidPrices, zeros) { bidPrices throws(TickReplayError) in
            try place(bidSizes, zeros) { bidSizes throws(TickReplayError) in
              try place(askPrices, zeros) { askPrices throws(TickReplayError) in
                try place(askSizes, zeros) { askSizes throws(TickReplayError) in
                  try place(tradePrices, zeros) { tradePrices throws(TickReplayError) in
                    try place(tradeSizes, zeros) { tradeSizes throws(TickReplayError) in
                      try place(tradeSides, zeros) {
                        tradeSides throws(TickReplayError) in
                        try body(
                          TickPointers(
                            times: times,
                            localTimes: locals,
                            delay: delay,
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
  }

  /// Checks that the columns have the lengths that the feed's content promises.
  func check(_ content: TickContent, of symbol: Symbol) throws(TickReplayError) {
    let quotes = content.hasQuotes ? count : 0
    let trades = content.hasTrades ? count : 0
    let columns = [
      ("kinds", kinds.count, count), ("bidPrices", bidPrices.count, quotes),
      ("bidSizes", bidSizes.count, quotes), ("askPrices", askPrices.count, quotes),
      ("askSizes", askSizes.count, quotes), ("tradePrices", tradePrices.count, trades),
      ("tradeSizes", tradeSizes.count, trades), ("tradeSides", tradeSides.count, trades),
      ("receivedTimes", receivedTimes.count, content.hasReceivedTimes ? count : 0),
    ]
    for (column, found, expected) in columns where found != expected {
      throw .malformedBlock(symbol: symbol, column: column, expected: expected, found: found)
    }
    guard !content.hasTrades else { return }
    // Over raw bytes, which the compiler turns into vectors.
    let isQuoteOnly = kinds.withUnsafeBytes { bytes in
      var union: UInt8 = 0
      for byte in bytes { union |= byte }
      return union == TickKind.quote.rawValue
    }
    if !isQuoteOnly {
      throw .malformedBlock(symbol: symbol, column: "tradePrices", expected: count, found: 0)
    }
  }

  /// Appends the ticks of another block with the same columns.
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

/// Calls a function with the elements of a column in place, or with zeros where the block lacks it.
private func place<Element: Numeric>(
  _ column: [Element],
  _ zeros: ZeroColumn,
  _ body: (UnsafePointer<Element>) throws(TickReplayError) -> Void
) throws(TickReplayError) {
  guard column.isEmpty else { return try placeWhole(column, body) }
  try withExtendedLifetime(zeros) { () throws(TickReplayError) in
    try body(zeros.values(of: Element.self))
  }
}

/// Calls a function with the elements of an array in place.
///
/// - Precondition: The array is not empty.
private func placeWhole<Element>(
  _ column: [Element],
  _ body: (UnsafePointer<Element>) throws(TickReplayError) -> Void
) throws(TickReplayError) {
  try column.withUnsafeBufferPointer { (buffer) throws(TickReplayError) in
    guard let base = buffer.baseAddress else { preconditionFailure("an empty column") }
    try body(base)
  }
}
