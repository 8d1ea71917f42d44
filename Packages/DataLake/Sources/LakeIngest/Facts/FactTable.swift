public import DataLake

/// The tables that take one fact of a market at a time.
public enum FactTable: String, Hashable, Sendable, CaseIterable {
  /// Closing prices in USD, one for each UTC day.
  case price

  /// Market capitalisations in USD, one for each UTC day.
  case marketcap

  /// Values traded in USD, one for each UTC day.
  case volume

  /// Funding rates of perpetual futures, one for each settlement.
  case funding

  /// Open interest of futures, one for each measurement.
  case openInterest = "open_interest"

  /// The table of the lake.
  public var lakeTable: LakeTable {
    switch self {
    case .price: .price
    case .marketcap: .marketcap
    case .volume: .volume
    case .funding: .funding
    case .openInterest: .openInterest
    }
  }

  /// Whether the table has one row for each UTC day, rather than one for each instant.
  public var isDaily: Bool { lakeTable.dailyValueColumn != nil }
}

/// What the numbers of a file of funding rates stand for.
public enum FundingUnit: String, Hashable, Sendable, CaseIterable {
  /// Fractions for each interval: 0.0001 is one basis point.
  case decimal

  /// Percentages for each interval: 0.01 is one basis point.
  case percent

  /// The largest rate of one interval that is believed, as a fraction.
  ///
  /// Exchanges cap rates below it; a percentage that was taken for a fraction exceeds it sooner or
  /// later.
  static let largestRate = 0.05

  /// The median of absolute rates, as a fraction, above which a series looks like percentages.
  static let suspiciousMedian = 0.002

  /// What one in the file is as a fraction.
  var divisor: Double {
    switch self {
    case .decimal: 1
    case .percent: 100
    }
  }
}
