public import MarketModel

/// What there is to know about one column: name, formula, timeframe, look-back.
public struct FeatureDescription: Hashable, Sendable, CustomStringConvertible {
  /// The name of the column.
  public let name: String

  /// The canonical text of the expression.
  public let formula: String

  /// One sentence on what it means, or empty.
  public let summary: String

  /// The fields of a bar that it reads, in the order of ``BarField``.
  public let fields: [BarField]

  /// The timeframes of longer bars that it reads, in the order of the text.
  public let timeframes: [Timeframe]

  /// The number of bars before the first value.
  public let lookback: Int

  /// One line: `name = formula; look-back n bars; summary`.
  public var description: String {
    let parts = ["\(name) = \(formula)", "look-back \(lookback) bars", summary]
    return parts.filter { !$0.isEmpty }.joined(separator: "; ")
  }
}

extension FeatureSet {
  /// Returns what there is to know about each column, in order.
  public func dictionary(
    of interval: BarInterval,
    calendar: TradingCalendar
  ) -> [FeatureDescription] {
    entries.map { entry in
      let facts = entry.expression.node.facts
      return FeatureDescription(
        name: entry.name,
        formula: entry.expression.description,
        summary: entry.summary,
        fields: BarField.allCases.filter(facts.fields.contains),
        timeframes: facts.timeframes,
        lookback: entry.expression.lookback(of: interval, calendar: calendar)
      )
    }
  }
}

extension ExpressionNode {
  /// The fields and timeframes that stand in the tree; an indicator of whole bars may read any.
  fileprivate var facts: (fields: [BarField], timeframes: [Timeframe]) {
    var (fields, timeframes): ([BarField], [Timeframe]) = ([], [])
    collect(&fields, &timeframes)
    return (fields, timeframes)
  }

  private func collect(_ fields: inout [BarField], _ timeframes: inout [Timeframe]) {
    switch self {
    case .field(let field): fields.append(field)
    case .indicator(_, input: nil): fields += [.open, .high, .low, .close, .volume]
    case .resampled(_, let timeframe) where !timeframes.contains(timeframe):
      timeframes.append(timeframe)
    default: break
    }
    for part in parts { part.collect(&fields, &timeframes) }
  }
}
