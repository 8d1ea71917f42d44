/// Which alts are sold, and how they are weighted.
public struct BasketSettings: Hashable, Sendable {
  /// How alts are chosen.
  public enum Selection: String, Hashable, Sendable, CaseIterable {
    /// The largest by market capitalisation, without further filters.
    case largest = "msm"

    /// The most traded that are calm, move with the majors and have not just jumped.
    case filtered = "enhanced"
  }

  /// How the chosen are weighted.
  public enum Weighting: String, Hashable, Sendable, CaseIterable {
    /// All alike.
    case equal

    /// By market capitalisation.
    case marketCap = "mcap"

    /// By the inverse of the volatility of 20 days.
    case inverseVolatility = "inverse_vol"
  }

  /// How alts are chosen.
  public var selection: Selection

  /// How the chosen are weighted.
  public var weighting: Weighting

  /// The largest number of names.
  public var size: Int

  /// The least market capitalisation in USD.
  public var minimumMarketCap: Double

  /// The least traded value in USD: of the day for ``Selection/largest``, the median of 7 days for
  /// ``Selection/filtered``.
  public var minimumVolume: Double

  /// The largest share of the basket that one name may have.
  public var perNameCap: Double

  /// The filters of ``Selection/filtered``.
  public var filters: BasketFilters

  /// Creates settings.
  public init(
    selection: Selection,
    weighting: Weighting,
    size: Int,
    minimumMarketCap: Double,
    minimumVolume: Double,
    perNameCap: Double,
    filters: BasketFilters
  ) {
    self.selection = selection
    self.weighting = weighting
    self.size = size
    self.minimumMarketCap = minimumMarketCap
    self.minimumVolume = minimumVolume
    self.perNameCap = perNameCap
    self.filters = filters
  }
}

/// What an alt must satisfy in order to be chosen by ``BasketSettings/Selection/filtered``.
public struct BasketFilters: Hashable, Sendable {
  /// The least number of days with a price.
  public var minimumHistoryDays: Int

  /// The largest volatility of 20 days, annualised.
  public var maximumVolatility: Double

  /// The number of days in a year by which volatility is annualised.
  public var daysPerYear: Double

  /// The least absolute correlation of 60 days to one of the majors.
  public var minimumCorrelation: Double

  /// The number of days on which both must have returned for a correlation.
  public var minimumOverlap: Int

  /// The range of the growth over 7 days.
  public var momentum: ClosedRange<Double>

  /// Creates filters.
  public init(
    minimumHistoryDays: Int,
    maximumVolatility: Double,
    daysPerYear: Double,
    minimumCorrelation: Double,
    minimumOverlap: Int,
    momentum: ClosedRange<Double>
  ) {
    self.minimumHistoryDays = minimumHistoryDays
    self.maximumVolatility = maximumVolatility
    self.daysPerYear = daysPerYear
    self.minimumCorrelation = minimumCorrelation
    self.minimumOverlap = minimumOverlap
    self.momentum = momentum
  }
}

/// A basket of alts: shares that add up to at most 1.
public struct AltBasket: Hashable, Sendable {
  /// One name of a basket.
  public struct Member: Hashable, Sendable {
    /// The position of the asset in the panel.
    public var asset: Int

    /// Its share of the basket, positive.
    public var share: Double

    /// Creates a member.
    public init(asset: Int, share: Double) {
      self.asset = asset
      self.share = share
    }
  }

  /// The names, best first.
  public var members: [Member]

  /// Creates a basket.
  public init(members: [Member]) {
    self.members = members
  }

  /// The basket's return over one day of the panel with the shares of its beginning, or `nil` when a
  /// member's return is missing or the basket is empty.
  ///
  /// Shares below 1 leave the rest in cash.
  func dailyReturn(_ returns: DailyMatrix, _ day: Int) -> Double? {
    guard !members.isEmpty else { return nil }
    var sum = 0.0
    for member in members {
      guard let move = returns[day, member.asset] else { return nil }
      sum.addProduct(member.share, move)
    }
    return sum
  }
}
