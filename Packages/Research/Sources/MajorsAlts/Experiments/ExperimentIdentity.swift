internal import Backtest
internal import ConfigValidation
public import DataLake
public import ExperimentRegistry
internal import MarketModel

extension MonitorSettings {
  /// The identifier of the monitor in the registry; its number rises when the same input gives other numbers.
  static let strategyID = "MajorsAlts@1"

  /// What decides the numbers of a run of this experiment over a panel.
  ///
  /// The title, the name and the category of an experiment decide nothing: the same experiment under another
  /// name is the same trial.
  public func identity(over panel: AssetPanel) -> RunIdentity {
    var parameters = ParameterSet()
    for part in ["universe", "feature_windows", "features", "target", "state_mapping", "beta"] {
      add(json[part] ?? .null, named: part, to: &parameters)
    }
    return RunIdentity(
      strategyID: Self.strategyID,
      parameters: parameters,
      execution: ["backtest": backtest.json, "costs": costs.json],
      statistics: evaluation.json,
      metrics: ["periods_per_year": .number(backtest.periodsPerYear)],
      packHashes: [panel.contentHash.hex],
      engineVersion: EngineSemantics.version
    )
  }

  /// Spreads a document into parameters named by their paths.
  private func add(_ value: JSONValue, named name: String, to parameters: inout ParameterSet) {
    switch value {
    case .object(let members):
      for member in members { add(member.value, named: "\(name).\(member.name)", to: &parameters) }
    case .bool(let flag): parameters[name] = .flag(flag)
    case .integer(let number): parameters[name] = .integer(Int(number))
    case .number(let number): parameters[name] = .number(number)
    case .string(let text): parameters[name] = .text(text)
    default: parameters[name] = .text(value.canonicalText)
    }
  }
}

extension AssetPanel {
  /// The identity of the facts, independent of how and in which order they were stored.
  public var contentHash: ContentHash {
    var columns = [
      Column("day", .int64((0..<dayCount).map { Int64(day($0).dayNumber) }))
    ]
    for (name, matrix) in [
      ("price", price), ("marketcap", marketCap), ("volume", volume),
      ("funding", fundingRate), ("open_interest", openInterest),
    ] {
      for (index, asset) in assets.enumerated() {
        let values = (0..<dayCount).map { matrix[$0, index] }
        columns.append(Column("\(name) \(asset.name)", optional: values))
      }
    }
    // Equal lengths and distinct names: the table cannot be refused.
    let facts = (try? ColumnTable(columns)).map { ContentHash(of: $0).hex } ?? ""
    let payments = zip(assets, funding).map { asset, payments in
      let times = payments?.times.map(String.init).joined(separator: ",") ?? ""
      let rates = payments?.rates.map { "\($0)" }.joined(separator: ",") ?? ""
      return "\(asset.name):\(times):\(rates)"
    }
    return ContentHash(of: facts + payments.joined(separator: ";"))
  }
}
