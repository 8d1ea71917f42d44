internal import DataLake
internal import Features
internal import MarketModel

extension DataDictionary {
  /// The document, ending in a line break.
  public var markdown: String {
    let blocks =
      ["# Data dictionary", summary] + tiers.flatMap(featureList) + targetList + lineage
      + section("Series of the lake", series) + section("Files", files)
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private var summary: String {
    table(
      ["Kind", "Count", "Rows"],
      [
        ["series of the lake", "\(series.count)", rowTotal(series)],
        ["files", "\(files.count)", rowTotal(files)],
        ["feature lists", "\(tiers.count)", "–"],
      ]
    )
  }

  private func rowTotal(_ tables: [DictionaryTable]) -> String {
    grouped(Int64(tables.reduce(0) { $0 + $1.rowCount }))
  }

  /// A feature list with formulas from the expressions and witnesses from the indicators in them.
  private func featureList(_ tier: FeatureTier) -> [String] {
    [
      "## Features of `\(tier.name)`",
      tier.summary,
      table(
        ["Column", "Description", "Formula", "Look-back", "Unit", "Checked against"],
        tier.features.dictionary(of: .day, calendar: calendar).map { feature in
          [
            "`\(feature.name)`", feature.summary, "`\(feature.formula)`",
            "\(feature.lookback)", ColumnUnits.unit(of: feature.name) ?? "–",
            witnesses(in: feature.formula),
          ]
        }
      ),
    ]
  }

  /// What the indicators that a formula names are tested against, each once.
  private func witnesses(in formula: String) -> String {
    var found: [String] = []
    for word in formula.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" }) {
      guard let definition = IndicatorCatalog.all.first(where: { $0.name == word }),
        !found.contains(definition.witness)
      else { continue }
      found.append(definition.witness)
    }
    return found.isEmpty ? "–" : found.joined(separator: "; ")
  }

  private var targetList: [String] {
    [
      "## Targets",
      "Targets look ahead by the horizon *h* and are never inputs; the last *h* rows have none.",
      table(
        ["Name", "Description", "Formula"],
        TargetCatalog.all.map { ["`\($0.name)`", $0.summary, "`\($0.formula)`"] }
      ),
    ]
  }

  private var lineage: [String] {
    let computed = files.filter { !$0.sources.isEmpty }
    guard !computed.isEmpty else { return [] }
    return [
      "## Lineage",
      table(
        ["Data set", "Computed from"],
        computed.map { [$0.title, $0.sources.joined(separator: "<br>")] }
      ),
    ]
  }

  private func section(_ title: String, _ tables: [DictionaryTable]) -> [String] {
    tables.isEmpty ? [] : ["## \(title)"] + tables.flatMap(description)
  }

  private func description(_ part: DictionaryTable) -> [String] {
    let numbers = part.columns.compactMap { column in
      column.statistics.map { statistics in
        ["`\(column.name)`", grouped(Int64(statistics.count))]
          + statistics.values.map(dictionaryText)
      }
    }
    return [
      "### \(part.title)",
      table(["Property", "Value"], part.properties.map { [$0.name, $0.value] }),
      table(
        ["Column", "Type", "Description"],
        part.columns.map { ["`\($0.name)`", $0.type.rawValue, $0.summary] }
      ),
      table(["Column", "count"] + ColumnStatistics.titles, numbers),
    ]
  }

  private func table(_ titles: [String], _ rows: [[String]]) -> String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    let rule = "|" + titles.map { _ in "---|" }.joined()
    return ([line(titles), rule] + rows.map(line)).joined(separator: "\n")
  }
}
