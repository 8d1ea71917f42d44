/// Returns the identifier of a strategy: its name in upper snake case and the version of its rules.
///
/// The suffix `Strategy` is left out, and a run of capitals counts as one word:
/// `EmaCross` gives `EMA_CROSS_V1`, `VRPCreditSpreadStrategy` gives `VRP_CREDIT_SPREAD_V1`. The
/// version is raised when the same parameters on the same bars would trade differently; it is part
/// of a run's identity, so the new rules never reuse results of the old ones.
///
/// - Parameters:
///   - className: The name of the strategy as configurations use it, in camel case.
///   - version: The version of its rules, from 1.
/// - Returns: The identifier.
public func strategyIdentifier(className: String, version: Int) -> String {
  let suffix = "Strategy"
  let name =
    className.hasSuffix(suffix) && className != suffix
    ? String(className.dropLast(suffix.count)) : className
  let letters = Array(name)
  var text = ""
  for (index, letter) in letters.enumerated() {
    let follows = index > 0 && letters[index - 1] != "_"
    let afterLower = follows && !letters[index - 1].isUppercase
    let beforeLower = index + 1 < letters.count && letters[index + 1].isLowercase
    if letter.isUppercase, follows, afterLower || beforeLower { text += "_" }
    text += letter.uppercased()
  }
  return "\(text)_V\(version)"
}
