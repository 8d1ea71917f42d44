/// The conventions that a performance summary is computed under.
public struct SummarySettings: Hashable, Sendable {
  /// The number of periods in a year.
  public let periodsPerYear: Double

  /// The risk-free return per **year**, as a fraction; above -1.
  public let annualRiskFreeRate: Double

  /// The share of worst periods that value at risk and expected shortfall speak of.
  public let tailProbability: Double

  /// Creates settings.
  ///
  /// - Throws: ``MetricError/nonPositivePeriodsPerYear(_:)``,
  ///   ``MetricError/settingOutOfRange(name:expected:found:)``.
  public init(
    periodsPerYear: Double,
    annualRiskFreeRate: Double,
    tailProbability: Double
  ) throws(MetricError) {
    try requirePeriodsPerYear(periodsPerYear)
    guard annualRiskFreeRate > -1, annualRiskFreeRate.isFinite else {
      throw .settingOutOfRange(
        name: "annual risk-free rate",
        expected: "a number above -1",
        found: annualRiskFreeRate
      )
    }
    try requireOpenUnitInterval(tailProbability, name: "tail probability")
    self.periodsPerYear = periodsPerYear
    self.annualRiskFreeRate = annualRiskFreeRate
    self.tailProbability = tailProbability
  }

  /// The return per period that compounds to the annual risk-free rate.
  public var periodRiskFreeRate: Double {
    annualRiskFreeRate == 0 ? 0 : power(1 + annualRiskFreeRate, 1 / periodsPerYear) - 1
  }
}

/// A named figure of a summary; `nil` where it is undefined.
public typealias MetricField = (name: String, value: Double?)
