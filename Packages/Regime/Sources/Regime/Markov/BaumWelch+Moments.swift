extension BaumWelch {
  /// Adds the expected rows and the moments around the present means.
  ///
  /// Sums of deviations from means that are nearly right lose nothing to cancellation, however far
  /// the states lie from zero.
  func addMoments(to result: inout Expectations, around means: [Double]) {
    // A block of rows with its deviations fits into the first cache.
    let (blockRows, dimension) = (256, dimension)
    let stored = dimension * (dimension + 1) / 2
    result.rows = [Double](repeating: 0, count: stateCount)
    result.deviations = [Double](repeating: 0, count: stateCount * dimension)
    result.products = [Double](repeating: 0, count: stateCount * stored)
    let sumCount = 1 + dimension + stored
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: stateCount * sumCount) { sums in
      sums.initialize(repeating: Lanes(repeating: 0))
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * blockRows * dimension) { room in
        guard let room = room.baseAddress, let sums = sums.baseAddress else { return }
        for start in Swift.stride(from: 0, to: paddedCount, by: blockRows) {
          let rows = min(blockRows, paddedCount - start)
          for state in 0..<stateCount {
            addBlock(
              Block(
                start: start,
                rows: rows,
                capacity: blockRows,
                isDiagonal: covariance == .diagonal
              ),
              posteriors: posteriors + state * stride + start,
              means: means[(state * dimension)..<((state + 1) * dimension)],
              room: room,
              sums: sums + state * sumCount
            )
          }
        }
        for state in 0..<stateCount {
          let own = sums + state * sumCount
          result.rows[state] = own[0].total
          for index in 0..<dimension {
            result.deviations[state * dimension + index] = own[1 + index].total
          }
          for entry in 0..<stored {
            result.products[state * stored + entry] = own[1 + dimension + entry].total
          }
        }
      }
    }
  }

  private struct Block {
    var start: Int
    var rows: Int
    var capacity: Int
    var isDiagonal: Bool
  }

  @inline(__always)
  private func addBlock(
    _ block: Block,
    posteriors: UnsafeMutablePointer<Double>,
    means: ArraySlice<Double>,
    room: UnsafeMutablePointer<Double>,
    sums: UnsafeMutablePointer<Lanes>
  ) {
    let weighted = room + block.capacity * dimension
    var total = Lanes(repeating: 0)
    for row in Swift.stride(from: 0, to: block.rows, by: 8) { total += posteriors.lanes(row) }
    sums[0] += total
    for index in 0..<dimension {
      let (column, mean) = (columns + index * stride + block.start, means[means.startIndex + index])
      let (own, ownWeighted) = (room + block.capacity * index, weighted + block.capacity * index)
      var sum = Lanes(repeating: 0)
      for row in Swift.stride(from: 0, to: block.rows, by: 8) {
        let deviation = column.lanes(row) - mean
        let product = deviation * posteriors.lanes(row)
        own.store(deviation, at: row)
        ownWeighted.store(product, at: row)
        sum += product
      }
      sums[1 + index] += sum
    }
    var entry = 1 + dimension
    for first in 0..<dimension {
      let left = weighted + block.capacity * first
      for second in 0...first {
        if !block.isDiagonal || first == second {
          let right = room + block.capacity * second
          var sum = Lanes(repeating: 0)
          for row in Swift.stride(from: 0, to: block.rows, by: 8) {
            sum += left.lanes(row) * right.lanes(row)
          }
          sums[entry] += sum
        }
        entry += 1
      }
    }
  }
}
