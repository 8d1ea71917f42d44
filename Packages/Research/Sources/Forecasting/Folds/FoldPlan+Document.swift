public import ConfigValidation
internal import Features
internal import MarketModel
internal import WalkForward

extension FoldPlan {
  /// The plan as a document: `folds.json`, with dates, sizes, samples and rows.
  ///
  /// Ranges name the first and the last; rows of a part are those that its samples read, labels excluded.
  /// Equal plans over equal times give equal bytes.
  ///
  /// - Parameter closeTimes: When each row's bar ends, in nanoseconds; shape `[rows]`.
  /// - Returns: The document.
  public func document(closeTimes: [Int64]) -> JSONValue {
    var members = [JSONMember("method", .string(method.name))]
    members += method.members
    members += [
      JSONMember(
        "rows",
        [
          "count": JSONValue(layout.rowCount),
          "first": .string(time(closeTimes[0])),
          "last": .string(time(closeTimes[layout.rowCount - 1])),
        ]
      ),
      JSONMember("spacing", spacing.json),
      JSONMember("folds", .array(folds.map { json(of: $0, closeTimes) })),
    ]
    return .object(members)
  }

  private func json(of fold: SampleFold, _ closeTimes: [Int64]) -> JSONValue {
    var members = [JSONMember("fold", JSONValue(fold.index))]
    if let window = fold.window {
      members.append(JSONMember("train_days", days(window.train)))
      members.append(JSONMember("test_days", days(window.test)))
    }
    for part in SplitPart.allCases {
      members.append(
        JSONMember(
          part.rawValue,
          [
            "samples": JSONValue(fold.count(part)),
            "ranges": .array(
              fold[part].filter { !$0.isEmpty }.map { json(of: $0, closeTimes) }
            ),
          ]
        )
      )
    }
    return .object(members)
  }

  private func json(of range: Range<Int>, _ closeTimes: [Int64]) -> JSONValue {
    let last = range.upperBound - 1
    let decisions = (layout.decisionRow(of: range.lowerBound), layout.decisionRow(of: last))
    return [
      "first_sample": JSONValue(range.lowerBound),
      "last_sample": JSONValue(last),
      "first_row": JSONValue(range.lowerBound),
      "last_row": JSONValue(decisions.1),
      "first_decision": .string(time(closeTimes[decisions.0])),
      "last_decision": .string(time(closeTimes[decisions.1])),
    ]
  }

  private func days(_ range: ClosedRange<CivilDate>) -> JSONValue {
    ["first": .string("\(range.lowerBound)"), "last": .string("\(range.upperBound)")]
  }

  private func time(_ nanoseconds: Int64) -> String {
    "\(Timestamp(nanoseconds: nanoseconds))"
  }
}

extension FoldMethod {
  fileprivate var members: [JSONMember] {
    switch self {
    case .walkForward(let schedule, let share):
      [
        JSONMember("window", .string(schedule.isAnchored ? "expanding" : "rolling")),
        JSONMember("month", .string(schedule.monthLength.rawValue)),
        JSONMember("train_months", JSONValue(schedule.trainMonths)),
        JSONMember("test_months", JSONValue(schedule.testMonths)),
        JSONMember("step_months", JSONValue(schedule.stepMonths)),
        JSONMember("validation_share", .number(share)),
      ]
    case .purgedKFold(let groups): [JSONMember("groups", JSONValue(groups))]
    case .combinatorialPurged(let groups):
      [
        JSONMember("groups", JSONValue(groups.groupCount)),
        JSONMember("tested_groups", JSONValue(groups.testedCount)),
        JSONMember("splits", JSONValue(groups.splitCount)),
        JSONMember(
          "paths",
          .array(groups.paths.map { .array($0.map { JSONValue($0) }) })
        ),
      ]
    }
  }
}

extension FoldSpacing {
  fileprivate var json: JSONValue {
    [
      "horizon": JSONValue(horizon),
      "context_length": JSONValue(contextLength),
      "feature_lookback": JSONValue(featureLookback),
      "separation": .string(separation.rawValue),
      "purge": JSONValue(purge),
      "embargo": JSONValue(embargo),
      "declared_embargo": JSONValue(declaredEmbargo),
      "left_out_before": JSONValue(before),
      "left_out_after": JSONValue(after),
    ]
  }
}
