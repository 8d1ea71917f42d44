/// The windows of a whole column, four blocks of the stream at a time.
///
/// Does what ``RollingMoments`` and ``RollingSum`` do, in the same order, with one block in each
/// lane. A group is what begins with the windows that end at the cuts of four blocks; it ends
/// before the next cut.
@usableFromInline
struct WindowBlocks: ~Copyable {
  @usableFromInline let period: Int
  @usableFromInline let values: UnsafePointer<Double>
  @usableFromInline let count: Int

  // Sums and sums of squares over the ends of the four blocks, in turn.
  @usableFromInline let ends: UnsafeMutablePointer<Lanes>

  @inlinable
  init(period: Int, values: UnsafePointer<Double>, count: Int) {
    self.period = period
    self.values = values
    self.count = count
    ends = .allocate(capacity: 2 * period)
  }

  @inlinable
  deinit { ends.deallocate() }

  /// The number of rows of a group.
  @inlinable
  var groupRows: Int { 4 &* period }

  /// Whether there is a whole group from a row on.
  @inlinable
  func hasGroup(at cut: Int) -> Bool { cut &+ groupRows <= count }

  /// Visits all windows of a group.
  ///
  /// - Parameters:
  ///   - cut: The first row of the group, where the first of its blocks is cut.
  ///   - visitor: Takes four windows at a time.
  @inlinable
  @inline(__always)
  func visitGroup<Visitor: WindowVisitor>(at cut: Int, _ visitor: inout Visitor) {
    let reference = Visitor.isCentred ? gather(cut) : Lanes()
    var windows = Windows(cut, reference)
    var start = period &- 1
    while start >= 0 {
      let distance = gather(cut &- period &+ 1 &+ start) - reference
      windows.sum += distance
      ends[2 &* start] = windows.sum
      if Visitor.isSquared {
        windows.squares = windows.squares.addingProduct(distance, distance)
        ends[2 &* start &+ 1] = windows.squares
      }
      start &-= 1
    }
    visitor.visit(windows, self)
    var (sum, squares) = (Lanes(), Lanes())
    var position = 1
    while position < period {
      windows.row = cut &+ position
      windows.distance = gather(windows.row) - reference
      sum += windows.distance
      windows.sum = ends[2 &* position] + sum
      if Visitor.isSquared {
        squares = squares.addingProduct(windows.distance, windows.distance)
        windows.squares = ends[2 &* position &+ 1] + squares
      }
      visitor.visit(windows, self)
      position &+= 1
    }
  }

  /// Returns the values of one row of each block.
  @inlinable
  @inline(__always)
  func gather(_ row: Int) -> Lanes {
    let first = values + row
    let third = first + 2 &* period
    return Lanes(first[0], first[period], third[0], third[period])
  }

  /// Writes one row of each block.
  @inlinable
  @inline(__always)
  func scatter(_ lanes: Lanes, _ target: UnsafeMutablePointer<Double>, _ row: Int) {
    let first = target + row
    let third = first + 2 &* period
    first[0] = lanes[0]
    first[period] = lanes[1]
    third[0] = lanes[2]
    third[period] = lanes[3]
  }
}

/// What is done with the sums over windows.
@usableFromInline
protocol WindowVisitor {
  /// Whether distances are taken from the value at the cut; from zero otherwise.
  static var isCentred: Bool { get }

  /// Whether squared distances are summed.
  static var isSquared: Bool { get }

  /// Takes the windows that end at `row`, `row + period` and so on.
  mutating func visit(_ windows: Windows, _ blocks: borrowing WindowBlocks)
}

/// The sums over four windows that end a period apart.
@frozen
@usableFromInline
struct Windows {
  /// The last row of the first window.
  @usableFromInline var row: Int

  /// The value that distances are taken from, one for each window.
  @usableFromInline var reference: Lanes

  /// The distances of the newest values.
  @usableFromInline var distance: Lanes

  /// The sums of the distances.
  @usableFromInline var sum: Lanes

  /// The sums of the squared distances.
  @usableFromInline var squares: Lanes

  @inlinable
  @inline(__always)
  init(_ row: Int, _ reference: Lanes) {
    self.row = row
    self.reference = reference
    (distance, sum, squares) = (Lanes(), Lanes(), Lanes())
  }
}

/// What turns sums over full windows into means and standard deviations.
@frozen
@usableFromInline
struct WindowShares {
  @usableFromInline let share: Double
  @usableFromInline let deviationShare: Double

  @inlinable
  init(period: Int, _ divisor: VarianceDivisor) {
    share = 1 / Double(period)
    deviationShare = 1 / Double(divisor == .population ? period : period - 1)
  }

  /// Returns the means of the distances, and the sums of squared deviations from them.
  @inlinable
  @inline(__always)
  func moments(_ windows: Windows) -> (mean: Lanes, squares: Lanes) {
    let mean = windows.sum * share
    return (mean, windows.squares.addingProduct(-windows.sum, mean))
  }

  /// Returns the standard deviations for sums of squared deviations.
  @inlinable
  @inline(__always)
  func deviation(_ squares: Lanes) -> Lanes {
    (greatest(Lanes(), squares) * deviationShare).squareRoot()
  }
}
