internal import ConfigValidation
internal import ExperimentRegistry
public import Research

/// Short names of runs: the strategy with the parameters that tell it from its siblings.
public struct RunLabels: Hashable, Sendable {
  /// The parameters of a strategy whose values differ between runs.
  private let varying: [String: [String]]

  /// Creates the labels of runs that are shown together.
  public init(_ runs: [EvaluationRun]) {
    var first: [String: ParameterSet] = [:]
    var varying: [String: [String]] = [:]
    for run in runs {
      let manifest = run.artifact.manifest
      guard let reference = first[manifest.strategyClass] else {
        first[manifest.strategyClass] = manifest.parameters
        varying[manifest.strategyClass] = []
        continue
      }
      for (name, value) in manifest.parameters.elements
      where reference[name] != value
        && varying[manifest.strategyClass]?.contains(name) == false
      {
        varying[manifest.strategyClass]?.append(name)
      }
    }
    self.varying = varying
  }

  /// The label of a ranked run, such as `EmaCross fast=5 slow=30`.
  public func label(of run: EvaluationRun) -> String {
    let manifest = run.artifact.manifest
    let names = varying[manifest.strategyClass] ?? []
    let values = manifest.parameters.elements.filter { names.contains($0.name) }
      .map { "\($0.name)=\($0.value)" }
    return ([shortName(of: manifest)] + values).joined(separator: " ")
  }

  /// The label of a benchmark, such as `BuyAndHold SPY`.
  public func label(ofBenchmark run: EvaluationRun) -> String {
    let packs = run.artifact.manifest.replayPacks.map { pack in
      let file = pack.path.split(separator: "/").last.map { String($0) } ?? pack.path
      return file.split(separator: "_").dropLast(2).joined(separator: "_")
    }
    return ([shortName(of: run.artifact.manifest)] + packs).joined(separator: " ")
  }
}

/// The strategy of a manifest with all its parameters on one line, without the suffix `Strategy`.
public func runLabel(_ manifest: RunManifest) -> String {
  let values = manifest.parameters.elements.map { "\($0.name)=\($0.value)" }
  return ([shortName(of: manifest)] + values).joined(separator: " ")
}

private func shortName(of manifest: RunManifest) -> String {
  let suffix = "Strategy"
  let name = manifest.strategyClass
  return name.hasSuffix(suffix) && name != suffix ? String(name.dropLast(suffix.count)) : name
}
