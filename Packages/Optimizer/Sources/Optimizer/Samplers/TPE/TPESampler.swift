public import ConfigValidation
internal import QuantMath

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The tree-structured Parzen estimator: tries what is likely among good trials and unlikely among
/// the others.
///
/// The densities are multivariate (one product kernel for each trial). Running trials of the same
/// batch count as bad, so that a batch spreads out (constant liar). Pruned trials rank behind
/// complete ones, later steps first; failed ones are ignored. For one objective.
///
/// References: Bergstra, Bardenet, Bengio, Kégl (2011), "Algorithms for hyper-parameter optimization",
/// NIPS 24; Watanabe (2023), arXiv:2304.11127; Optuna 5.0, whose kernels ``TPESettings/optuna`` has.
public struct TPESampler: TrialSampler {
  private let settings: TPESettings
  private var space: SearchSpace?
  private var startup: LatinHypercubeSampler
  private var table = ParzenTable(axes: [])

  /// Positions in the table from good to bad.
  private var ranked: [Int] = []
  private var merits: [Merit] = []

  /// Creates a sampler.
  public init(_ settings: TPESettings) {
    self.settings = settings
    startup = LatinHypercubeSampler(count: settings.startupTrials)
  }

  /// The name of the method and its settings.
  public var canonicalForm: JSONValue { settings.canonicalForm }

  /// Takes any space.
  ///
  /// - Throws: ``StudyError/tooManyObjectives(of:limit:found:)``,
  ///   ``StudyError/invalidSetting(name:expected:found:)``.
  public mutating func prepare(for space: SearchSpace, objectives: Int) throws(StudyError) {
    guard objectives == 1 else {
      throw .tooManyObjectives(of: "TPESampler", limit: 1, found: objectives)
    }
    try settings.check()
    try startup.prepare(for: space, objectives: objectives)
    self.space = space
    table = ParzenTable(axes: space.coordinates)
  }

  /// Returns the candidate with the best ratio of the densities.
  ///
  /// - Complexity: O(candidates · trials · parameters).
  public mutating func suggest(_ request: SampleRequest) -> SearchPoint? {
    guard let space else { return nil }
    guard ranked.count >= settings.startupTrials else { return startup.suggest(request) }
    var known = table
    for point in request.running { known.append(point) }
    let good = ranked.prefix(settings.goodCount(ranked.count))
    var isGood = [Bool](repeating: false, count: known.count)
    for member in good { isGood[member] = true }
    let likely = ParzenMixture(
      known,
      members: Array(good),
      weights: goodWeights(good.count),
      bandwidth: settings.goodBandwidth,
      settings: settings
    )
    let others = (0..<known.count).filter { !isGood[$0] }
    let unlikely = ParzenMixture(
      known,
      members: others,
      weights: ParzenMixture.ageWeights(others.count, full: settings.fullWeightTrials),
      bandwidth: settings.otherBandwidth,
      settings: settings
    )
    var stream = request.stream(purpose: DrawPurpose.parzen)
    let candidates = (0..<settings.candidates).map { _ in space.point(likely.draw(&stream)) }
    let gains = zip(likely.logDensities(candidates), unlikely.logDensities(candidates)).map(-)
    var best = 0
    for place in gains.indices where gains[place] > gains[best] { best = place }
    return candidates[best]
  }

  /// The weights of good trials from the best on.
  private func goodWeights(_ count: Int) -> [Double] {
    guard settings.goodWeights == .byRank, count > 0 else {
      return [Double](repeating: 1, count: count)
    }
    let raw = (1...count).map { log(Double(count + 1) / Double($0)) }
    let total = raw.reduce(0, +)
    return raw.map { $0 * Double(count) / total }
  }

  /// Files the trials among the good and the bad.
  public mutating func observe(_ trials: [TrialObservation]) {
    for trial in trials {
      guard let merit = Merit(trial.outcome) else { continue }
      var (low, high) = (0, ranked.count)
      while low < high {
        let middle = (low + high) / 2
        if merit < merits[ranked[middle]] { high = middle } else { low = middle + 1 }
      }
      ranked.insert(table.count, at: low)
      merits.append(merit)
      table.append(trial.point)
    }
  }

  /// Files all trials at once; nothing is proposed again.
  ///
  /// - Complexity: O(trials · log trials).
  public mutating func restore(_ batches: [SampledBatch], seed: UInt64) {
    var points: [SearchPoint] = []
    for batch in batches where batch.isTold {
      for trial in batch.trials {
        guard let merit = Merit(trial.observation.outcome) else { continue }
        merits.append(merit)
        points.append(trial.observation.point)
      }
    }
    table.append(points)
    // Of equal trials the earlier one stands first, as if they had been filed one by one.
    ranked = merits.indices.sorted { left, right in
      if merits[left] < merits[right] { return true }
      return !(merits[right] < merits[left]) && left < right
    }
  }
}

/// How good a trial is: smaller is better, group by group.
private struct Merit: Comparable, Sendable {
  let group: Int
  let first: Double
  let second: Double

  static func < (left: Merit, right: Merit) -> Bool {
    (left.group, left.first, left.second) < (right.group, right.first, right.second)
  }
}

extension Merit {
  /// The merit of an outcome; `nil` for a failed trial, which is ignored.
  init?(_ outcome: TrialObservation.Outcome) {
    switch outcome {
    case .complete(let losses): self.init(group: 0, first: losses[0], second: 0)
    case .pruned(let report?):
      self.init(group: 1, first: -Double(report.step), second: report.value)
    case .pruned(nil): self.init(group: 2, first: 0, second: 0)
    case .failed: return nil
    }
  }
}
