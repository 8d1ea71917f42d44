import QuantMath
import Regime
import Testing

@Suite("ForwardReturns")
struct ForwardReturnsTests {
  static func returns(seed: UInt64, count: Int) -> [Double?] {
    var stream = PhiloxStream(seed: seed, purpose: 1, trial: 0, path: 0)
    return (0..<count).map { _ in
      let value = 0.1 * (stream.uniform() - 0.5)
      return stream.uniform() < 0.02 ? nil : value
    }
  }

  @Test("compounds the daily returns of the rows after, and no other", arguments: [1, 2, 5, 20])
  func compounds(horizon: Int) throws {
    let daily = Self.returns(seed: 3, count: 200)
    let found = try ForwardReturns(of: daily, horizonRows: horizon)
    let single = try ForwardReturns(of: daily, horizonRows: 1)
    for row in daily.indices {
      // A return over H rows is what H returns over one row make of one unit.
      var wealth: Double? = 1
      for step in 0..<horizon {
        let next = row + step < daily.count ? single.values[row + step] : nil
        wealth = wealth.flatMap { value in next.map { value * (1 + $0) } }
      }
      #expect((found.values[row] == nil) == (wealth == nil))
      if let value = found.values[row], let wealth { #expect(value.isNearly(wealth - 1)) }
    }
    #expect(found.values.suffix(horizon).allSatisfy { $0 == nil })
    #expect(found.values.contains { $0 != nil })
  }

  @Test("takes a day of ten percent, then one of minus ten, for what they compound to")
  func byHand() throws {
    let basket: [Double?] = [9, 0.1, -0.1, 0.2]
    let bitcoin: [Double?] = [9, 0.05, 0.05, nil]
    let found = try ForwardReturns(of: basket, minus: bitcoin, horizonRows: 2)
    #expect(found.values[0].map { $0.isNearly(0.99 - 1.1025) } == true)
    #expect(found.values[1...].allSatisfy { $0 == nil })
    let alone = try ForwardReturns(of: basket, horizonRows: 2)
    #expect(alone.values[1].map { $0.isNearly(0.9 * 1.2 - 1) } == true)
  }

  @Test("gives what sums of logarithms give")
  func matchesReference() throws {
    let reference = try StatisticsReference.load()
    let found = try ForwardReturns(
      of: reference.basket,
      minus: reference.benchmark,
      horizonRows: 20
    )
    for (value, expected) in zip(found.values, reference.forward20) {
      #expect((value == nil) == (expected == nil))
      if let value, let expected { #expect(abs(value - expected) < 1e-13) }
    }
  }

  @Test("is undefined where any day of either column is missing")
  func missingDays() throws {
    let full = [Double?](repeating: 0.01, count: 30)
    var gapped = full
    gapped[12] = nil
    for (basket, benchmark) in [(gapped, full), (full, gapped)] {
      let found = try ForwardReturns(of: basket, minus: benchmark, horizonRows: 5)
      let undefined = found.values.indices.filter { found.values[$0] == nil }
      #expect(undefined == Array(7...11) + Array(25...29))
    }
  }

  @Test("refuses horizons below one, unequal columns and numbers that are not finite")
  func refuses() {
    #expect(throws: RegimeInputError.horizonMissing(rows: 0)) {
      try ForwardReturns(of: [0.1], horizonRows: 0)
    }
    #expect(
      throws: RegimeInputError.countMismatch(field: "benchmark returns", expected: 2, found: 1)
    ) {
      try ForwardReturns(of: [0.1, 0.1], minus: [0.1], horizonRows: 1)
    }
    #expect(throws: RegimeInputError.notFinite(field: "return", row: 1, value: .infinity)) {
      try ForwardReturns(of: [nil, .infinity], horizonRows: 1)
    }
    #expect(throws: RegimeInputError.self) {
      try ForwardReturns(of: [0, 1e200, 1e200], horizonRows: 2)
    }
    #expect(throws: Never.self) { try ForwardReturns(of: [], horizonRows: 5) }
  }
}
