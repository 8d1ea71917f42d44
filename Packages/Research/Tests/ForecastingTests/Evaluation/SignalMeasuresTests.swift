import Testing

@testable import Forecasting

@Suite("SignalMeasures")
struct SignalMeasuresTests {
  private static func measures(_ positions: [Double], _ returns: [Double]) -> SignalMeasures {
    SignalMeasures(
      positions: positions,
      returns: returns,
      samplesPerYear: 100,
      riskFreeRate: 0
    )
  }

  @Test("has no ratio without a loss, and says so instead of infinity")
  func withoutLoss() {
    let measures = Self.measures([1, 1, 1], [0.01, 0.02, 0.03])
    #expect(measures.sortino.reason == .noLoss)
    #expect(measures.calmar.reason == .noDrawdown)
    #expect(measures.maximumDrawdown.value == 0)
    #expect(measures.winRate.value == 1)
    #expect(measures.sharpe.value != nil)
  }

  @Test("has no ratio without variation, without a signal and without samples")
  func withoutVariation() {
    #expect(Self.measures([1, 1], [0.01, 0.01]).sharpe.reason == .noVariation)
    #expect(Self.measures([1], [0.01]).sharpe.reason == .tooFewSamples)
    #expect(Self.measures([0, 0], [0.01, 0.02]).winRate.reason == .noSignal)
    #expect(Self.measures([0, 0], [0.01, 0.02]).sharpe.reason == .noVariation)
    #expect(Self.measures([1, 1, 1], [0.01, -0.02, 0.01]).sortino.reason == .tooFewSamples)
    let none = Self.measures([], [])
    #expect(none.figures.allSatisfy { $0.figure.value == nil })
  }

  @Test("sees a loss in the first sample")
  func firstLoss() {
    let measures = Self.measures([1, -1], [-0.04, -0.01])
    #expect(measures.maximumDrawdown.value == 0.04)
    #expect(measures.winRate.value == 0.5)
  }
}
