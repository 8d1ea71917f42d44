public import MarketModel
public import Regime

/// What the monitor thinks at the end of one day.
public struct MonitorReading: Hashable, Sendable {
  /// The weighted sum of the z-scores, after the gate.
  public var score: Double

  /// The regime.
  public var state: CompositeState

  /// The name of the regime in documents and tables.
  public var label: String { state.label }
}

/// What the monitor would hold at the end of every day of a panel, if it traded then at full size.
///
/// **Causality.** Entry *i* uses the panel's days 0 through *i* and is visible at the end of day *i*.
public struct MonitorPlan: Sendable {
  /// The facts.
  public let panel: AssetPanel

  /// The features.
  public let features: MonitorFeatureTable

  /// Score and regime of each day; `nil` during the burn-in.
  public let readings: [MonitorReading?]

  /// The alts of each day; empty where nothing qualifies.
  public let baskets: [AltBasket]

  /// The weights of both legs of each day; flat where there is no basket or a major has no price.
  public let legs: [LegWeights]

  let returns: DailyMatrix

  /// Computes the plan of an experiment.
  ///
  /// - Throws: ``MonitorError/missingMajor(_:)`` when the panel lacks a major, and
  ///   ``MonitorError/tooFewDays(found:needed:)``.
  /// - Complexity: O(days · assets · windows).
  public init(_ panel: AssetPanel, settings: MonitorSettings) throws(MonitorError) {
    for major in settings.universe.majors + settings.longLeg.shares.map(\.asset)
    where panel.index(of: major) == nil {
      throw .missingMajor(major)
    }
    let needed = settings.windows.burnInDays + 2
    guard panel.dayCount >= needed else {
      throw .tooFewDays(found: panel.dayCount, needed: needed)
    }
    let majors = settings.universe.majors
    let view = MarketView(
      panel,
      majors: majors,
      bitcoin: majors[0],
      excluded: settings.universe.excluded
    )
    let features = MonitorFeatureTable(
      panel,
      majors: majors,
      bitcoin: majors[0],
      excluded: settings.universe.excluded,
      settings: settings.windows
    )
    let readings = try Self.readings(features, view, settings)
    let universe = PointInTimeUniverse(
      panel,
      membership: .priced(
        minimum: settings.universe.listingPrices,
        days: settings.universe.listingWindowDays
      ),
      majors: majors,
      exclusions: ExclusionList([])
    )
    let selector = BasketSelector(view: view, settings: settings.basket) {
      universe.isMember($0, on: $1)
    }
    let legs = LegBuilder(view: view, settings: settings)
    var baskets: [AltBasket] = []
    var weights: [LegWeights] = []
    for day in 0..<panel.dayCount {
      let basket = readings[day] == nil ? AltBasket(members: []) : selector.basket(day)
      baskets.append(basket)
      weights.append(legs.weights(of: basket, day))
    }
    self.panel = panel
    self.features = features
    self.readings = readings
    self.baskets = baskets
    self.legs = weights
    returns = view.returns
  }

  private static func readings(
    _ features: MonitorFeatureTable,
    _ view: MarketView,
    _ settings: MonitorSettings
  ) throws(MonitorError) -> [MonitorReading?] {
    let known = settings.weights.entries.map { MonitorFeature(rawValue: $0.feature) }
    var detector = CompositeRegimeDetector(settings: settings.states)
    var readings: [MonitorReading?] = []
    do throws(RegimeInputError) {
      for day in 0..<features.dayCount {
        guard features.isValid(day) else {
          readings.append(nil)
          continue
        }
        let scores = known.map { $0.flatMap { features.score($0, day) } }
        let reading = try detector.update(
          score: settings.weights.score(of: scores),
          bitcoinReturn: view.bitcoin.flatMap { view.growth($0, day, days: 7) }
        )
        readings.append(MonitorReading(score: reading.score, state: reading.state))
      }
    } catch {
      throw .regime(error)
    }
    return readings
  }
}

/// Why an experiment cannot be computed.
public enum MonitorError: Error, Hashable, Sendable {
  /// An asset of the long leg has no price in the panel.
  case missingMajor(Symbol)

  /// The panel is shorter than the windows.
  case tooFewDays(found: Int, needed: Int)

  /// The regime refuses its input.
  case regime(RegimeInputError)

  /// The engine refuses the run.
  case engine(String)

  /// There is no signal on a day; those that have one are given.
  case noSignal(CivilDate, first: CivilDate, last: CivilDate)

  /// Nothing could be traded: no basket ever qualified on a tradable day.
  case nothingToTrade
}

extension MonitorError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .missingMajor(let asset): "\(asset.name): expected prices of this asset, found none"
    case .tooFewDays(let found, let needed):
      "expected at least \(needed) days between the first and the last price, found \(found)"
    case .regime(let error): "regime: \(error)"
    case .engine(let text): text
    case .noSignal(let date, let first, let last):
      "expected a day from \(first) through \(last), found \(date)"
    case .nothingToTrade:
      "expected a basket of alts on at least one day after the look-back, found none"
    }
  }
}
