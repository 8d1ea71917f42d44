internal import CommandSupport
internal import Datasets
internal import Features
internal import MarketModel
internal import Reporting

extension BuildFeatures {
  /// Shows what was written, and where the other rows went.
  func show(_ dataset: Dataset, _ entries: [ManifestEntry], _ context: CommandContext) {
    let console = context.console
    var facts = ConsoleTable(columns: [.init("data set"), .init(dataset.request.datasetName)])
    for (name, value) in self.facts(of: dataset) { facts.append([.init(name), .init(value)]) }
    for entry in entries { facts.append([.init("written"), .init(written(entry))]) }
    console.print(facts.rendered(in: console.style))
    let lost = dataset.report.lostRows
    guard !lost.isEmpty else { return }
    var table = ConsoleTable(columns: [.init("lost rows", .trailing), .init("why")])
    for (count, reason) in lost { table.append([.init(NumberText.grouped(count)), .init(reason)]) }
    console.print("\n" + table.rendered(in: console.style))
  }

  private func facts(of dataset: Dataset) -> [(String, String)] {
    let report = dataset.report
    return [
      ("rows", NumberText.grouped(report.rows)),
      ("columns", "\(dataset.frame.columns.count) and Date"),
      ("first date", dataset.dates.first?.description ?? NumberText.undefined),
      ("last date", dataset.dates.last?.description ?? NumberText.undefined),
      ("bars read", NumberText.grouped(report.barsRead)),
      ("bars of the timescale", NumberText.grouped(report.bars)),
    ]
  }

  private func written(_ entry: ManifestEntry) -> String {
    var version = ""
    if case .generated(let generation) = entry.origin {
      version = ", version \(generation.version)"
    }
    return "\(entry.path) (\(entry.dataset)\(version))"
  }
}

extension DatasetReport {
  /// Counts of lost rows with their reasons; empty when none was lost.
  fileprivate var lostRows: [(Int, String)] {
    var lines: [(Int, String)] = []
    if unmatched > 0 { lines.append((unmatched, "no bar of the volatility index on the date")) }
    if undefined > 0 { lines.append((undefined, "a column has no value: \(causes)")) }
    if beforeFirstDate > 0 { lines.append((beforeFirstDate, "before --from")) }
    return lines
  }

  /// The longest warm-up of each symbol, and every column with gaps.
  private var causes: String {
    var parts: [String] = []
    var symbols: [String] = []
    for loss in losses where !symbols.contains(loss.symbol.name) {
      symbols.append(loss.symbol.name)
      let own = losses.filter { $0.symbol == loss.symbol && $0.warmUp > 0 }
      guard let longest = own.max(by: { $0.warmUp < $1.warmUp }) else { continue }
      let bars = NumberText.grouped(longest.warmUp)
      parts.append("\(longest.column) begins after \(bars) bars of \(longest.symbol)")
    }
    for loss in losses where loss.gaps > 0 {
      parts.append("\(loss.column) lacks \(NumberText.grouped(loss.gaps)) later values")
    }
    return parts.joined(separator: "; ")
  }
}
