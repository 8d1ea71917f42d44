internal import ConfigValidation
internal import ExperimentRegistry
public import Research

extension EvaluationRun {
  /// The strategy with its parameters on one line, such as `EmaCross fast=5 slow=30`.
  public var label: String { runLabel(artifact.manifest) }
}

/// The strategy of a manifest with its parameters on one line, without the suffix `Strategy`.
public func runLabel(_ manifest: RunManifest) -> String {
  let suffix = "Strategy"
  let name = manifest.strategyClass
  let short = name.hasSuffix(suffix) && name != suffix ? String(name.dropLast(suffix.count)) : name
  let values = manifest.parameters.elements.map { "\($0.name)=\($0.value)" }
  return ([short] + values).joined(separator: " ")
}
