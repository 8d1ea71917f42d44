import ConfigValidation
import ExperimentRegistry
import Foundation

/// A document of a small training of models that need no library.
struct TrackedTraining {
  var sharpe = -100
  var baselines = "[]"
  var servers = ""

  /// The command that trains it.
  static let command =
    "train --config @training.yaml --lake @lake --output @reports --max-folds 3 --workers 2"

  func write(to harness: TrainingHarness) throws {
    let models = baselines == "[]" ? "" : "{name: naive}, "
    try harness.loop.write(
      """
      data: {symbol: SPY}
      features: {tiers: [a20]}
      training: {lookback_window: 8, horizons: [2]\(servers.isEmpty ? "" : ", \(servers)")}
      walk_forward:
        {train_months: 12, oos_months: 3, separation: labels, min_folds: 1, min_win_rate: 0,
         min_oos_sharpe: \(sharpe), baselines: \(baselines)}
      models: [\(models){name: ridge}, {name: ewma}]
      """,
      to: "training.yaml"
    )
  }

  /// Where recorded numbers and `metrics.json` differ, to the last bit.
  static func differences(_ results: [WalkForwardResult], _ metrics: JSONValue) -> [String] {
    let places: [(recorded: String, view: String, name: String)] = [
      ("oos_total_return", "non_overlapping", "total_return"),
      ("oos_sharpe", "non_overlapping", "sharpe"),
      ("oos_sortino", "non_overlapping", "sortino"),
      ("oos_max_drawdown", "non_overlapping", "max_drawdown"),
      ("oos_win_rate", "non_overlapping", "win_rate"),
      ("oos_calmar", "non_overlapping", "calmar"), ("oos_samples", "overlapping", "samples"),
      ("overlapping_sharpe", "overlapping", "sharpe"), ("ic", "forecast", "ic"),
      ("rank_ic", "forecast", "rank_ic"), ("rmse", "forecast", "rmse"),
      ("net_sharpe", "net", "sharpe"), ("net_total_return", "net", "total_return"),
      ("net_max_drawdown", "net", "max_drawdown"), ("net_costs", "net", "costs"),
    ]
    return results.flatMap { result -> [String] in
      let name = result.parameters["forecaster"]?.stringValue
      let forecaster = metrics["forecasters"]?.arrayValue?.first {
        $0["name"]?.stringValue == name
      }
      let fold = forecaster?["folds"]?[result.fold]
      return places.compactMap { place in
        let own = result.metrics[place.recorded]?.numberValue
        let written = fold?[place.view]?[place.name]?.numberValue
        guard fold != nil, own == written else {
          return "\(result.model) \(place.recorded): \(String(describing: own)), "
            + String(describing: written)
        }
        return nil
      }
    }
  }
}
