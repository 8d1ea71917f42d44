public import ConfigValidation
internal import Forecasting
internal import NeuralForecasting

extension ModelConfig {
  /// Everything that decides the result beside data and seed.
  public var json: JSONValue {
    func numbers(_ list: [Double]) -> JSONValue { .array(list.map { .number($0) }) }
    switch self {
    case .naive(let rule): return ["rule": .string(rule.rawValue)]
    case .randomWalk(let hasDrift, let levels):
      return ["drift": .bool(hasDrift), "quantiles": numbers(levels)]
    case .ewma(let span, let weight):
      return ["span": .number(span), "prior_weight": .number(weight)]
    case .ridge(let window, let penalties, let levels):
      return [
        "window": window.json, "penalties": numbers(penalties), "quantiles": numbers(levels),
      ]
    case .logistic(let window, let penalties):
      return ["window": window.json, "penalties": numbers(penalties)]
    case .lightGBM(let window, let boosting, let levels):
      return ["window": window.json, "boosting": boosting.json, "quantiles": numbers(levels)]
    case .network(let architecture, let training):
      return ["model": architecture.json, "training": training.json]
    }
  }
}
