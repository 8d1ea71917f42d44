public import MarketModel

/// The instances that one worker replays.
@usableFromInline
final class TickCrew {
  @usableFromInline let parameters: [StrategyParameters]
  let desks: [TickDesk]

  /// What the feed has.
  @usableFromInline let content: TickContent

  /// The checkpoint after which each instance was stopped.
  var stoppedAfter: [Int?]

  init(_ parameters: [StrategyParameters], terms: TickTerms, content: TickContent) {
    self.parameters = parameters
    self.content = content
    desks = parameters.map { _ in TickDesk(TickAccount(terms), seed: terms.settings.seed) }
    stoppedAfter = [Int?](repeating: nil, count: parameters.count)
  }

  @usableFromInline
  func desk(_ index: Int) -> Unmanaged<TickDesk> { Unmanaged.passUnretained(desks[index]) }

  @usableFromInline
  func isRunning(_ index: Int) -> Bool { stoppedAfter[index] == nil }
}

/// How the instances of a crew go on; the closures contain loops specialised for their strategy.
@frozen
@usableFromInline
struct TickReplay {
  /// Tells every instance that the run begins; the chunk has no rows to deliver.
  @usableFromInline let start: (TickChunk) -> Void

  /// Replays a chunk.
  @usableFromInline let advance: (TickChunk) -> Void

  /// Tells every instance that the run is over; the chunk has no rows to deliver.
  @usableFromInline let finish: (TickChunk) -> Void

  @inlinable
  init(
    start: @escaping (TickChunk) -> Void,
    advance: @escaping (TickChunk) -> Void,
    finish: @escaping (TickChunk) -> Void
  ) {
    self.start = start
    self.advance = advance
    self.finish = finish
  }
}

/// The strategies of a crew, in plain memory: an array would be checked for sharing at every chunk.
@frozen
@usableFromInline
struct TickStrategies<S> {
  @usableFromInline let base: UnsafeMutablePointer<S>
  @usableFromInline let count: Int

  @inlinable
  init(_ made: [S]) {
    count = made.count
    base = .allocate(capacity: max(1, made.count))
    base.initialize(from: made, count: made.count)
  }

  @inlinable
  func deallocate() {
    base.deinitialize(count: count)
    base.deallocate()
  }
}
