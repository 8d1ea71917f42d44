import Features
import FeaturesTesting
import Foundation
import MarketModel
import Testing

@Suite("GarchModel")
struct GarchModelTests {
  struct Recorded: Decodable {
    struct Case: Decodable, CustomTestStringConvertible {
      var returns: [Double]
      var mean: String
      var parameters: [String: Double]
      var logLikelihood: Double
      var lastVariance: Double
      var forecast: Double

      enum CodingKeys: String, CodingKey {
        case returns, mean, parameters, forecast
        case logLikelihood = "log_likelihood"
        case lastVariance = "last_variance"
      }

      var testDescription: String { "\(returns.count) returns, \(mean) mean" }
    }

    var cases: [Case]
  }

  static let recorded: Recorded = ReferenceValues.read("garch")

  @Test("finds the parameters and the likelihood of arch", arguments: recorded.cases)
  func equalsArch(entry: Recorded.Case) throws {
    let mean = try #require(GarchModel.Mean(rawValue: entry.mean))
    let model = try GarchModel.fit(entry.returns, mean: mean)
    let found = [
      "mean": model.mean, "omega": model.omega, "alpha": model.alpha, "beta": model.beta,
    ]
    for (name, value) in entry.parameters {
      #expect(abs(try #require(found[name]) - value) < 1e-4, "\(name)")
    }
    // The outside search may stop a little below the top, never above ours.
    let gain = model.logLikelihood - entry.logLikelihood
    #expect(gain > -1e-9 * abs(entry.logLikelihood))
    #expect(gain < 1e-6 * abs(entry.logLikelihood))
    let variances = model.conditionalVariances(of: entry.returns)
    let count = entry.returns.count
    #expect(abs(variances[count - 1] / entry.lastVariance - 1) < 1e-4)
    #expect(abs(variances[count] / entry.forecast - 1) < 1e-4)
  }

  @Test("does not depend on the unit of returns")
  func isScaleFree() throws {
    let returns = Self.recorded.cases[0].returns
    let whole = try GarchModel.fit(returns, mean: .constant)
    let small = try GarchModel.fit(returns.map { $0 / 1024 }, mean: .constant)
    #expect(abs(small.alpha - whole.alpha) < 1e-9)
    #expect(abs(small.beta - whole.beta) < 1e-9)
    #expect(abs(small.omega * 1024 * 1024 / whole.omega - 1) < 1e-8)
    let shift = Double(returns.count) * 1024.0.logarithm
    #expect(abs(small.logLikelihood - whole.logLikelihood - shift) < 1e-6)
  }

  @Test("has conditional variances that see only earlier returns")
  func variancesAreCausal() throws {
    let returns = Self.recorded.cases[2].returns
    let model = try GarchModel.fit(Array(returns.prefix(200)), mean: .constant)
    let whole = model.conditionalVariances(of: returns)
    for cut in [0, 1, 57, 200] {
      let part = model.conditionalVariances(of: Array(returns.prefix(cut)))
      #expect(part == Array(whole.prefix(cut + 1)))
    }
  }

  @Test("stays inside its bounds on any returns", arguments: 0..<20)
  func staysInsideItsBounds(seed: Int) throws {
    let closes = GeneratedBars(seed: UInt64(seed), count: 20 + 13 * seed + 2).bars.map(\.close)
    let returns = zip(closes.dropFirst(), closes).map { $0 / $1 - 1 }
    for mean in GarchModel.Mean.allCases {
      let model = try GarchModel.fit(returns, mean: mean)
      #expect(model.omega > 0 && model.alpha >= 0 && model.beta >= 0)
      #expect(model.persistence <= 1 && model.logLikelihood.isFinite)
      #expect(model.conditionalVariances(of: returns).allSatisfy { $0 > 0 && $0.isFinite })
    }
  }

  @Test("refuses returns that cannot be fitted")
  func refusesBadReturns() {
    #expect(throws: GarchError.tooFewReturns(expected: 20, found: 3)) {
      try GarchModel.fit([0.1, 0.2, 0.3], mean: .zero)
    }
    #expect(throws: GarchError.notFinite(row: 7)) {
      try GarchModel.fit((0..<30).map { $0 == 7 ? .nan : Double($0) }, mean: .zero)
    }
    #expect(throws: GarchError.noVariation) {
      try GarchModel.fit(Array(repeating: 0.1, count: 30), mean: .zero)
    }
  }
}

extension Double {
  fileprivate var logarithm: Double { log(self) }
}
