internal import ConfigValidation

/// A number of parameters that a study allows, such as `20M`.
public struct ParameterBudget: Hashable, Sendable, CustomStringConvertible {
  /// The name: a number with `K`, `M` or `B`, such as `2M`; equal budgets have equal names.
  public let description: String

  /// The number of parameters.
  public let parameterCount: Int

  /// The budgets of a scaling study: two, twenty and two hundred million, and two billion.
  public static let standard = [2_000_000, 20_000_000, 200_000_000, 2_000_000_000]
    .map(ParameterBudget.init(parameterCount:))

  /// What a budget looks like, in words that follow "expected".
  public static let form = "a number of parameters with K, M or B such as 2M"

  private static let units = [("B", 1_000_000_000), ("M", 1_000_000), ("K", 1_000)]

  /// Names a number of parameters.
  ///
  /// - Precondition: The number is above zero.
  public init(parameterCount: Int) {
    precondition(parameterCount > 0, "a budget allows parameters")
    self.parameterCount = parameterCount
    let unit = Self.units.first { parameterCount % $0.1 == 0 }
    description = unit.map { "\(parameterCount / $0.1)\($0.0)" } ?? "\(parameterCount)"
  }

  /// Reads a number with `K`, `M` or `B` in upper or lower case, or a plain number of at least 1000.
  ///
  /// - Returns: `nil` for anything else, and for more parameters than 1000 billion.
  public init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let suffix = text.dropFirst(digits.count).uppercased()
    let unit = Self.units.first { $0.0 == suffix }?.1 ?? 1
    guard suffix.isEmpty || unit > 1, digits.first?.isNumber == true,
      digits.last?.isNumber == true, let number = Double(digits)
    else { return nil }
    let count = (number * Double(unit)).rounded()
    guard count >= 1_000, count <= 1e12, count == number * Double(unit) || unit > 1 else {
      return nil
    }
    self.init(parameterCount: Int(count))
  }

  /// The name of a standard budget that a misspelt one may have meant.
  public static func suggestion(for text: String) -> String? {
    nearestName(to: text, among: standard.map(\.description))
  }

  /// Whether a number of parameters lies within a quarter of the budget.
  public func allows(_ count: Int) -> Bool {
    4 * abs(count - parameterCount) <= parameterCount
  }
}
