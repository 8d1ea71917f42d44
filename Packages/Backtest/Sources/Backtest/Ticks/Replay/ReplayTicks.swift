/// Makes the instances of a crew and the loops that replay them tick by tick.
@inlinable
func replayTicks<S: TickStrategy>(
  _ crew: TickCrew,
  _ make: (StrategyParameters) throws(BacktestError) -> S
) throws(BacktestError) -> TickReplay {
  var made: [S] = []
  for (index, parameters) in crew.parameters.enumerated() {
    crew.making = index
    made.append(try make(parameters))
  }
  let features = FeatureColumns(made.map(\.feature))
  let strategies = TickStrategies(made)
  return TickReplay(
    start: { chunk in
      for index in 0..<strategies.count {
        var context = TickContext(chunk, crew.desk(index))
        strategies.base[index].onStart(&context)
      }
    },
    advance: { chunk in
      features.fill(chunk)
      for index in 0..<strategies.count where crew.isRunning(index) {
        let values = S.Feature.isUsed ? features.values(index, chunk) : chunk.zeros
        advanceTicks(strategies.base + index, crew.desk(index), chunk, values)
      }
    },
    finish: { chunk in
      for index in 0..<strategies.count where crew.isRunning(index) {
        var context = TickContext(chunk, crew.desk(index))
        strategies.base[index].onFinish(&context)
      }
    }
  )
}

/// Replays a chunk for one instance.
///
/// The loop itself only asks the strategy. The desk is called when something happens, and the marks of the
/// rows before are taken then, all at once: until then the account has not changed. The strategy is moved,
/// not copied, so that its own arrays stay unshared.
@inlinable
func advanceTicks<S: TickStrategy>(
  _ source: UnsafeMutablePointer<S>,
  _ desk: Unmanaged<TickDesk>,
  _ chunk: TickChunk,
  _ features: UnsafePointer<Double>
) {
  var strategy = source.move()
  var context = TickContext(chunk, desk)
  let columns = chunk.columns
  var row = chunk.rows.lowerBound
  // The first tick of a run is its own predecessor.
  var previous = row == 0 ? 0 : row &- 1
  var nextEnd = 0
  while true {
    let isBatchEnd = nextEnd < chunk.batchEnds.count
    let end = isBatchEnd ? chunk.batchEnds[nextEnd] : chunk.rows.upperBound
    while row < end {
      // The desk reads the clock, so that the loop never touches the times of ticks without orders.
      if _slowPath(context.holding.wake != .max) {
        context.holding = TickDesk.attend(desk, row: row)
      }
      context.row = row
      strategy.onTick(TickView(columns, features, row, previous: previous), &context)
      previous = row
      row &+= 1
    }
    guard isBatchEnd else { break }
    context.holding = TickDesk.endBatch(
      desk,
      row: row &- 1,
      time: chunk.batchInstants[nextEnd]
    )
    context.batch &+= 1
    nextEnd &+= 1
  }
  TickDesk.leave(desk, chunk)
  source.initialize(to: strategy)
}

/// The values of the features of a crew for the rows of a chunk; equal features are computed once.
@usableFromInline
final class FeatureColumns<F: TickFeature> {
  @usableFromInline let features: [F]

  /// For each instance the position of its feature.
  @usableFromInline let places: [Int]
  @usableFromInline let storage: UnsafeMutablePointer<Double>

  @inlinable
  init(_ wanted: [F]) {
    var (features, places): ([F], [Int]) = ([], [])
    var known: [F: Int] = [:]
    for feature in wanted {
      let place = known[feature] ?? features.count
      if place == features.count {
        known[feature] = place
        features.append(feature)
      }
      places.append(place)
    }
    (self.features, self.places) = (features, places)
    storage = .allocate(capacity: max(1, F.isUsed ? features.count * TickChunk.rowCount : 1))
  }

  @inlinable
  deinit { storage.deallocate() }

  /// Points where the value of row 0 would lie.
  @inlinable
  func values(_ instance: Int, _ chunk: TickChunk) -> UnsafePointer<Double> {
    UnsafePointer(storage) + (places[instance] &* TickChunk.rowCount &- chunk.rows.lowerBound)
  }

  /// Computes all features.
  @inlinable
  func fill(_ chunk: TickChunk) {
    guard F.isUsed else { return }
    for (place, feature) in features.enumerated() {
      computeFeature(feature, chunk, storage + place * TickChunk.rowCount)
    }
  }
}

/// Computes a feature for the rows of a chunk.
@inlinable
@inline(never)
func computeFeature<F: TickFeature>(
  _ feature: F,
  _ chunk: TickChunk,
  _ target: UnsafeMutablePointer<Double>
) {
  let (columns, zeros, start) = (chunk.columns, chunk.zeros, chunk.rows.lowerBound)
  let count = chunk.rows.count
  guard count > 0 else { return }
  target[0] = feature.value(
    TickView(columns, zeros, start, previous: start == 0 ? 0 : start &- 1)
  )
  for index in 1..<max(1, count) {
    let row = start &+ index
    target[index] = feature.value(TickView(columns, zeros, row, previous: row &- 1))
  }
}
