public import MarketModel

/// Why an asset cannot be chosen; the first reason that holds, in this order.
public enum ExclusionReason: String, Hashable, Sendable, CaseIterable {
  /// It is a major.
  case baseAsset = "base_asset"

  /// The newest list of the universe does not name it.
  case notInAllowlist = "not_in_allowlist"

  /// It stands in the list of exclusions.
  case excluded = "blacklist_or_stablecoin"

  /// It has no price on the day, or too few lately.
  case noPrice = "no_price_data"

  /// It has too few prices since its first one.
  case tooYoung = "insufficient_listing_age"

  /// Its market capitalisation is unknown or too small.
  case tooSmall = "below_min_mcap"

  /// Its traded value is unknown or too small.
  case tooIlliquid = "below_min_volume"
}

/// What an asset needs on a day to be chosen.
public struct EligibilityCriteria: Hashable, Sendable {
  /// The least number of prices since the first one.
  public var minimumPrices: Int

  /// The least market capitalisation of the day in USD.
  public var minimumMarketCap: Double

  /// The least median of the traded values of ``volumeDays`` in USD.
  public var minimumVolume: Double

  /// The number of newest days over which the traded value is taken; all must be known.
  public var volumeDays: Int

  /// Creates criteria.
  ///
  /// - Precondition: `volumeDays` is positive.
  public init(
    minimumPrices: Int,
    minimumMarketCap: Double,
    minimumVolume: Double,
    volumeDays: Int
  ) {
    precondition(volumeDays > 0, "a traded value needs a day")
    self.minimumPrices = minimumPrices
    self.minimumMarketCap = minimumMarketCap
    self.minimumVolume = minimumVolume
    self.volumeDays = volumeDays
  }

  /// The criteria by which baskets are chosen.
  public init(_ settings: BasketSettings) {
    let isFiltered = settings.selection == .filtered
    self.init(
      minimumPrices: isFiltered ? settings.filters.minimumHistoryDays : 1,
      minimumMarketCap: settings.minimumMarketCap,
      minimumVolume: settings.minimumVolume,
      volumeDays: isFiltered ? 7 : 1
    )
  }
}

/// What was known of an asset on a day, and whether it could be chosen.
public struct EligibilityRecord: Hashable, Sendable {
  /// The day.
  public let day: CivilDate

  /// The asset.
  public let asset: Symbol

  /// The date of the list of the universe that counted, or `nil` without lists.
  public let snapshotDate: CivilDate?

  /// The first day with a price up to this one, or `nil`.
  public let firstSeen: CivilDate?

  /// Whether the day has a price.
  public let hasPrice: Bool

  /// Whether the traded value is known.
  public let hasVolume: Bool

  /// Whether the market capitalisation is known.
  public let hasMarketCap: Bool

  /// The entry of the list of exclusions, or `nil`.
  public let exclusion: Exclusion?

  /// Whether there are enough prices since the first one.
  public let meetsAge: Bool

  /// Whether enough is traded.
  public let meetsLiquidity: Bool

  /// Whether the market capitalisation is large enough.
  public let meetsMarketCap: Bool

  /// Why the asset could not be chosen, or `nil` when it could.
  public let reason: ExclusionReason?

  /// Whether the asset could be chosen.
  public var isEligible: Bool { reason == nil }

  /// Whether the asset is pegged to a currency or to gold.
  public var isStable: Bool { exclusion?.group == .stables }

  /// Whether the asset is a claim on another coin.
  public var isWrapped: Bool { exclusion?.group == .wrapped || exclusion?.group == .bridges }
}
