internal import ConfigValidation
internal import ExperimentRegistry
internal import MarketModel
internal import Research

extension RunStory {
  func execution(_ style: ConsoleStyle) -> String? {
    let execution = artifact.result.execution
    var rows = [
      ("fills", NumberText.grouped(execution.fills)),
      ("rejects", NumberText.grouped(execution.rejects)),
      ("fill rate", NumberText.percent(execution.fillRate, decimals: 1)),
      ("commission", NumberText.fixed(execution.totalCommission, decimals: 2)),
      ("slippage", NumberText.fixed(execution.totalSlippage, decimals: 2)),
    ]
    rows += execution.rejectReasons.map { ("  \($0.reason)", NumberText.grouped($0.count)) }
    return list("EXECUTION", rows, style)
  }

  func costs(_ style: ConsoleStyle) -> String? {
    guard let block = artifact.manifest.costSensitivity else { return nil }
    var table = ConsoleTable(columns: [
      .init("costs", .trailing), .init("profit", .trailing), .init("Sharpe", .trailing),
      .init("trades", .trailing),
    ])
    for point in block.points {
      table.append([
        .init("×\(NumberText.fixed(point.costMultiplier, decimals: 2))"),
        .init(NumberText.fixed(point.profit, decimals: 2)),
        .init(NumberText.fixed(point.sharpe, decimals: 3)),
        .init(NumberText.grouped(point.trades)),
      ])
    }
    return titled("COST SENSITIVITY", table, style)
  }

  func windows(_ style: ConsoleStyle) -> String? {
    guard let block = artifact.manifest.walkForward else { return nil }
    var table = ConsoleTable(columns: [
      .init("test window"), .init("profit", .trailing), .init("Sharpe", .trailing),
      .init("trades", .trailing),
    ])
    for window in block.windows {
      table.append([
        .init("\(window.testStart) – \(window.testEnd)"),
        .init(NumberText.fixed(window.profit, decimals: 2)),
        .init(NumberText.fixed(window.sharpe, decimals: 3)),
        .init(NumberText.grouped(window.trades)),
      ])
    }
    return titled("WALK-FORWARD", table, style)
  }

  func resampling(_ style: ConsoleStyle) -> String? {
    guard let metrics = artifact.manifest.monteCarlo?.metrics else { return nil }
    return list(
      "RESAMPLED TRADES (\(metrics.method), \(NumberText.grouped(metrics.pathCount)) paths)",
      [
        ("median return", NumberText.percent(metrics.medianReturn, decimals: 2)),
        ("5 % return", NumberText.percent(metrics.p5Return, decimals: 2)),
        ("5 % largest drawdown", NumberText.percent(metrics.p5MaxDrawdown, decimals: 2)),
        ("95 % largest drawdown", NumberText.percent(metrics.p95MaxDrawdown, decimals: 2)),
        ("probability of ruin", NumberText.percent(metrics.ruinProbability, decimals: 2)),
        ("fraction profitable", NumberText.percent(metrics.fractionPositive, decimals: 1)),
      ],
      style
    )
  }

  func regimes(_ style: ConsoleStyle) -> String {
    var table = ConsoleTable(columns: [
      .init("regime"), .init("bars", .trailing), .init("profit", .trailing),
      .init("per bar", .trailing),
    ])
    for entry in artifact.result.portfolio.regimeBreakdown {
      let perBar = entry.bars > 0 ? entry.profit / Double(entry.bars) : nil
      table.append([
        .init(entry.key), .init(NumberText.grouped(entry.bars)),
        .init(NumberText.fixed(entry.profit, decimals: 2)),
        .init(NumberText.fixed(perBar, decimals: 4)),
      ])
    }
    return titled("REGIMES", table, style)
  }

  func list(
    _ title: String,
    _ rows: [(String, String)],
    _ style: ConsoleStyle
  ) -> String {
    let width = rows.reduce(0) { max($0, $1.0.count) }
    let valueWidth = rows.reduce(0) { max($0, $1.1.count) }
    let lines = rows.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2 + valueWidth - value.count)
        + value
    }
    return ([style.painted(title, .strong)] + lines).joined(separator: "\n")
  }

  func titled(_ title: String, _ table: ConsoleTable, _ style: ConsoleStyle) -> String {
    "\(style.painted(title, .strong))\n\(table.rendered(in: style))"
  }
}
