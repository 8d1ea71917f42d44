import MarketModel

/// Finds out whether computations depend on data that they could not have had.
///
/// A computation is run over all data, then over copies in which everything after a cut was removed
/// or changed. What was visible at the cut must be the same in all runs, to the last bit. That
/// proves dependence when it finds some and proves nothing when it finds none: a leak that shows at
/// no cut and under no change stays unseen. Many cuts at telling places and changes of many kinds
/// make that unlikely.
///
/// ```swift
/// let checker = CausalityChecker(plan: .thorough(cuts: 40, seed: 1))
/// let average = CausalitySubject(name: "sma", kind: "indicator", transform: average)
/// let report = checker.check(average, over: BarWorld([bars]))
/// ```
///
/// Results depend on nothing but the data, the plan and the computation. NaN cannot be used as
/// poison: a ``MarketModel/BarSeries`` holds finite numbers only.
public struct CausalityChecker: Sendable {
  /// What is tried.
  public let plan: CausalityPlan

  /// Creates a checker.
  public init(plan: CausalityPlan) { self.plan = plan }

  /// Checks a subject over data.
  ///
  /// - Complexity: O(*cuts* · *changes*) computations.
  public func check<World: CausalityWorld>(
    _ subject: CausalitySubject<World>,
    over world: World
  ) -> CausalityReport {
    check(subject, over: world, at: plan.instants(in: world.bars, lookback: subject.lookback))
  }

  /// Checks a subject over data at given cuts.
  ///
  /// - Parameters:
  ///   - subject: The computation.
  ///   - world: The data.
  ///   - instants: The cuts: the last instants that stay as they are, in nanoseconds.
  /// - Returns: What was found.
  public func check<World: CausalityWorld>(
    _ subject: CausalitySubject<World>,
    over world: World,
    at instants: [Int64]
  ) -> CausalityReport {
    var check = CausalityCheck(subject, world, plan)
    check.run(at: instants)
    return check.report
  }
}

/// One check in progress.
struct CausalityCheck<World: CausalityWorld> {
  let subject: CausalitySubject<World>
  let world: World
  let plan: CausalityPlan
  var report: CausalityReport
  var whole: [ReleasedColumn] = []

  init(_ subject: CausalitySubject<World>, _ world: World, _ plan: CausalityPlan) {
    self.subject = subject
    self.world = world
    self.plan = plan
    report = CausalityReport(subject: subject.name, kind: subject.kind)
  }

  var isOver: Bool { plan.stopsAtFirst && !report.violations.isEmpty }

  mutating func run(at instants: [Int64]) {
    do {
      whole = try subject.compute(world)
      checkValues()
      if !isOver { checkRepetition(try subject.compute(world)) }
    } catch {
      return report.violations.append(.failed("\(error)"))
    }
    if isOver { return }
    switch subject.claim {
    case .causal:
      checkCausality(at: instants)
      if !isOver, plan.looksForForesight { checkForesight() }
    case .seesAhead(let bars): checkHorizon(bars, at: instants)
    }
    if report.comparisons == 0, report.isClean { report.violations.append(.nothingChecked) }
  }

  func place(_ column: ReleasedColumn, _ position: Int) -> CausalityViolation.Place {
    CausalityViolation.Place(
      output: column.name,
      position: position,
      time: Timestamp(nanoseconds: column.visibleAt[position])
    )
  }

  private mutating func checkValues() {
    for column in whole {
      if column.labels.isEmpty,
        let position = column.numbers.firstIndex(where: { !$0.isFinite })
      {
        report.violations.append(.notFinite(at: place(column, position)))
      }
      if let declared = subject.lookback, column.labels.isEmpty {
        let found = column.isDefined.firstIndex(of: true)
        if found != declared, !(found == nil && column.count <= declared) {
          report.violations.append(
            .wrongLookback(output: column.name, declared: declared, found: found)
          )
        }
      }
    }
  }

  private mutating func checkRepetition(_ again: [ReleasedColumn]) {
    for (column, other) in zip(whole, again) {
      if let difference = firstDifference(column, other, until: .max) {
        report.violations.append(
          .notRepeatable(
            at: difference.place,
            first: difference.whole,
            second: difference.changed
          )
        )
      }
    }
  }

