public import ConfigValidation

/// What a scaling study found for one measure.
public struct ScalingReport: Hashable, Sendable {
  /// The name of the experiment.
  public var experiment: String

  /// The name of the measure, such as `val_loss`.
  public var metric: String

  /// The law.
  public var law: PowerLaw

  /// The loss of always forecasting the base rate on the same samples, `nil` where it is not known.
  public var baseRateLoss: Double?

  /// Creates a report.
  public init(experiment: String, metric: String, law: PowerLaw, baseRateLoss: Double?) {
    self.experiment = experiment
    self.metric = metric
    self.law = law
    self.baseRateLoss = baseRateLoss
  }

  /// The report as a document.
  public var json: JSONValue {
    [
      "experiment": .string(experiment),
      "metric": .string(metric),
      "fit_results": [
        "alpha": .number(law.alpha),
        "alpha_lower": JSONValue(law.alphaInterval?.lowerBound),
        "alpha_upper": JSONValue(law.alphaInterval?.upperBound),
        "confidence": .number(law.confidence),
        "coefficient": .number(law.coefficient),
        "r_squared": .number(law.rSquared),
      ],
      "data_points": .array(
        law.points.map {
          ["param_count": .number($0.size), "error": .number($0.error)] as JSONValue
        }
      ),
      "base_rate_loss": JSONValue(baseRateLoss),
      "reduction_per_tenfold": .number(law.reductionPerTenfold),
      "interpretation": .string(law.strength.rawValue),
      "larger_models": .string(law.trend.rawValue),
    ]
  }

  /// The report as Markdown: the points, the base rate as a row of reference, the law.
  public var markdown: String {
    "# Scaling of \(metric) in \(experiment)\n\n\(markdownTable(columns, rows))\n\(summary)\n"
  }

  /// The headings of ``rows``.
  public let columns = ["Parameters", "Error", "Law"]

  /// The points by size with the errors of the law, and the base rate as a row of reference.
  public var rows: [[String]] {
    law.points.sorted(by: { ($0.size, $0.error) < ($1.size, $1.error) }).map { point in
      [
        rounded(point.size, 0), rounded(point.error, 4),
        rounded(law.error(atSize: point.size), 4),
      ]
    } + [["base rate", baseRateLoss.map { rounded($0, 4) } ?? "unknown", ""]]
  }

  /// What the law says, in sentences.
  public var summary: String {
    let interval = law.alphaInterval.map {
      "\(rounded(100 * law.confidence, 1)) % interval "
        + "\(rounded($0.lowerBound, 4)) to \(rounded($0.upperBound, 4))"
    }
    let change =
      law.reductionPerTenfold < 0
      ? "Ten times the parameters add \(rounded(-100 * law.reductionPerTenfold, 1)) % to the error."
      : "Ten times the parameters take \(rounded(100 * law.reductionPerTenfold, 1)) % "
        + "off the error."
    return "alpha \(rounded(law.alpha, 4)) (\(interval ?? "two points give no interval")), "
      + "\(law.strength.rawValue); R² in logarithms \(rounded(law.rSquared, 3)).\n"
      + [change, verdict, baseRateVerdict].compactMap(\.self).joined(separator: " ")
  }

  private var verdict: String? {
    switch law.trend {
    case .worse: "Larger models were worse."
    case .better: nil
    case .open where law.alpha < 0:
      "Larger models were worse, but the interval holds 0: these points do not tell whether size matters."
    case .open: "The interval holds 0: these points do not tell whether size matters."
    }
  }

  private var baseRateVerdict: String? {
    guard let baseRateLoss, !law.points.contains(where: { $0.error < baseRateLoss }) else {
      return nil
    }
    return "No model was better than the base rate."
  }
}

/// A number with a fixed number of decimals.
func rounded(_ value: Double, _ decimals: Int) -> String {
  let scale = power(10, Double(decimals))
  let scaled = (abs(value) * scale).rounded()
  guard scaled < 9e15 else { return "\(value)" }
  let sign = value < 0 && scaled > 0 ? "-" : ""
  let (whole, rest) = Int(scaled).quotientAndRemainder(dividingBy: Int(scale))
  guard decimals > 0 else { return "\(sign)\(whole)" }
  let digits = String(rest)
  return "\(sign)\(whole).\(String(repeating: "0", count: decimals - digits.count))\(digits)"
}
