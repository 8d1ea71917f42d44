/// A value as the causality check compares it: exactly, to the last bit.
public enum ReleasedValue: Hashable, Sendable, CustomStringConvertible {
  /// Nothing stands at this place.
  case absent

  /// The value is declared undefined.
  case undefined

  /// A number; two numbers are equal when their bits are.
  case number(Double)

  /// A label.
  case label(String)

  /// The value as it is shown to a person.
  public var description: String {
    switch self {
    case .absent: "nothing"
    case .undefined: "undefined"
    case .number(let value): "\(value)"
    case .label(let text): "'\(text)'"
    }
  }
}

/// Values of one output of a computation, each with the instant from which it may be used.
///
/// The instants make the claim that is tested: a value that is visible at *t* must not depend on
/// anything that becomes visible after *t*. For a target they are the instants that the values are
/// about, since a target is meant to depend on what follows.
public struct ReleasedColumn: Hashable, Sendable {
  /// The name of the output.
  public let name: String

  /// The instants of visibility in nanoseconds; shape `[count]`.
  public let visibleAt: [Int64]

  /// The position of the bars that the output is about within the world's series.
  public let series: Int

  let numbers: [Double]
  let isDefined: [Bool]
  let labels: [String]
  let isSorted: Bool

  /// Creates a column of numbers, `nil` where undefined.
  ///
  /// - Precondition: There is one instant for each value.
  public init(name: String, visibleAt: [Int64], values: [Double?], series: Int = 0) {
    self.init(
      name: name,
      visibleAt: visibleAt,
      numbers: values.map { $0 ?? 0 },
      isDefined: values.map { $0 != nil },
      labels: [],
      series: series
    )
  }

  /// Creates a column of labels.
  ///
  /// - Precondition: There is one instant for each label.
  public init(name: String, visibleAt: [Int64], labels: [String], series: Int = 0) {
    self.init(
      name: name,
      visibleAt: visibleAt,
      numbers: [],
      isDefined: [],
      labels: labels,
      series: series
    )
  }

  /// Takes over a feature column whose values become visible at the given instants.
  ///
  /// - Precondition: There is one instant for each value.
  public init(_ column: FeatureColumn, visibleAt: [Int64], series: Int = 0) {
    self.init(
      name: column.name,
      visibleAt: visibleAt,
      numbers: column.values,
      isDefined: column.isDefined,
      labels: [],
      series: series
    )
  }

  private init(
    name: String,
    visibleAt: [Int64],
    numbers: [Double],
    isDefined: [Bool],
    labels: [String],
    series: Int
  ) {
    precondition(max(numbers.count, labels.count) == visibleAt.count, "one instant for each value")
    self.name = name
    self.visibleAt = visibleAt
    self.numbers = numbers
    self.isDefined = isDefined
    self.labels = labels
    self.series = series
    isSorted = zip(visibleAt, visibleAt.dropFirst()).allSatisfy { $0 <= $1 }
  }

  /// The number of values.
  public var count: Int { visibleAt.count }

  /// The value at a position; ``ReleasedValue/absent`` beyond the last.
  public subscript(position: Int) -> ReleasedValue {
    guard position < count else { return .absent }
    if !labels.isEmpty { return .label(labels[position]) }
    return isDefined[position] ? .number(numbers[position]) : .undefined
  }

  /// Returns whether values of two columns are the same to the last bit.
  func equals(at position: Int, _ other: ReleasedColumn, at place: Int) -> Bool {
    if labels.isEmpty, other.labels.isEmpty {
      return isDefined[position] == other.isDefined[place]
        && numbers[position].bitPattern == other.numbers[place].bitPattern
    }
    return self[position] == other[place]
  }

  /// The positions of the values visible at an instant, in order; the sorted case is a prefix.
  func visible(at now: Int64) -> [Int]? {
    isSorted ? nil : visibleAt.indices.filter { visibleAt[$0] <= now }
  }

  func visibleCount(at now: Int64) -> Int {
    var (lower, upper) = (0, count)
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      if visibleAt[middle] > now { upper = middle } else { lower = middle + 1 }
    }
    return lower
  }
}
