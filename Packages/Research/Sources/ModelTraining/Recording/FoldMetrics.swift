internal import ConfigValidation
internal import Features
internal import Forecasting

/// What is recorded of one forecaster on one fold, under the names of ``WalkForwardResult/metrics``.
///
/// `oos_` are signals on samples whose horizons do not overlap, before costs, `net_` the account after costs.
/// Undefined measures are `null`, with the reasons in a last member `undefined`.
struct FoldMetrics {
  let fold: SampleFold
  let report: FitReport?
  let evaluated: EvaluatedFold

  /// The measures as an object.
  var json: JSONValue {
    var undefined: [JSONMember] = []
    func member(_ name: String, _ figure: Figure?) -> JSONMember {
      if let reason = figure?.reason {
        undefined.append(JSONMember(name, .string(reason.rawValue)))
      }
      return JSONMember(name, JSONValue(figure?.value))
    }
    let measures = (signals + scores + account).map { member($0.name, $0.figure) }
    var members = fit + counts + measures + quantiles
    if !undefined.isEmpty { members.append(JSONMember("undefined", .object(undefined))) }
    if case .failed(let reason) = evaluated.result {
      members.append(JSONMember("failed", .string(reason)))
    }
    return .object(members)
  }

  private var fit: [JSONMember] {
    [
      JSONMember("train_loss", JSONValue(report?.trainingLoss)),
      JSONMember("val_loss", JSONValue(report?.validationLoss)),
      JSONMember("train_samples", JSONValue(fold.count(.training))),
      JSONMember("val_samples", JSONValue(fold.count(.validation))),
      JSONMember("epochs", JSONValue(report?.epochs)),
      JSONMember("parameters", JSONValue(report?.parameterCount)),
    ]
  }

  private var counts: [JSONMember] {
    let figures = evaluated.figures
    return [
      JSONMember("oos_samples", JSONValue(figures?.overlapping.sampleCount)),
      JSONMember("oos_independent_samples", JSONValue(figures?.nonOverlapping.sampleCount)),
      JSONMember("net_fills", JSONValue(figures?.net?.fillCount)),
    ]
  }

  private var signals: [(name: String, figure: Figure?)] {
    let signals = evaluated.figures?.nonOverlapping
    return [
      ("oos_total_return", signals?.totalReturn), ("oos_sharpe", signals?.sharpe),
      ("oos_sortino", signals?.sortino), ("oos_max_drawdown", signals?.maximumDrawdown),
      ("oos_win_rate", signals?.winRate), ("oos_calmar", signals?.calmar),
      ("overlapping_sharpe", evaluated.figures?.overlapping.sharpe),
    ]
  }

  private var scores: [(name: String, figure: Figure?)] {
    let scores = evaluated.figures?.scores
    let all = [
      ("ic", scores?.pearson.correlation), ("rank_ic", scores?.spearman.correlation),
      ("hit_rate", scores?.hitRate), ("rmse", scores?.rootMeanSquaredError),
      ("mae", scores?.meanAbsoluteError), ("log_loss", scores?.logLoss),
      ("brier", scores?.brierScore),
    ]
    // Measures of the other kind of target say nothing, not even that they are undefined.
    return all.filter { $0.1?.reason != .otherTarget }.map { ($0.0, $0.1) }
  }

  private var account: [(name: String, figure: Figure?)] {
    let net = evaluated.figures?.net
    return [
      ("net_total_return", net?.totalReturn), ("net_sharpe", net?.sharpe),
      ("net_sortino", net?.sortino), ("net_max_drawdown", net?.maximumDrawdown),
      ("net_costs", net?.costs), ("net_turnover_per_year", net?.turnoverPerYear),
      ("net_exposure", net?.exposure),
    ]
  }

  /// The loss and coverage of each level, such as `quantile_loss_0.1`.
  private var quantiles: [JSONMember] {
    (evaluated.figures?.scores.quantiles ?? []).flatMap { quantile in
      [
        JSONMember("quantile_loss_\(quantile.level)", JSONValue(quantile.loss.value)),
        JSONMember("quantile_coverage_\(quantile.level)", JSONValue(quantile.coverage.value)),
      ]
    }
  }
}
