public import ConfigValidation

/// Every target of this module, by name.
///
/// `threshold_1pct` and the other shown thresholds stand for all: `threshold_` with any number of
/// percent and `pct` is a name too.
public enum TargetCatalog {
  /// The declarations, in the order of listings.
  public static let all: [TargetDefinition] =
    [direction] + [1, 2, 3, 5].map(threshold) + [
      regression, forwardReturn, futureMaximum, tripleBarrier,
    ]

  /// Returns the declaration of a name.
  ///
  /// - Throws: ``TargetError/unknownTarget(name:suggestion:)``.
  public static func definition(named name: String) throws(TargetError) -> TargetDefinition {
    if let found = all.first(where: { $0.name == name }) { return found }
    if let percent = thresholdPercent(of: name) { return threshold(percent) }
    throw .unknownTarget(name: name, suggestion: nearestName(to: name, among: all.map(\.name)))
  }

  /// Returns a target of a name.
  ///
  /// - Parameters:
  ///   - name: A name such as `threshold_1pct` or `triple_barrier`.
  ///   - horizon: The number of bars that are looked at.
  ///   - price: The price that counts, where the target has a choice.
  ///   - parameters: Parameters that are laid over the declared ones.
  /// - Returns: The target.
  /// - Throws: ``TargetError``.
  public static func target(
    named name: String,
    horizon: Int,
    price: TargetPrice,
    _ parameters: ParameterSet
  ) throws(TargetError) -> any ForwardTarget {
    try definition(named: name).makeTarget(horizon: horizon, price: price, parameters)
  }

  /// The label columns of a data set: `future_max_h{H}`, then `label_h{H}_t{P}pct`, for each horizon.
  ///
  /// Horizons 1, 2, 3 and 5; thresholds of 1, 2 and 5 percent.
  ///
  /// - Parameter price: The price that must reach a level.
  /// - Returns: Sixteen targets.
  public static func labels(price: TargetPrice) -> [any ForwardTarget] {
    let horizons = [1, 2, 3, 5]
    do {
      return try horizons.flatMap { horizon -> [any ForwardTarget] in
        [try FutureMaximum(horizon: horizon, price: price)]
          + (try [1, 2, 5].map {
            try ThresholdTarget(percent: $0, horizon: horizon, price: price)
          })
      }
    } catch {
      preconditionFailure("the labels of data sets: \(error)")
    }
  }

  /// The percent in `threshold_{P}pct`, or `nil` for other texts.
  private static func thresholdPercent(of name: String) -> Double? {
    guard name.hasPrefix("threshold_"), name.hasSuffix("pct") else { return nil }
    let digits = name.dropFirst("threshold_".count).dropLast("pct".count)
    guard let first = digits.utf8.first, (48...57).contains(first), let percent = Double(digits),
      percentText(percent) == digits
    else { return nil }
    return percent
  }

  private static let direction = TargetDefinition(
    name: "direction",
    summary: "Whether a later price reaches today's close.",
    formula: "1 if max(price[t+1...t+h]) >= close[t] else 0",
    schema: ParameterSchema([])
  ) { (horizon, price, _) throws(TargetError) in
    try ThresholdTarget(percent: 0, horizon: horizon, price: price)
  }

  private static func threshold(_ percent: Double) -> TargetDefinition {
    let text = percentText(percent)
    return TargetDefinition(
      name: "threshold_\(text)pct",
      summary: "Whether a later price rises by \(text) percent.",
      formula: "1 if max(price[t+1...t+h]) >= close[t] * (1 + \(text)/100) else 0",
      schema: ParameterSchema([])
    ) { (horizon, price, _) throws(TargetError) in
      try ThresholdTarget(percent: percent, horizon: horizon, price: price)
    }
  }

  private static let regression = TargetDefinition(
    name: "regression",
    summary: "The largest return within the horizon.",
    formula: "max(price[t+1...t+h]) / close[t] - 1",
    schema: ParameterSchema([])
  ) { (horizon, price, _) throws(TargetError) in
    try MaximumForwardReturn(horizon: horizon, price: price)
  }

  private static let forwardReturn = TargetDefinition(
    name: "forward_return",
    summary: "The return over the horizon.",
    formula: "close[t+h] / close[t] - 1",
    schema: ParameterSchema([])
  ) { (horizon, _, _) throws(TargetError) in
    try ForwardReturn(horizon: horizon)
  }

  private static let futureMaximum = TargetDefinition(
    name: "future_max",
    summary: "The largest price within the horizon.",
    formula: "max(price[t+1...t+h])",
    schema: ParameterSchema([])
  ) { (horizon, price, _) throws(TargetError) in
    try FutureMaximum(horizon: horizon, price: price)
  }

  private enum WidthName: String, CaseIterable {
    case fraction
    case volatility
  }

  private static let tripleBarrier = TargetDefinition(
    name: TripleBarrier.label,
    summary: "Which barrier the price touches first: profit 1, stop -1, or time.",
    formula: "first touch of close[t] * (1 + profit * width), close[t] * (1 - stop * width) or t+h",
    schema: ParameterSchema([
      .number("profit", 1e-9...1e6, 2, "The distance of the profit barrier, in widths."),
      .number("stop", 1e-9...1e6, 2, "The distance of the stop barrier, in widths."),
      .choice("width", of: WidthName.self, .volatility, "What a width is."),
      .init(
        "window",
        .integer(2...100_000),
        default: .integer(20),
        summary: "The number of returns in the volatility."
      ),
      .choice("time_label", of: TripleBarrier.TimeLabel.self, .zero, "The label of time."),
    ])
  ) { (horizon, _, parameters) throws(TargetError) in
    try TripleBarrier(
      profit: parameters.number("profit"),
      stop: parameters.number("stop"),
      width: parameters.choice("width", of: WidthName.self) == .fraction
        ? .fraction : .volatility(window: parameters.integer("window")),
      horizon: horizon,
      timeLabel: parameters.choice("time_label", of: TripleBarrier.TimeLabel.self)
    )
  }
}
