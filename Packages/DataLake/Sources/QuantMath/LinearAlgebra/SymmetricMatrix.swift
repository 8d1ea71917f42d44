/// A small dense symmetric matrix, such as a covariance.
///
/// Only the lower triangle is stored, so a value cannot be asymmetric.
public struct SymmetricMatrix: Hashable, Sendable {
  /// The number of rows and columns.
  public let dimension: Int

  /// The lower triangle row by row: (0,0), (1,0), (1,1), (2,0), …; shape `[d(d + 1)/2]`.
  public private(set) var lower: [Double]

  /// Creates a matrix from its lower triangle, row by row.
  ///
  /// - Precondition: `lower` holds `dimension * (dimension + 1) / 2` numbers.
  public init(dimension: Int, lower: [Double]) {
    precondition(
      dimension >= 0 && lower.count == Self.storedCount(dimension),
      "expected the lower triangle of a matrix of dimension \(dimension)"
    )
    self.dimension = dimension
    self.lower = lower
  }

  /// Creates a diagonal matrix.
  public init(diagonal: [Double]) {
    self.init(
      dimension: diagonal.count,
      lower: [Double](repeating: 0, count: Self.storedCount(diagonal.count))
    )
    for (index, value) in diagonal.enumerated() { self[index, index] = value }
  }

  /// The entry at a row and a column, in either order.
  ///
  /// - Precondition: Both lie inside `0..<dimension`.
  public subscript(row: Int, column: Int) -> Double {
    get { lower[Self.position(row, column)] }
    set { lower[Self.position(row, column)] = newValue }
  }

  /// The diagonal; shape `[d]`.
  public var diagonal: [Double] { (0..<dimension).map { self[$0, $0] } }

  /// Whether every entry off the diagonal is zero.
  public var isDiagonal: Bool {
    (0..<dimension).allSatisfy { row in (0..<row).allSatisfy { self[row, $0] == 0 } }
  }

  /// Returns the matrix with rows and columns multiplied by factors: `diag(f) M diag(f)`.
  ///
  /// - Precondition: There is one factor for each row.
  public func scaled(by factors: [Double]) -> SymmetricMatrix {
    precondition(factors.count == dimension, "expected \(dimension) factors")
    var result = self
    for row in 0..<dimension {
      for column in 0...row { result[row, column] *= factors[row] * factors[column] }
    }
    return result
  }

  static func storedCount(_ dimension: Int) -> Int { dimension * (dimension + 1) / 2 }

  private static func position(_ row: Int, _ column: Int) -> Int {
    let (high, low) = row >= column ? (row, column) : (column, row)
    return high * (high + 1) / 2 + low
  }
}
