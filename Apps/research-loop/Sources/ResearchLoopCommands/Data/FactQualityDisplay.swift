internal import CommandSupport
internal import DataLake
internal import MarketModel
internal import Reporting

/// Shows what was found in series of facts: a table of counts, then the first findings of each.
struct FactQualityDisplay {
  /// The largest number of findings to show for each series; 0 shows all.
  let limit: Int

  let console: Console

  func show(_ reports: [FactQualityReport]) {
    var table = ConsoleTable(columns: [
      .init("table"), .init("symbol"), .init("provider"), .init("first"), .init("last"),
      .init("step", .trailing), .init("rows", .trailing), .init("missing", .trailing),
      .init("zeros", .trailing), .init("negative", .trailing), .init("jumps", .trailing),
    ])
    for report in reports {
      table.append([
        .init(report.key.table.rawValue), .init(report.key.symbol.name),
        .init(report.key.provider ?? NumberText.undefined), .init(day(report.first)),
        .init(day(report.last)), .init(step(report)), .init(NumberText.grouped(report.rows)),
        .init(NumberText.grouped(report.missing)), .init(NumberText.grouped(report.zeros)),
        .init(NumberText.grouped(report.negatives)), .init(NumberText.grouped(report.jumps)),
      ])
    }
    console.print(table.rendered(in: console.style))
    for report in reports where !report.findings.isEmpty {
      console.print(console.style.painted("\(report.key)", .strong))
      let shown = limit == 0 ? report.findings[...] : report.findings.prefix(limit)
      for finding in shown {
        console.print("  \(finding.kind.rawValue)  \(finding.first)  \(finding.evidence)")
      }
      if shown.count < report.findings.count {
        console.print("  … and \(NumberText.grouped(report.findings.count - shown.count)) more")
      }
    }
  }

  private func day(_ instant: Timestamp?) -> String {
    instant.map { "\(CivilDate(utcDayOf: $0))" } ?? NumberText.undefined
  }

  private func step(_ report: FactQualityReport) -> String {
    report.stepSeconds.flatMap { BarInterval(seconds: $0) }?.description ?? NumberText.undefined
  }
}
