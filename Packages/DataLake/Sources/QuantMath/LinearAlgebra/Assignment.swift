/// Returns the assignment of rows to columns with the smallest total cost.
///
/// The Hungarian method with potentials. Among assignments of equal cost the result is fixed by the
/// order of rows and columns.
///
/// - Parameters:
///   - costs: The costs, row by row; shape `[n][n]`.
///   - count: *n*.
/// - Returns: The column of each row; shape `[n]`.
/// - Precondition: There are `count * count` finite costs.
/// - Complexity: O(*n*³).
///
/// References: Kuhn (1955), "The Hungarian method for the assignment problem", Naval Research
/// Logistics Quarterly 2; Jonker, Volgenant (1987), Computing 38, for shortest augmenting paths.
public func cheapestAssignment(costs: [Double], count: Int) -> [Int] {
  precondition(costs.count == count * count, "expected \(count * count) costs")
  precondition(costs.allSatisfy(\.isFinite), "expected finite costs")
  // Position 0 of rows and columns is a stand-in for "none".
  var rowPotential = [Double](repeating: 0, count: count + 1)
  var columnPotential = rowPotential
  var rowOfColumn = [Int](repeating: 0, count: count + 1)
  for row in 1..<count + 1 {
    var (slack, isTaken) = (
      [Double](repeating: .infinity, count: count + 1), [Bool](repeating: false, count: count + 1)
    )
    var previous = [Int](repeating: 0, count: count + 1)
    var column = 0
    rowOfColumn[0] = row
    repeat {
      isTaken[column] = true
      let from = rowOfColumn[column]
      var (step, next) = (Double.infinity, 0)
      for other in 1..<count + 1 where !isTaken[other] {
        let reduced =
          costs[(from - 1) * count + other - 1] - rowPotential[from] - columnPotential[other]
        if reduced < slack[other] { (slack[other], previous[other]) = (reduced, column) }
        if slack[other] < step { (step, next) = (slack[other], other) }
      }
      for other in 0..<count + 1 {
        if isTaken[other] {
          rowPotential[rowOfColumn[other]] += step
          columnPotential[other] -= step
        } else {
          slack[other] -= step
        }
      }
      column = next
    } while rowOfColumn[column] != 0
    while column != 0 {
      rowOfColumn[column] = rowOfColumn[previous[column]]
      column = previous[column]
    }
  }
  var columns = [Int](repeating: 0, count: count)
  for column in 1..<count + 1 { columns[rowOfColumn[column] - 1] = column - 1 }
  return columns
}
