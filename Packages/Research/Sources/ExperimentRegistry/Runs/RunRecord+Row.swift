internal import ConfigValidation
internal import GRDB
internal import MarketModel

extension RunRecord {
  init(_ row: Row, path: String) throws {
    let key: String = row["run_id"]
    func damaged(_ column: String) -> RegistryError {
      .damagedRow(path: path, table: "runs", key: key, column: column)
    }
    guard let id = RunID(key) else { throw damaged("run_id") }
    guard let status = RunStatus(rawValue: row["status"]) else { throw damaged("status") }
    guard let json = try? JSONValue(parsing: row["parameters"] as String),
      let parameters = ParameterSet(json: json)
    else { throw damaged("parameters") }
    var summary: RunSummary?
    if let text = row["summary"] as String? {
      summary = (try? JSONValue(parsing: text)).flatMap { RunSummary(json: $0) }
      guard summary != nil else { throw damaged("summary") }
    }
    self.init(
      id: id,
      strategyID: row["strategy_id"],
      strategyClass: row["strategy_class"],
      parameters: parameters,
      identityText: row["identity"],
      dataSetID: row["data_set"],
      specID: row["spec_id"],
      status: status,
      attempts: row["attempts"],
      begunAt: Timestamp(nanoseconds: row["begun_at"]),
      endedAt: (row["ended_at"] as Int64?).map { Timestamp(nanoseconds: $0) },
      failure: row["failure"],
      summary: summary
    )
  }
}

extension RunSummary {
  var json: JSONValue {
    [
      "break_even_cost_bps": JSONValue(breakEvenCostBasisPoints),
      "gross_return": JSONValue(grossReturn),
      "max_drawdown": JSONValue(maximumDrawdown),
      "net_return": JSONValue(netReturn),
      "sharpe": JSONValue(sharpe),
      "trades": JSONValue(trades),
    ]
  }

  init?(json: JSONValue) {
    guard let trades = json["trades"]?.integerValue else { return nil }
    self.init(
      grossReturn: json["gross_return"]?.numberValue,
      netReturn: json["net_return"]?.numberValue,
      sharpe: json["sharpe"]?.numberValue,
      maximumDrawdown: json["max_drawdown"]?.numberValue,
      trades: Int(trades),
      breakEvenCostBasisPoints: json["break_even_cost_bps"]?.numberValue
    )
  }
}
