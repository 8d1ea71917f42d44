/// An error that names the number without meaning for a computation.
public enum QuantMathError: Error, Hashable, Sendable {
  /// A value is NaN or infinite.
  case notFinite(index: Int, value: Double)

  /// A window is too short for what is computed over it.
  case windowTooShort(minimum: Int, found: Int)

  /// A fraction lies outside 0...1.
  case fractionOutOfRange(Double)

  /// A number of lags is below zero.
  case negativeLags(Int)
}

extension QuantMathError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .notFinite(let index, let value):
      "value \(index): expected a finite number, found \(value)"
    case .windowTooShort(let minimum, let found):
      "window: expected at least \(minimum), found \(found)"
    case .fractionOutOfRange(let value): "fraction: expected a number in 0...1, found \(value)"
    case .negativeLags(let value): "lags: expected an integer of at least 0, found \(value)"
    }
  }
}

/// Checks what every function over a series needs.
func checkFinite(_ values: [Double]) throws(QuantMathError) {
  if let index = values.firstIndex(where: { !$0.isFinite }) {
    throw .notFinite(index: index, value: values[index])
  }
}
