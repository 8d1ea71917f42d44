internal import Backtest
public import ConfigValidation
public import MarketModel
internal import Regime

/// What the monitor would do on one day.
///
/// **Causality.** Uses facts through the end of the day.
public struct MonitorSignal: Hashable, Sendable {
  /// The day at whose end the signal is known.
  public let date: CivilDate

  /// Score and regime.
  public let reading: MonitorReading

  /// Whether positions are held in this regime.
  public let isTraded: Bool

  /// The wanted weights by asset, sorted by name; empty when nothing is to be held.
  public let weights: [(asset: Symbol, weight: Double)]

  /// What the positions would pay for funding in a day at the day's rates, as a fraction of the equity.
  ///
  /// Negative when they receive. Assets without known funding count as zero.
  public let expectedFunding: Double

  /// The features of the score: raw value and z-score.
  public let features: [(feature: MonitorFeature, raw: Double?, score: Double?)]

  /// Reads the signal of a day off a plan.
  ///
  /// Sizes follow the regime where the experiment scales by it; the volatility target needs an account and is
  /// left out.
  ///
  /// - Throws: ``MonitorError/noSignal(_:first:last:)`` for a day without a reading or without a price of the
  ///   first major.
  public init(
    _ plan: MonitorPlan,
    settings: MonitorSettings,
    on date: CivilDate
  ) throws(MonitorError) {
    let day = date.dayNumber - plan.panel.firstDay.dayNumber
    let lead = plan.panel.index(of: settings.universe.majors[0]) ?? 0
    let known = plan.readings.indices.filter {
      plan.readings[$0] != nil && plan.panel.price[$0, lead] != nil
    }
    guard known.contains(day), let reading = plan.readings[day] else {
      let last = plan.panel.dayCount - 1
      throw .noSignal(
        date,
        first: plan.panel.day(known.first ?? last),
        last: plan.panel.day(known.last ?? last)
      )
    }
    let isTraded = settings.backtest.tradedStates.contains(reading.state)
    let scale =
      settings.backtest.scaling.map { $0.scale(of: reading.state, score: reading.score) ?? 1 } ?? 1
    let legs = isTraded ? plan.legs[day].scaled(by: min(1, scale)) : .flat
    self.date = date
    self.reading = reading
    self.isTraded = isTraded
    weights = legs.weights.map { (plan.panel.assets[$0.asset], $0.weight) }
    expectedFunding = legs.weights.reduce(0) { sum, entry in
      sum + entry.weight * plan.panel.dailyFunding(day, entry.asset)
    }
    features = settings.weights.entries.compactMap { entry in
      MonitorFeature(rawValue: entry.feature).map {
        ($0, plan.features.raw($0, day), plan.features.score($0, day))
      }
    }
  }

  /// The sum of the absolute weights.
  public var gross: Double { weights.reduce(0) { $0 + abs($1.weight) } }

  /// The signal as a document: `signals_today.json`.
  public var json: JSONValue {
    [
      "asof_date": .string("\(date)"),
      "regime": .string(reading.state.label),
      "score": .number(reading.score),
      "is_traded": .bool(isTraded),
      "suggested_gross": .number(gross),
      "leg_weights": .object(weights.map { JSONMember($0.asset.name, .number($0.weight)) }),
      "expected_funding_daily": .number(expectedFunding),
      "key_features": .object(
        features.map { feature, raw, score in
          JSONMember(feature.rawValue, ["raw": JSONValue(raw), "z": JSONValue(score)])
        }
      ),
    ]
  }

  /// Compares two signals.
  public static func == (left: MonitorSignal, right: MonitorSignal) -> Bool {
    left.json == right.json
  }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) { hasher.combine(json) }
}

extension AssetPanel {
  /// The sum of an asset's funding rates that were settled on a day; zero where none is known.
  fileprivate func dailyFunding(_ index: Int, _ asset: Int) -> Double {
    guard let payments = funding[asset] else { return 0 }
    let (start, end) = (day(index).startInUTC.nanoseconds, day(index + 1).startInUTC.nanoseconds)
    return zip(payments.times, payments.rates).reduce(0) { sum, payment in
      payment.0 > start && payment.0 <= end ? sum + payment.1 : sum
    }
  }
}
