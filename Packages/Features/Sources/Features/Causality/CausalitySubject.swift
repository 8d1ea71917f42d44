public import MarketModel

/// A computation whose claim about time is to be checked.
public struct CausalitySubject<World: CausalityWorld> {
  /// What the computation claims about the future.
  public enum Claim: Hashable, Sendable {
    /// A value does not depend on anything that becomes visible after it.
    case causal

    /// A value depends on bars after its instant, and on exactly this many at most.
    case seesAhead(bars: Int)
  }

  /// The name in reports.
  public let name: String

  /// What it is, such as `indicator`, in reports.
  public let kind: String

  /// What it claims.
  public let claim: Claim

  /// The number of values before the first defined one, or `nil` where nothing is declared.
  public let lookback: Int?

  /// The distance in bars from which on knowledge of other data counts as foresight.
  ///
  /// One for values that stand at a close; zero for positions that were decided before the bar.
  public let foresightBegins: Int

  /// Computes the outputs from data.
  public let compute: (World) throws -> [ReleasedColumn]

  /// Creates a subject.
  ///
  /// - Parameters:
  ///   - name: The name in reports.
  ///   - kind: What it is, in reports.
  ///   - claim: What it claims about the future.
  ///   - lookback: The number of values before the first defined one of every output, or `nil`
  ///     where nothing is declared.
  ///   - foresightBegins: See ``foresightBegins``.
  ///   - compute: Computes the outputs, always the same number of them in the same order. It may
  ///     throw where it refuses the data, for example because a cut left too few.
  public init(
    name: String,
    kind: String,
    claim: Claim,
    lookback: Int?,
    foresightBegins: Int = 1,
    compute: @escaping (World) throws -> [ReleasedColumn]
  ) {
    self.name = name
    self.kind = kind
    self.claim = claim
    self.lookback = lookback
    self.foresightBegins = foresightBegins
    self.compute = compute
  }
}

extension CausalitySubject where World == BarWorld {
  /// Creates the subject of a streaming transform over the bars of the first series.
  public init<Transform: CausalTransform>(
    name: String,
    kind: String,
    transform: Transform
  ) {
    self.init(name: name, kind: kind, claim: .causal, lookback: transform.lookback) { world in
      let series = world.bars[0]
      return transform.columns(over: series).map {
        ReleasedColumn($0, visibleAt: series.closeTimes)
      }
    }
  }

  /// Creates the subject of a computation of whole columns over the first series, with one value
  /// for each bar, visible at its close.
  public init(
    name: String,
    kind: String,
    lookback: Int?,
    columns: @escaping (BarSeries) throws -> [FeatureColumn]
  ) {
    self.init(name: name, kind: kind, claim: .causal, lookback: lookback) { world in
      let series = world.bars[0]
      return try columns(series).map { column in
        guard column.count == series.count else {
          throw CausalityRefusal.wrongCount(
            output: column.name,
            expected: series.count,
            found: column.count
          )
        }
        return ReleasedColumn(column, visibleAt: series.closeTimes)
      }
    }
  }
}

/// An error of a computation that does not do what every subject must.
public enum CausalityRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// A column does not have one value for each bar.
  case wrongCount(output: String, expected: Int, found: Int)

  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .wrongCount(let output, let expected, let found):
      "\(output): expected \(expected) values, found \(found)"
    }
  }
}
