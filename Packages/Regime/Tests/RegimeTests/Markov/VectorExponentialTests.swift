import Foundation
import Testing

@testable import Regime

@Suite("The exponential of eight numbers")
struct VectorExponentialTests {
  @Test("differs from the C library's by at most a few units in the last place")
  func agreesWithTheLibrary() {
    for step in 0..<3_000 {
      let first = -Double(step) * 0.2358
      let values = SIMD8<Double>(
        first,
        first * 0.999,
        first * 0.5,
        first * 0.01,
        first * 1e-5,
        first * 0.3,
        first * 0.77,
        first * 1e-12
      ).replacing(with: -708, where: SIMD8(repeating: first) .< -708)
      let found = exponential(ofNonPositive: values)
      for lane in 0..<8 {
        let expected = exp(values[lane])
        #expect(abs(found[lane] - expected) <= 4e-16 * expected)
      }
    }
  }

  @Test("is exact at zero and never vanishes")
  func edges() {
    let found = exponential(ofNonPositive: SIMD8(0, -0.0, -708, -709, -1e300, -.infinity, -1, -2))
    #expect(found[0] == 1 && found[1] == 1)
    #expect(found[2] > 0 && found[2] == found[3] && found[3] == found[4] && found[4] == found[5])
    #expect(abs(found[2] / exp(-708) - 1) < 4e-16)
  }
}
