internal import Features

extension ForecastTable {
  /// The targets of samples that have one.
  ///
  /// - Throws: ``ForecastError/undefinedTarget(sample:)``, and ``ForecastError/table(_:)`` for a target
  ///   that is not finite, or neither 0 nor 1 where targets are binary.
  func targets(of samples: [Int]) throws(ForecastError) -> [Double] {
    var found: [Double] = []
    found.reserveCapacity(samples.count)
    for sample in samples {
      let row = layout.decisionRow(of: sample)
      guard let target = targets[row] else { throw .undefinedTarget(sample: sample) }
      guard target.isFinite else {
        throw .table(["targets, row \(row): expected a finite value, found \(target)"])
      }
      guard targetKind == .real || target == 0 || target == 1 else {
        throw .table(["targets, row \(row): expected 0 or 1, found \(target)"])
      }
      found.append(target)
    }
    return found
  }

  /// Checks that features are those that were learnt from, in their order.
  func check(features expected: [String]) throws(ForecastError) {
    guard featureNames == expected else {
      throw .otherFeatures(expected: expected, found: featureNames)
    }
  }
}

extension ForecastFold {
  /// The targets of the training samples.
  ///
  /// - Throws: As ``ForecastTable/targets(of:)``, and ``ForecastError/singleClass(_:samples:)`` when
  ///   binary targets are all the same.
  func trainingTargets() throws(ForecastError) -> [Double] {
    let targets = try table.targets(of: training)
    if table.targetKind == .binary, let first = targets.first,
      targets.allSatisfy({ $0 == first })
    {
      throw .singleClass(first, samples: targets.count)
    }
    return targets
  }

  /// Checks that targets are of the kind that a forecaster learns.
  func require(_ kind: ForecastTargetKind, for forecaster: String) throws(ForecastError) {
    guard table.targetKind == kind else {
      throw .unsupportedTarget(forecaster: forecaster, expected: kind, found: table.targetKind)
    }
  }
}
