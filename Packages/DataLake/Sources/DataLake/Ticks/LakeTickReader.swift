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
  private var newestQuotes: Int?
  private var newestTrades: Int?

  /// Takes the next rows of a stream.
  mutating func take(
    _ count: Int,
    from stream: TickStream,
    _ kind: TickKind
  ) throws(TickReadError) {
    guard let chunk = stream.chunk else { return }
    let known = kind == .quote ? newestQuotes : newestTrades
    let index: Int
    if let known, chunks[known].times == chunk.times {
      index = known
    } else {
      index = chunks.count
      chunks.append(chunk)
      if kind == .quote { newestQuotes = index } else { newestTrades = index }
    }
    segments.append(Segment(kind: kind, chunk: index, start: stream.position, count: count))
    self.count += count
    try stream.take(count)
  }

  func block(_ content: TickContent, book: inout [Double]) -> TickBlock {
    var block = TickBlock()
    block.times = column(chunks.map { $0.times })
    block.kinds = kinds
    if content.hasReceivedTimes { block.receivedTimes = column(chunks.map { $0.received }) }
    if content.hasQuotes {
      block.bidPrices = quoted(0, &book)
      block.bidSizes = quoted(1, &book)
      block.askPrices = quoted(2, &book)
      block.askSizes = quoted(3, &book)
    }
    if content.hasTrades {
      block.tradePrices = column(chunks.map { $0.sides == nil ? nil : $0.numbers[0] })
      block.tradeSizes = column(chunks.map { $0.sides == nil ? nil : $0.numbers[1] })
      block.tradeSides = column(chunks.map { $0.sides })
    }
    return block
  }

  /// A column of the book, which rows of trades repeat.
  private func quoted(_ number: Int, _ book: inout [Double]) -> [Double] {
    let values = column(
      chunks.map { $0.sides == nil ? $0.numbers[number] : nil },
      repeating: book[number]
    )
    book[number] = values.last ?? book[number]
    return values
  }

  /// What each row reports.
  private var kinds: [TickKind] {
    Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      guard var output = buffer.baseAddress else { return }
      for segment in segments {
        output.initialize(repeating: segment.kind, count: segment.count)
        output += segment.count
      }
      initialized = count
    }
  }

  /// Copies a column of the chunks; rows of chunks without it are zero.
  private func column<Value: Numeric>(_ sources: [UnsafePointer<Value>?]) -> [Value] {
    column(sources, repeating: nil)
  }

  /// Copies a column of the chunks; rows of chunks without it repeat the row before them, the first
  /// one a given value, or are zero where none is given.
  private func column<Value: Numeric>(
    _ sources: [UnsafePointer<Value>?],
    repeating initial: Value?
  ) -> [Value] {
    Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      guard var output = buffer.baseAddress else { return }
      var last = initial ?? 0
      for segment in segments {
        if let source = sources[segment.chunk] {
          output.initialize(from: source + segment.start, count: segment.count)
          if initial != nil { last = output[segment.count - 1] }
        } else {
          output.initialize(repeating: last, count: segment.count)
        }
        output += segment.count
      }
      initialized = count
    }
  }
}