  private mutating func checkCausality(at instants: [Int64]) {
    for (number, now) in instants.enumerated() {
      var didCompare = false
      for change in plan.changes {
        guard let columns = outputs(change, after: now, number) else { continue }
        let cause = cause(now, change)
        guard haveSameNames(columns, cause) else { continue }
        didCompare = true
        for (column, other) in zip(whole, columns) {
          guard let found = firstDifference(column, other, until: now) else { continue }
          report.violations.append(
            .sawTheFuture(at: found.place, cause, whole: found.whole, changed: found.changed)
          )
        }
        if isOver { break }
      }
      if didCompare { report.cuts += 1 }
      if isOver { return }
    }
  }

  /// A cut is named by the last bar that closed before it.
  func cause(_ now: Int64, _ change: FutureChange) -> CausalityViolation.Cause {
    let closes = world.bars.compactMap { bars in
      let kept = bars.closeTimes.partitionPoint { $0 > now }
      return kept > 0 ? bars.closeTimes[kept - 1] : nil
    }
    return CausalityViolation.Cause(
      cut: Timestamp(nanoseconds: closes.max() ?? now),
      change: change
    )
  }

  /// The outputs over changed data, or `nil` when the subject refuses these.
  mutating func outputs(
    _ change: FutureChange,
    after now: Int64,
    _ number: Int
  ) -> [ReleasedColumn]? {
    let seed = plan.seed &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15
    guard let changed = world.changed(change, after: now, seed: seed) else { return nil }
    return outputs(over: changed)
  }

  mutating func outputs(over changed: World) -> [ReleasedColumn]? {
    report.changes += 1
    guard let columns = try? subject.compute(changed) else {
      report.refusals += 1
      return nil
    }
    return columns
  }

  mutating func haveSameNames(
    _ columns: [ReleasedColumn],
    _ cause: CausalityViolation.Cause
  ) -> Bool {
    let isSame =
      columns.count == whole.count && zip(columns, whole).allSatisfy { $0.name == $1.name }
    if !isSame {
      report.violations.append(
        .otherOutputs(expected: whole.map(\.name), found: columns.map(\.name), cause)
      )
    }
    return isSame
  }

  /// The first of the values visible at an instant that is not the same in both columns.
  private mutating func firstDifference(
    _ column: ReleasedColumn,
    _ other: ReleasedColumn,
    until now: Int64
  ) -> Difference? {
    if column.isSorted, other.isSorted {
      let (count, otherCount) = (column.visibleCount(at: now), other.visibleCount(at: now))
      report.comparisons += max(count, otherCount)
      for position in 0..<min(count, otherCount)
      where column.visibleAt[position] != other.visibleAt[position]
        || !column.equals(at: position, other, at: position)
      {
        return difference(column, position, other, position)
      }
      guard count != otherCount else { return nil }
      let end = min(count, otherCount)
      return count > otherCount
        ? Difference(place: place(column, end), whole: column[end], changed: .absent)
        : Difference(place: place(other, end), whole: .absent, changed: other[end])
    }
    return firstDifferenceUnsorted(column, other, until: now)
  }

  private mutating func firstDifferenceUnsorted(
    _ column: ReleasedColumn,
    _ other: ReleasedColumn,
    until now: Int64
  ) -> Difference? {
    let positions = column.visibleAt.indices.filter { column.visibleAt[$0] <= now }
    let others = other.visibleAt.indices.filter { other.visibleAt[$0] <= now }
    report.comparisons += max(positions.count, others.count)
    for (position, place) in zip(positions, others)
    where column.visibleAt[position] != other.visibleAt[place]
      || !column.equals(at: position, other, at: place)
    {
      return difference(column, position, other, place)
    }
    if positions.count > others.count {
      let position = positions[others.count]
      return Difference(place: place(column, position), whole: column[position], changed: .absent)
    }
    if others.count > positions.count {
      let position = others[positions.count]
      return Difference(place: place(other, position), whole: .absent, changed: other[position])
    }
    return nil
  }

  private func difference(
    _ column: ReleasedColumn,
    _ position: Int,
    _ other: ReleasedColumn,
    _ place: Int
  ) -> Difference {
    // A value that moved in time is named by the earlier of its two instants.
    let isEarlier = column.visibleAt[position] <= other.visibleAt[place]
    return Difference(
      place: isEarlier ? self.place(column, position) : self.place(other, place),
      whole: column[position],
      changed: other[place]
    )
  }
}

/// A value that is not the same in two runs.
private struct Difference {
  let place: CausalityViolation.Place
  let whole: ReleasedValue
  let changed: ReleasedValue
}
