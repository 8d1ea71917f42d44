public import ConfigValidation

/// Every combination of the values of several parameters.
///
/// The combinations are numbered as nested loops would visit them, the last axis fastest, and made
/// when asked for: a grid of a million combinations takes the room of its axes.
///
/// ```swift
/// let grid = try ParameterGrid([
///   ParameterAxis(name: "fast", values: [.integer(5), .integer(10)]),
///   ParameterAxis(name: "slow", values: [.integer(20), .integer(50), .integer(100)]),
/// ])
/// grid.count  // 6
/// grid[1]  // fast 5, slow 50
/// ```
public struct ParameterGrid: Hashable, Sendable {
  /// The axes in the order of the document that declares them.
  public let axes: [ParameterAxis]

  /// The number of combinations; 1 without an axis, the empty set.
  public let count: Int

  /// Creates a grid.
  ///
  /// - Throws: ``GridError/repeatedName(_:)``, ``GridError/tooManyCombinations``.
  public init(_ axes: [ParameterAxis]) throws(GridError) {
    var names: Set<String> = []
    var total = 1
    for axis in axes {
      guard names.insert(axis.name).inserted else { throw .repeatedName(axis.name) }
      let (product, overflow) = total.multipliedReportingOverflow(by: axis.values.count)
      guard !overflow else { throw .tooManyCombinations }
      total = product
    }
    self.axes = axes
    count = total
  }

  /// Creates the grid of one empty combination: a run without a sweep.
  public init() {
    axes = []
    count = 1
  }

  /// Every reason why a schema refuses a value of an axis, in the order of the axes.
  ///
  /// - Complexity: O(values of all axes), whatever the number of combinations.
  public func problems(under schema: ParameterSchema) -> [ParameterSchema.Problem] {
    axes.flatMap { axis in
      let problems = axis.values.flatMap { schema.problems(in: [axis.name: $0]) }
      // An unknown name is one problem, not one for each of its values.
      if case .unknown? = problems.first { return Array(problems.prefix(1)) }
      return problems
    }
  }
}

extension ParameterGrid: RandomAccessCollection {
  /// The number of the first combination: 0.
  public var startIndex: Int { 0 }

  /// The number after the last combination.
  public var endIndex: Int { count }

  /// The combination of a number.
  ///
  /// - Precondition: The number lies in `0..<count`.
  /// - Complexity: O(axes).
  public subscript(position: Int) -> ParameterSet {
    precondition(indices.contains(position), "combination \(position) of \(count)")
    var rest = position
    return axes.reversed().reduce(into: ParameterSet()) { set, axis in
      let (next, index) = rest.quotientAndRemainder(dividingBy: axis.values.count)
      set[axis.name] = axis.values[index]
      rest = next
    }
  }
}
