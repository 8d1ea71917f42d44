/// The least-squares fit of one stream on three others, over the newest rows.
///
/// Sums are kept about a recent row and taken afresh each time the window has turned over once.
@frozen
public struct RollingLeastSquares: Hashable, Sendable {
  /// The number of rows of a full window.
  public let period: Int

  @usableFromInline var rows: [SIMD4<Double>]
  @usableFromInline var next: Int
  @usableFromInline var filled: Int
  @usableFromInline var shift: SIMD4<Double>
  @usableFromInline var sums: SIMD4<Double>
  @usableFromInline var products: [SIMD4<Double>]

  /// Creates the fit of an empty window.
  ///
  /// - Precondition: `period` is at least five, one more than there are coefficients.
  @inlinable
  public init(period: Int) {
    precondition(period > 4, "a fit needs more rows than coefficients")
    self.period = period
    rows = [SIMD4<Double>](repeating: .zero, count: period)
    (next, filled) = (0, 0)
    (shift, sums) = (.zero, .zero)
    products = [SIMD4<Double>](repeating: .zero, count: 4)
  }

  /// Adds a row, pushing out the oldest of a full window.
  ///
  /// - Parameters:
  ///   - regressors: The three explaining values; the last lane is not read.
  ///   - target: The explained value.
  /// - Complexity: O(1) amortized.
  @inlinable
  public mutating func push(_ regressors: SIMD4<Double>, target: Double) {
    var row = regressors
    row[3] = target
    if filled == 0 { shift = row }
    if filled == period { add(rows[next], -1) } else { filled += 1 }
    add(row, 1)
    rows[next] = row
    next += 1
    if next == period { refresh(about: row) }
  }

  /// The fitted value for given regressors, or `nil` while there is no unique fit.
  ///
  /// - Parameter regressors: The three explaining values; the last lane is not read.
  /// - Returns: The height of the plane there; `nil` until the window is full, and while a
  ///   regressor does not vary or repeats the others.
  @inlinable
  public func prediction(at regressors: SIMD4<Double>) -> Double? {
    guard filled == period, let slopes = slopes() else { return nil }
    let means = shift + sums / Double(period)
    var distance = regressors - means
    distance[3] = 0
    return (means[3] + (slopes * distance).sum()).finiteOrNil
  }

  /// The slopes, by elimination on the centred sums of products.
  @inlinable
  func slopes() -> SIMD4<Double>? {
    var (a, b, c) = (centred(0), centred(1), centred(2))
    let scale = SIMD4(a[0], b[1], c[2], 0)
    guard a[0] > 0 else { return nil }
    b -= a * (b[0] / a[0])
    c -= a * (c[0] / a[0])
    // What is left of a regressor that repeats the others is rounding.
    guard b[1] > scale[1] * 1e-12 else { return nil }
    c -= b * (c[1] / b[1])
    guard c[2] > scale[2] * 1e-12 else { return nil }
    let third = c[3] / c[2]
    let second = (b[3] - b[2] * third) / b[1]
    let first = (a[3] - a[1] * second - a[2] * third) / a[0]
    return SIMD4(first, second, third, 0)
  }

  @inlinable
  func centred(_ lane: Int) -> SIMD4<Double> {
    products[lane] - sums * (sums[lane] / Double(period))
  }

  @inlinable
  mutating func add(_ row: SIMD4<Double>, _ sign: Double) {
    let distance = row - shift
    sums += sign * distance
    for lane in 0..<3 { products[lane] += distance * (sign * distance[lane]) }
  }

  @inlinable
  mutating func refresh(about row: SIMD4<Double>) {
    next = 0
    (shift, sums) = (row, .zero)
    for lane in products.indices { products[lane] = .zero }
    for row in rows { add(row, 1) }
  }
}
