public import MarketModel
import QuantMath

/// Which assets belonged to the universe on each day, as it was known then.
///
/// Assets may appear late, have gaps, vanish and return.
///
/// **Causality.** A day uses facts of that day and of those before it, and lists that were drawn up by
/// then: cutting off later data changes nothing.
public struct PointInTimeUniverse: Sendable {
  /// What makes an asset a member.
  public enum Membership: Hashable, Sendable {
    /// The newest list names it.
    case listed(UniverseSnapshots)

    /// It has at least `minimum` prices in the newest `days` days.
    case priced(minimum: Int, days: Int)
  }

  private let panel: AssetPanel
  private let membership: Membership
  private let majors: Set<Symbol>
  private let exclusions: ExclusionList

  /// The number of prices through each day; shape `[assets][days]`.
  private let counts: [[Int32]]

  /// The first day with a price, by position; shape `[assets]`.
  private let firstPrices: [Int?]

  /// Creates a universe of the assets of a panel.
  ///
  /// - Complexity: O(days · assets).
  public init(
    _ panel: AssetPanel,
    membership: Membership,
    majors: [Symbol],
    exclusions: ExclusionList
  ) {
    self.panel = panel
    self.membership = membership
    self.majors = Set(majors)
    self.exclusions = exclusions
    counts = panel.assets.indices.map { asset in
      var sum: Int32 = 0
      return (0..<panel.dayCount).map { day in
        sum += panel.price[day, asset] == nil ? 0 : 1
        return sum
      }
    }
    firstPrices = counts.map { $0.firstIndex { $0 > 0 } }
  }

  /// Whether an asset is a member on a day, majors and exclusions included.
  ///
  /// - Precondition: The asset and the day are positions of the panel.
  public func isMember(_ asset: Int, on day: Int) -> Bool {
    switch membership {
    case .listed(let snapshots): snapshots.contains(panel.assets[asset], on: panel.day(day))
    case .priced(let minimum, let days): recentPrices(asset, day, days) >= minimum
    }
  }

  /// The members on a day that are neither majors nor excluded, in rising order of their names.
  ///
  /// - Precondition: The day is a position of the panel.
  public func alts(on day: Int) -> [Symbol] {
    panel.assets.indices.filter { asset in
      let name = panel.assets[asset]
      return isMember(asset, on: day) && !majors.contains(name) && exclusions[name] == nil
    }
    .map { panel.assets[$0] }
  }

  /// What was known of every asset of the panel on a day, in rising order of their names.
  ///
  /// - Precondition: The day is a position of the panel.
  public func eligibility(
    on day: Int,
    criteria: EligibilityCriteria
  ) -> [EligibilityRecord] {
    panel.assets.indices.map { record($0, day, criteria) }
  }

  private func record(
    _ asset: Int,
    _ day: Int,
    _ criteria: EligibilityCriteria
  ) -> EligibilityRecord {
    let name = panel.assets[asset]
    let capitalisation = panel.marketCap[day, asset]
    let traded = tradedValue(asset, day, criteria.volumeDays)
    let first = firstPrices[asset].flatMap { $0 <= day ? $0 : nil }
    let exclusion = exclusions[name]
    let meetsAge = Int(counts[asset][day]) >= criteria.minimumPrices
    let meetsLiquidity = traded.map { $0 >= criteria.minimumVolume } ?? false
    let meetsMarketCap = capitalisation.map { $0 >= criteria.minimumMarketCap } ?? false
    let reason: ExclusionReason? =
      if majors.contains(name) {
        .baseAsset
      } else if case .listed = membership, !isMember(asset, on: day) {
        .notInAllowlist
      } else if exclusion != nil {
        .excluded
      } else if panel.price[day, asset] == nil {
        .noPrice
      } else if !isMember(asset, on: day) {
        // Too few prices lately: because of gaps, or because the first one was lately.
        hasGapLately(asset, day) ? .noPrice : .tooYoung
      } else if !meetsAge {
        .tooYoung
      } else if !meetsMarketCap {
        .tooSmall
      } else if !meetsLiquidity {
        .tooIlliquid
      } else {
        nil
      }
    return EligibilityRecord(
      day: panel.day(day),
      asset: name,
      snapshotDate: snapshotDate(on: day),
      firstSeen: first.map { panel.day($0) },
      hasPrice: panel.price[day, asset] != nil,
      hasVolume: traded != nil,
      hasMarketCap: capitalisation != nil,
      exclusion: exclusion,
      meetsAge: meetsAge,
      meetsLiquidity: meetsLiquidity,
      meetsMarketCap: meetsMarketCap,
      reason: reason
    )
  }

  private func snapshotDate(on day: Int) -> CivilDate? {
    guard case .listed(let snapshots) = membership else { return nil }
    return snapshots.index(on: panel.day(day)).map { snapshots.dates[$0] }
  }

  private func recentPrices(_ asset: Int, _ day: Int, _ days: Int) -> Int {
    let before = day - days
    return Int(counts[asset][day] - (before >= 0 ? counts[asset][before] : 0))
  }

  /// Whether the asset had its first price before the window of the rule.
  private func hasGapLately(_ asset: Int, _ day: Int) -> Bool {
    guard case .priced(_, let days) = membership, let first = firstPrices[asset] else {
      return true
    }
    return first <= day - days
  }

  /// The median traded value of the newest days, or `nil` when one of them is unknown.
  private func tradedValue(_ asset: Int, _ day: Int, _ days: Int) -> Double? {
    guard day + 1 >= days else { return nil }
    let values = (day + 1 - days...day).compactMap { panel.volume[$0, asset] }
    return values.count == days ? quantile(of: values, at: 0.5) : nil
  }
}
