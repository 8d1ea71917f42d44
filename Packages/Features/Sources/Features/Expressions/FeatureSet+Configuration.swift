public import ConfigValidation

extension ConfigKind where Value == FeatureExpression {
  /// The text of an expression over some indicators.
  public static func featureExpression(
    in vocabulary: FeatureVocabulary = .standard
  ) -> ConfigKind {
    let expected = "an expression such as zscore(close, 60)"
    return ConfigKind(expected: expected, fallback: .close) { node, path, collector in
      guard case .text(let text) = node.content else {
        collector.add(
          .unexpected(expected: expected, found: node.summary),
          at: path,
          mark: node.mark
        )
        return nil
      }
      do throws(FeatureExpressionError) {
        return try FeatureExpression(parsing: text, in: vocabulary)
      } catch {
        for issue in error.issues {
          collector.add(.unreadable(detail: issue.inDocument), at: path, mark: node.mark)
        }
        return nil
      }
    }
  }
}

extension ConfigKind where Value == Timeframe {
  /// A timeframe such as `1w`, `3d`, `1mo`, `5b` or `1h`.
  public static var timeframe: ConfigKind {
    .parsed("a timeframe such as 1w, 3d, 1mo, 5b or 1h", fallback: .week, Timeframe.init)
  }
}

extension ConfigKind where Value == FeatureSet {
  /// Named expressions: a list of mappings, or a mapping from names to expressions.
  ///
  /// ```yaml
  /// features:
  ///   - {name: trend, expression: "close / sma(close, 200) - 1", summary: "Above the mean."}
  ///   - {name: weekly_rsi, expression: "rsi(close, 14)", timeframe: 1w}
  /// ```
  ///
  /// ```yaml
  /// features:
  ///   trend: close / sma(close, 200) - 1
  ///   weekly_rsi: {expression: "rsi(close, 14)", timeframe: 1w}
  /// ```
  ///
  /// A `timeframe` computes the whole expression on longer bars, as `@` does in its text.
  public static func featureSet(in vocabulary: FeatureVocabulary = .standard) -> ConfigKind {
    let expected = "a list of features or a mapping from names to expressions"
    return ConfigKind(expected: expected, fallback: .empty) { node, path, collector in
      let found: [Place<FeatureSet.Entry>]
      switch node.content {
      case .sequence(let items) where !items.isEmpty:
        let kind = ConfigKind<FeatureSet.Entry>.entry(in: vocabulary)
        found = items.enumerated().map { index, item in
          let place = path.appending(index: index)
          return Place(kind.read(item, place, collector), place, item.mark)
        }
      case .mapping(let entries) where !entries.isEmpty:
        found = entries.map { entry in
          let place = path.appending(field: entry.key)
          let kind = ConfigKind<FeatureSet.Entry>.named(entry.key, in: vocabulary)
          return Place(kind.read(entry.value, place, collector), place, entry.value.mark)
        }
      default:
        collector.add(
          .unexpected(expected: expected, found: node.summary),
          at: path,
          mark: node.mark
        )
        return nil
      }
      return checked(found, collector)
    }
  }

  /// Something that was read, and where.
  private struct Place<Content> {
    let content: Content?
    let path: ConfigPath
    let mark: ConfigMark

    init(_ content: Content?, _ path: ConfigPath, _ mark: ConfigMark) {
      self.content = content
      self.path = path
      self.mark = mark
    }
  }

  private static func checked(
    _ found: [Place<FeatureSet.Entry>],
    _ collector: IssueCollector
  ) -> FeatureSet? {
    let entries = found.compactMap(\.content)
    for (position, place) in found.enumerated() {
      guard let entry = place.content, !entry.name.isEmpty else { continue }
      if found[..<position].contains(where: { $0.content?.name == entry.name }) {
        collector.add(
          .conflict(rule: "expected each name once, found '\(entry.name)' twice"),
          at: place.path,
          mark: place.mark
        )
      }
    }
    return try? FeatureSet(entries)
  }
}

extension ConfigKind where Value == FeatureSet.Entry {
  fileprivate static func entry(in vocabulary: FeatureVocabulary) -> ConfigKind {
    .section(fallback: FeatureSet.Entry("", .close)) { mapping in
      let name = mapping.required("name", .featureName)
      return entry(named: name, mapping, vocabulary)
    }
  }

  /// An expression alone, or a mapping with more about it, under a key that is its name.
  fileprivate static func named(_ name: String, in vocabulary: FeatureVocabulary) -> ConfigKind {
    let text = ConfigKind<FeatureExpression>.featureExpression(in: vocabulary)
    let section = ConfigKind.section(fallback: FeatureSet.Entry("", .close)) { mapping in
      entry(named: name, mapping, vocabulary)
    }
    let fallback = FeatureSet.Entry("", .close)
    return ConfigKind(expected: text.expected, fallback: fallback) { node, path, collector in
      if !FeatureSet.isName(name) {
        let reason = ConfigurationError.Reason.unexpected(
          expected: ConfigKind<String>.featureName.expected,
          found: "'\(name)'"
        )
        collector.add(reason, at: path, mark: node.mark)
      }
      if case .mapping = node.content { return section.read(node, path, collector) }
      return text.read(node, path, collector).map { FeatureSet.Entry(name, $0) }
    }
  }

  private static func entry(
    named name: String,
    _ mapping: ConfigMapping,
    _ vocabulary: FeatureVocabulary
  ) -> FeatureSet.Entry {
    let expression = mapping.required("expression", .featureExpression(in: vocabulary))
    let timeframe = mapping.optional("timeframe", .timeframe)
    let summary = mapping.value("summary", .text, default: "")
    guard let timeframe else { return .init(name, expression, summary: summary) }
    guard !expression.hasTimeframe else {
      mapping.refuse(
        "timeframe",
        .conflict(rule: "expected one timeframe, found another in the expression")
      )
      return .init(name, expression, summary: summary)
    }
    return .init(name, expression.on(timeframe), summary: summary)
  }
}

extension ConfigKind where Value == String {
  fileprivate static var featureName: ConfigKind {
    .parsed("a name of letters, digits and '_'", fallback: "") {
      FeatureSet.isName($0) ? $0 : nil
    }
  }
}

extension FeatureSet {
  /// A set of no feature.
  fileprivate static let empty = FeatureSet(unchecked: [])
}

extension FeatureExpressionError.Issue {
  /// The sentence with the place inside the text, which begins somewhere on the document's line.
  fileprivate var inDocument: String {
    guard let place else { return "\(reason)" }
    let line = place.line > 1 ? "line \(place.line), " : ""
    return "\(line)character \(place.column): \(reason)"
  }
}
