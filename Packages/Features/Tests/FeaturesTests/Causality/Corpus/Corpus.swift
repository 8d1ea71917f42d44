import Features
import FeaturesTesting
import MarketModel
import Synchronization

/// A computation of the corpus: known to leak, or known not to.
struct Specimen: Sendable, CustomStringConvertible {
  let name: String
  var claim = CausalitySubject<CorpusWorld>.Claim.causal
  var lookback: Int?
  let compute: @Sendable (CorpusWorld) -> [ReleasedColumn]

  var description: String { name }

  var subject: CausalitySubject<CorpusWorld> {
    CausalitySubject(
      name: name,
      kind: "specimen",
      claim: claim,
      lookback: lookback,
      compute: compute
    )
  }

  /// One number for each bar of the first symbol, visible at its close.
  static func column(
    _ name: String,
    _ values: @escaping @Sendable (Sample) -> [Double?]
  ) -> Specimen {
    Specimen(name: name) { world in
      let sample = world.sample
      return [ReleasedColumn(name: "value", visibleAt: sample.closeTimes, values: values(sample))]
    }
  }

  /// One number for each bar of the first symbol, by its position.
  static func each(
    _ name: String,
    _ value: @escaping @Sendable (Sample, Int) -> Double?
  ) -> Specimen {
    column(name) { sample in sample.rows.map { value(sample, $0) } }
  }

  /// One label for each bar of the first symbol.
  static func labels(
    _ name: String,
    _ label: @escaping @Sendable (Sample, Int) -> String
  ) -> Specimen {
    Specimen(name: name) { world in
      let sample = world.sample
      return [
        ReleasedColumn(
          name: "label",
          visibleAt: sample.closeTimes,
          labels: sample.rows.map { label(sample, $0) }
        )
      ]
    }
  }

  /// Numbers at instants of their own.
  static func events(
    _ name: String,
    _ events: @escaping @Sendable (Sample) -> [(time: Int64, value: Double)]
  ) -> Specimen {
    Specimen(name: name) { world in
      let found = events(world.sample)
      return [
        ReleasedColumn(name: "event", visibleAt: found.map(\.time), values: found.map(\.value))
      ]
    }
  }

  /// A target that sees a number of bars ahead.
  static func target(
    _ name: String,
    ahead bars: Int,
    _ value: @escaping @Sendable (Sample, Int) -> Double?
  ) -> Specimen {
    var specimen = each(name, value)
    specimen.claim = .seesAhead(bars: bars)
    return specimen
  }
}

/// The columns of the first symbol, and the second symbol's bars.
struct Sample: Sendable {
  let bars: BarSeries
  let other: BarSeries
  let open: [Double]
  let high: [Double]
  let low: [Double]
  let close: [Double]
  let volume: [Double]
  let closeTimes: [Int64]
  let dates: [CivilDate]

  /// The relative changes from close to close, zero at the first.
  let changes: [Double]

  /// The closes with some missing: those of bars with little volume.
  let gappy: [Double?]

  private let weeks: [Int]
  private let months: [Int]

  init(_ series: [BarSeries]) {
    bars = series[0]
    other = series[1]
    open = bars.open
    high = bars.high
    low = bars.low
    close = bars.close
    volume = bars.volume
    closeTimes = bars.closeTimes
    dates = bars.openTimes.map { CivilDate(utcDayOf: Timestamp(nanoseconds: $0)) }
    let close = bars.close
    changes = close.indices.map { $0 > 0 ? close[$0] / close[$0 - 1] - 1 : 0 }
    gappy = zip(bars.volume, close).map { $0 < 3_000 ? nil : $1 }
    weeks = dates.map { $0.dayNumber - ($0.weekday - 1) }
    months = dates.map { $0.year * 12 + $0.month }
  }

  var count: Int { close.count }
  var rows: Range<Int> { 0..<close.count }

  func close(_ row: Int) -> Double? { rows.contains(row) ? close[row] : nil }

  func change(_ row: Int) -> Double? {
    row > 0 && row < count ? close[row] / close[row - 1] - 1 : nil
  }

