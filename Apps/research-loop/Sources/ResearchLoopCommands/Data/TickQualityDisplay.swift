internal import CommandSupport
internal import DataLake
internal import MarketModel
internal import Reporting

/// Shows what was found in the ticks of one symbol: the grade, the counts, the first findings.
struct TickQualityDisplay {
  /// The largest number of findings to show; 0 shows all that are listed.
  let limit: Int

  let console: Console

  func show(_ report: TickQualityReport) {
    let grade = report.grade?.rawValue ?? NumberText.undefined
    console.print(
      console.style.painted(
        "\(report.symbol) ticks \(report.provider ?? ""): grade \(grade)",
        .strong
      )
    )
    let span = [report.first, report.last].compactMap { $0?.description }
    console.print("  \(span.joined(separator: " .. "))")
    var table = ConsoleTable(columns: [
      .init("what"), .init("count", .trailing), .init("share", .trailing),
    ])
    let rows = Double(report.quotes + report.trades)
    for (title, count) in report.counts {
      let share = NumberText.percent(rows > 0 ? Double(count) / rows : nil, decimals: 3)
      table.append([
        .init(title.split(separator: "_").joined(separator: " ")), .init(NumberText.grouped(count)),
        .init(title == "gaps" ? NumberText.undefined : share),
      ])
    }
    console.print(table.rendered(in: console.style))
    if report.gaps > 0 {
      let silent = NumberText.duration(seconds: report.gapSeconds)
      let open = NumberText.duration(seconds: report.openSeconds)
      console.print("  silent for \(silent) of \(open)")
    }
    if let offset = report.clockOffset {
      let texts = [offset.smallest, offset.mean, offset.largest].map {
        NumberText.fixed($0, decimals: 6)
      }
      console.print(
        "  received less venue time, in seconds: \(texts[0]) to \(texts[2]), mean \(texts[1])"
      )
    }
    let shown = limit == 0 ? report.findings[...] : report.findings.prefix(limit)
    for finding in shown {
      console.print("  \(finding.kind.rawValue)  \(finding.first)  \(finding.evidence)")
    }
    if shown.count < report.findings.count {
      console.print("  … and \(NumberText.grouped(report.findings.count - shown.count)) more")
    }
  }
}
