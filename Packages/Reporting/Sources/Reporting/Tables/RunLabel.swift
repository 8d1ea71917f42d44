internal import ConfigValidation
internal import ExperimentRegistry
public import Research

extension Evaluation {
  /// A line for a run: the strategy with those parameters in which its runs differ, such as
  /// `EmaCross fast=5 slow=30`, and the symbol of a benchmark.
  ///
  /// - Parameter run: One of the ranked runs or of the benchmarks.
  /// - Returns: The line.
  public func label(of run: EvaluationRun) -> String {
    let manifest = run.artifact.manifest
    let others = rankings.map(\.run.artifact.manifest)
      .filter { $0.strategyClass == manifest.strategyClass }
    let values = manifest.parameters.elements.compactMap { element in
      others.contains { $0.parameters[element.name] != element.value }
        ? "\(element.name)=\(element.value)" : nil
    }
    let isBenchmark = benchmarks.contains { $0.artifact.manifest.runID == manifest.runID }
    let symbols = isBenchmark ? manifest.replayPacks.map { symbol(ofPack: $0.path) } : []
    return ([shortName(of: manifest)] + values + symbols).joined(separator: " ")
  }
}

/// The strategy of a manifest with all of its parameters on one line, without the suffix `Strategy`.
public func runLabel(_ manifest: RunManifest) -> String {
  let values = manifest.parameters.elements.map { "\($0.name)=\($0.value)" }
  return ([shortName(of: manifest)] + values).joined(separator: " ")
}

private func shortName(of manifest: RunManifest) -> String {
  let suffix = "Strategy"
  let name = manifest.strategyClass
  return name.hasSuffix(suffix) && name != suffix ? String(name.dropLast(suffix.count)) : name
}

/// The symbol in the name of a pack, `{symbol}_{start}_{end}.json`.
private func symbol(ofPack path: String) -> String {
  let file = path.split(separator: "/").last ?? ""
  return file.split(separator: "_").dropLast(2).joined(separator: "_")
}
