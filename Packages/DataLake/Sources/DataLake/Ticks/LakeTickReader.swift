import MarketModel

/// Merges streams of quotes and trades into blocks.
struct LakeTickReader: TickReader {
  private let content: TickContent
  private let quotes: TickStream?
  private let trades: TickStream?

  /// Bid, its size, ask, its size before the next row.
  private var book: [Double]

  init(content: TickContent, quotes: TickStream?, trades: TickStream?, book: [Double]) {
    self.content = content
    self.quotes = quotes
    self.trades = trades
    self.book = book
  }

  /// Returns the next ticks, trades before quotes of one instant.
  mutating func next() throws(TickReadError) -> TickBlock? {
    var draft = BlockDraft()
    while draft.count < LakeTickFeed.blockLength {
      let room = LakeTickFeed.blockLength - draft.count
      if let trades, let time = trades.time, time <= quotes?.time ?? .max {
        // A quote at the instant of a trade comes after it.
        let count = try trades.run(atMost: room, before: quotes?.time.map { $0 + 1 })
        try draft.take(count, from: trades, .trade)
      } else if let quotes, quotes.time != nil {
        try draft.take(quotes.run(atMost: room, before: trades?.time), from: quotes, .quote)
      } else {
        break
      }
    }
    return draft.count == 0 ? nil : draft.block(content, book: &book)
  }
}

/// The rows of a block before they are copied: stretches of chunks that are kept alive.
private struct BlockDraft {
  private struct Segment {
    let kind: TickKind
    let chunk: Int
    let start: Int
    let count: Int
  }

  private(set) var count = 0
  private var segments: [Segment] = []
  private var chunks: [TickStream.Chunk] = []
  private var newest: [TickKind: Int] = [:]

  /// Takes the next rows of a stream.
  mutating func take(
    _ count: Int,
    from stream: TickStream,
    _ kind: TickKind
  ) throws(TickReadError) {
    guard let chunk = stream.chunk else { return }
    if newest[kind].map({ chunks[$0].source !== chunk.source }) ?? true {
      newest[kind] = chunks.count
      chunks.append(chunk)
    }
    segments.append(
      Segment(kind: kind, chunk: newest[kind] ?? 0, start: stream.position, count: count)
    )
    self.count += count
    try stream.take(count)
  }

  func block(_ content: TickContent, book: inout [Double]) -> TickBlock {
    var block = TickBlock()
    block.times = column { segment, chunk, output in
      output.initialize(from: chunk.times + segment.start, count: segment.count)
    }
    block.kinds = column { segment, _, output in
      output.initialize(repeating: segment.kind, count: segment.count)
    }
    if content.hasReceivedTimes {
      block.receivedTimes = column { segment, chunk, output in
        guard let received = chunk.received else { preconditionFailure("no received times") }
        output.initialize(from: received + segment.start, count: segment.count)
      }
    }
    if content.hasQuotes {
      block.bidPrices = quoted(0, &book)
      block.bidSizes = quoted(1, &book)
      block.askPrices = quoted(2, &book)
      block.askSizes = quoted(3, &book)
    }
    if content.hasTrades {
      block.tradePrices = traded(0)
      block.tradeSizes = traded(1)
      block.tradeSides = column { segment, chunk, output in
        if let sides = chunk.sides {
          output.initialize(from: sides + segment.start, count: segment.count)
        } else {
          output.initialize(repeating: 0, count: segment.count)
        }
      }
    }
    return block
  }

  /// A column of the book, which rows of trades repeat.
  private func quoted(_ number: Int, _ book: inout [Double]) -> [Double] {
    var last = book[number]
    let values: [Double] = column { segment, chunk, output in
      if segment.kind == .quote {
        let values = chunk.numbers[number] + segment.start
        output.initialize(from: values, count: segment.count)
        last = values[segment.count - 1]
      } else {
        output.initialize(repeating: last, count: segment.count)
      }
    }
    book[number] = last
    return values
  }

  /// A column of trades, zero in rows of quotes.
  private func traded(_ number: Int) -> [Double] {
    column { segment, chunk, output in
      if segment.kind == .trade {
        output.initialize(from: chunk.numbers[number] + segment.start, count: segment.count)
      } else {
        output.initialize(repeating: 0, count: segment.count)
      }
    }
  }

  private func column<Value>(
    _ fill: (Segment, TickStream.Chunk, UnsafeMutablePointer<Value>) -> Void
  ) -> [Value] {
    Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      guard var output = buffer.baseAddress else { return }
      for segment in segments {
        fill(segment, chunks[segment.chunk], output)
        output += segment.count
      }
      initialized = count
    }
  }
}
