/// How much one parameter matters to the first objective.
public struct ParameterImportance: Hashable, Sendable {
  /// The name of the parameter.
  public let name: String

  /// Its part of what all parameters explain; the parts sum to 1 unless all are 0.
  public let share: Double
}

/// How much each parameter matters, and how far to believe it.
public struct ImportanceReport: Hashable, Sendable {
  /// The parameters in the order of the space.
  public let parameters: [ParameterImportance]

  /// The share of the objective's variance that the forest explains on trials that it has not seen.
  ///
  /// At most 1, below 0 when a constant predicts better. Importances mean little when it is small.
  public let explainedShare: Double
}

extension Study {
  /// Estimates how much each parameter matters to the first objective, from the complete trials.
  ///
  /// A random forest learns the objective; the importance of a parameter is by how much the error on
  /// unseen trials grows when its values are shuffled among them. Learning samplers look mostly at good
  /// regions, so the answer is about those.
  ///
  /// - Parameter trees: The number of trees, drawn from the seed of the study.
  /// - Returns: The report, or `nil` for fewer than 8 complete trials or an objective that is constant.
  /// - Throws: ``StudyError/invalidSetting(name:expected:found:)``.
  /// - Complexity: O(trees · parameters · trials · log² trials).
  ///
  /// References: Breiman (2001), "Random forests", Machine Learning 45, section 10.
  public func importances(trees: Int) throws(StudyError) -> ImportanceReport? {
    try checkAtLeast(1, trees, "trees")
    let complete = trials.filter { $0.state == .complete }
    let targets = complete.map { $0.values[0] }
    guard complete.count >= 8, targets.contains(where: { $0 != targets[0] }) else { return nil }
    let mean = targets.reduce(0) { $0 + $1 / Double(targets.count) }
    let variance = targets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(targets.count)
    guard variance > 0, variance.isFinite else { return nil }
    let scale = variance.squareRoot()
    let forest = RegressionForest(
      columns: space.coordinates.map { $0.isChoice ? .categories : .ordered },
      features: space.coordinates.indices.map { axis in
        let coordinate = space.coordinates[axis]
        return complete.map { trial in
          // Inactive parameters lie below the axis.
          guard let value = trial.point.values[axis] else { return -1 }
          guard !coordinate.isChoice, !coordinate.isFixed else { return value }
          return (coordinate.model(value) - coordinate.low) / coordinate.width
        }
      },
      targets: targets.map { ($0 - mean) / scale },
      trees: trees,
      seed: seed
    )
    guard let errors = forest.unseenErrors(seed: seed) else { return nil }
    let rises = errors.shuffled.map { max(0, $0 - errors.plain) }
    let total = rises.reduce(0, +)
    return ImportanceReport(
      parameters: zip(space.parameters, rises).map { parameter, rise in
        ParameterImportance(name: parameter.name, share: total > 0 ? rise / total : 0)
      },
      explainedShare: 1 - errors.plain
    )
  }
}