  /// The Monday of a bar's week.
  func week(_ row: Int) -> Int { weeks[row] }

  func month(_ row: Int) -> Int { months[row] }

  /// The mean of the values of a group, over the whole sample.
  func groupMeans(_ values: [Double], by key: (Int) -> Int) -> [Int: Double] {
    var sums: [Int: (Double, Double)] = [:]
    for row in values.indices {
      let old = sums[key(row)] ?? (0, 0)
      sums[key(row)] = (old.0 + values[row], old.1 + 1)
    }
    return sums.mapValues { $0.0 / $0.1 }
  }

  /// The last row of the other symbol whose bar has closed at an instant.
  func otherClosed(by now: Int64) -> Int? {
    let next = other.closeTimes.partitionPoint { $0 > now }
    return next > 0 ? next - 1 : nil
  }
}

// Plain loops over plain memory: these run millions of times without optimisation.

func mean(_ values: [Double]) -> Double { mean(values[...]) }

func mean(_ values: ArraySlice<Double>) -> Double {
  values.withUnsafeBufferPointer { buffer in
    var (sum, row) = (0.0, 0)
    while row < buffer.count {
      sum += buffer[row]
      row += 1
    }
    return sum / Double(max(1, buffer.count))
  }
}

func deviation(_ values: [Double]) -> Double { deviation(values[...]) }

func deviation(_ values: ArraySlice<Double>) -> Double {
  let middle = mean(values)
  return values.withUnsafeBufferPointer { buffer in
    var (sum, row) = (0.0, 0)
    while row < buffer.count {
      sum += (buffer[row] - middle) * (buffer[row] - middle)
      row += 1
    }
    return (sum / Double(max(1, buffer.count - 1))).squareRoot()
  }
}

func median(_ values: some Collection<Double>) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
}

func ratio(_ one: Double, _ two: Double) -> Double? {
  let value = one / two
  return value.isFinite ? value : nil
}

/// The market of the corpus, which keeps its changed copies: all specimens see the same ones.
struct CorpusWorld: CausalityWorld {
  let bars: [BarSeries]
  let sample: Sample

  private static let copies = Mutex<[String: CorpusWorld]>([:])

  /// Daily bars of two symbols on weekdays; the second closes three hours later.
  static let daily = CorpusWorld(
    BarWorld([series("ONE", seed: 11, closingHour: 21), series("TWO", seed: 12, closingHour: 24)])
  )

  private init(_ world: BarWorld) {
    bars = world.bars
    sample = Sample(world.bars)
  }

  func changed(_ change: FutureChange, after now: Int64, seed: UInt64) -> CorpusWorld? {
    // A copy of a copy, as the check of horizons makes it, is not kept.
    guard bars == Self.daily.bars else {
      return BarWorld(bars).changed(change, after: now, seed: seed).map { CorpusWorld($0) }
    }
    let key = "\(change) \(now) \(seed)"
    if let known = Self.copies.withLock({ $0[key] }) { return known }
    let made = BarWorld(bars).changed(change, after: now, seed: seed).map { CorpusWorld($0) }
    Self.copies.withLock { $0[key] = made }
    return made
  }

  func foreign(seed: UInt64, isNear: Bool) -> CorpusWorld {
    CorpusWorld(BarWorld(bars).foreign(seed: seed, isNear: isNear))
  }

  private static func series(_ symbol: Symbol, seed: UInt64, closingHour: Int64) -> BarSeries {
    let made = GeneratedBars(seed: seed, count: 240, step: 0.03).bars
    var day = CivilDate(dayNumber: 18_262)
    let bars = made.map { bar in
      while day.weekday > 5 { day = day.advanced(byDays: 1) }
      defer { day = day.advanced(byDays: 1) }
      var copy = bar
      copy.openTime = day.startInUTC.advanced(bySeconds: 14 * 3_600)
      copy.closeTime = day.startInUTC.advanced(bySeconds: closingHour * 3_600)
      return copy
    }
    guard let series = try? BarSeries(symbol: symbol, interval: .day, bars: bars) else {
      preconditionFailure("generated bars form a series")
    }
    return series
  }
}
