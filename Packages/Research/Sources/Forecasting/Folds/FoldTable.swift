internal import Features
internal import MarketModel
internal import WalkForward

/// The folds of a plan as a table to look at before anything is fitted.
public struct FoldTable: Hashable, Sendable {
  /// The heads of the columns.
  public let columns: [String]

  /// One row of texts for each fold.
  public let rows: [[String]]

  /// What is left out between the parts, in one sentence.
  public let spacing: String

  /// Creates the table of a plan.
  ///
  /// Dates are those of decisions; parts of several stretches show the first and the last date.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - closeTimes: When each row's bar ends, in nanoseconds; shape `[rows]`.
  public init(_ plan: FoldPlan, closeTimes: [Int64]) {
    let axis = DayAxis(closeTimes: closeTimes, layout: plan.layout)
    columns = [
      "fold", "train from", "to", "samples", "validate from", "to", "samples", "test from", "to",
      "samples",
    ]
    rows = plan.folds.map { fold in
      ["\(fold.index)"]
        + SplitPart.allCases.flatMap { part -> [String] in
          guard let first = fold[part].first?.lowerBound, let end = fold[part].last?.upperBound
          else { return ["-", "-", "0"] }
          return [
            "\(axis.day(plan.layout.decisionRow(of: first)))",
            "\(axis.day(plan.layout.decisionRow(of: end - 1)))",
            "\(fold.count(part))",
          ]
        }
    }
    let spacing = plan.spacing
    self.spacing =
      "\(spacing.before) rows left out before held-out samples (purge \(spacing.purge), "
      + "embargo \(spacing.embargo)), \(spacing.after) after: horizon \(spacing.horizon), "
      + "context \(spacing.contextLength), feature look-back \(spacing.featureLookback)"
  }
}
