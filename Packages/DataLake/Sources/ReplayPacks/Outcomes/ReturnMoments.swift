#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Sample deviations of the log returns of any stretch of closes, from prefix sums.
///
/// A difference of plain prefix sums loses the digits that the prefixes share. The sums of returns
/// and of their squares are therefore kept as unevaluated pairs of doubles (Dekker 1971; Knuth's
/// two-sum and a fused multiply-add for the exact square), about 106 bits: what remains is the
/// rounding of the logarithms themselves.
///
/// - Complexity: O(*n*) to make, O(1) per stretch.
struct ReturnMoments {
  private let sums: [Pair]
  private let squares: [Pair]

  /// Takes closes, which must be positive.
  init(closes: [Double]) {
    var sums = [Pair()]
    var squares = [Pair()]
    sums.reserveCapacity(closes.count)
    squares.reserveCapacity(closes.count)
    var (sum, square) = (Pair(), Pair())
    for index in closes.indices.dropFirst() {
      let value = log(closes[index] / closes[index - 1])
      sum.add(value)
      let product = value * value
      square.add(product)
      square.add((-product).addingProduct(value, value))
      sums.append(sum)
      squares.append(square)
    }
    self.sums = sums
    self.squares = squares
  }

  /// The deviation, divided by *count* − 1, of the returns from one close to a later one, or `nil`
  /// for fewer than two returns.
  func deviation(from first: Int, through last: Int) -> Double? {
    guard last - first >= 2 else { return nil }
    let count = Double(last - first)
    let sum = sums[last].minus(sums[first])
    let square = squares[last].minus(squares[first])
    // count·Σr² − (Σr)², the two nearly equal parts taken with both halves of each pair.
    var spread = square.scaled(by: count)
    let mean = sum.squared
    spread.add(-mean.high)
    spread.add(-mean.low)
    return (max(0, spread.high) / (count * (count - 1))).squareRoot()
  }
}

/// An unevaluated sum of two doubles, the second at most half a unit in the last place of the first.
private struct Pair {
  var high = 0.0
  var low = 0.0

  mutating func add(_ value: Double) {
    let total = high + value
    let part = total - high
    let rest = (high - (total - part)) + (value - part) + low
    high = total + rest
    low = rest - (high - total)
  }

  func minus(_ other: Pair) -> Pair {
    var result = self
    result.add(-other.high)
    result.add(-other.low)
    return result
  }

  func scaled(by factor: Double) -> Pair {
    var result = Pair()
    let product = high * factor
    result.add(product)
    result.add((-product).addingProduct(high, factor))
    result.add(low * factor)
    return result
  }

  var squared: Pair {
    var result = Pair()
    let product = high * high
    result.add(product)
    result.add((-product).addingProduct(high, high))
    result.add(2 * high * low)
    return result
  }
}
