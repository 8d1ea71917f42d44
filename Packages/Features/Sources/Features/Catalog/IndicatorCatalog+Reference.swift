internal import ConfigValidation

extension IndicatorCatalog {
  /// The page that lists every indicator by family, in Markdown.
  ///
  /// Made of the declarations alone, so that it says what the code does: parameters with the values
  /// shown in documents, the look-back at these values, outputs, formula and witness.
  public static func referencePage() -> String {
    var lines = [
      "# Indicators",
      "",
      "\(all.count) indicators in \(IndicatorFamily.allCases.count) families, as their declarations"
        + " state them. A test compares this page with the declarations.",
      "",
      "Look-back is the number of bars before the first defined value, at the parameters shown. All"
        + " outputs of an indicator begin together. A value that a formula leaves open, such as zero"
        + " divided by zero, is undefined: never zero, NaN or infinity.",
    ]
    for family in IndicatorFamily.allCases {
      lines += ["", "## \(family.rawValue.capitalizedFirst)", ""]
      lines += [
        "| Name | Parameters | Outputs | Look-back | Meaning | Formula | Tested against |",
        "|---|---|---|---:|---|---|---|",
      ]
      lines += definitions(in: family).map { $0.referenceRow }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension IndicatorDefinition {
  fileprivate var referenceRow: String {
    let parameters = schema.parameters.map { "\($0.name) = \($0.defaultValue)" }
    // The declared parameters are inside their ranges and do not contradict each other.
    let lookback = (try? lookback([:])).map { String($0) } ?? ""
    let outputs = (try? outputNames([:]))?.joined(separator: ", ") ?? ""
    let cells = [
      "`\(name)`", parameters.joined(separator: ", "), outputs, lookback, summary,
      "`\(formula)`", witness,
    ]
    let escaped = cells.map { cell in
      cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
    return "| " + escaped.joined(separator: " | ") + " |"
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
