public import ConfigValidation
public import QuantMath

/// Proposes the points that a study tries.
///
/// A sampler keeps what it learnt as a value. It is told the finished trials of a batch at once, in
/// the order of their numbers, and draws only from the streams of its requests: its proposals are a
/// function of seed and history.
public protocol TrialSampler: Sendable {
  /// The name of the method and every setting that its proposals depend on, as a JSON object.
  var canonicalForm: JSONValue { get }

  /// Gets ready for a space; called once, before anything else.
  ///
  /// - Throws: ``StudyError`` when the sampler cannot search the space or its settings are invalid.
  mutating func prepare(for space: SearchSpace, objectives: Int) throws(StudyError)

  /// Returns a point to try, or `nil` when there is none left.
  mutating func suggest(_ request: SampleRequest) -> SearchPoint?

  /// Learns from the finished trials of a batch, in the order of their numbers.
  mutating func observe(_ trials: [TrialObservation])

  /// Takes back batches that were proposed and observed before; called right after
  /// ``prepare(for:objectives:)``.
  ///
  /// Afterwards the sampler must propose what it would have proposed had it lived through them. By default
  /// it lives through them: every proposal is made again. Samplers that can do with less say so.
  ///
  /// - Parameters:
  ///   - batches: The batches in their order; all but the last are told.
  ///   - seed: The seed of the study.
  mutating func restore(_ batches: [SampledBatch], seed: UInt64)
}

/// A batch of trials that a sampler proposed before.
public struct SampledBatch: Sendable {
  /// The trials by number.
  public let trials: [SampledTrial]

  /// Whether every trial of it was told, so that the sampler learnt from it.
  public let isTold: Bool

  /// What became of the trials, by number.
  public var observations: [TrialObservation] { trials.map(\.observation) }

  /// Creates a batch.
  public init(trials: [SampledTrial], isTold: Bool) {
    self.trials = trials
    self.isTold = isTold
  }
}

/// A trial that a sampler proposed before.
public struct SampledTrial: Sendable {
  /// How many proposals were made for it, the one taken included.
  public let proposals: Int

  /// What it tried and, once its batch is told, what became of it.
  public let observation: TrialObservation

  /// Creates a trial.
  public init(proposals: Int, observation: TrialObservation) {
    self.proposals = proposals
    self.observation = observation
  }
}

extension TrialSampler {
  /// Makes every proposal again.
  public mutating func restore(_ batches: [SampledBatch], seed: UInt64) {
    for batch in batches { relive(batch, seed: seed) }
  }

  /// Makes the proposals of a batch again, and observes it if it was told.
  mutating func relive(_ batch: SampledBatch, seed: UInt64) {
    var running: [SearchPoint] = []
    for trial in batch.trials {
      for attempt in 0..<trial.proposals {
        let request = SampleRequest(
          trial: trial.observation.number,
          attempt: attempt,
          running: running,
          seed: seed
        )
        _ = suggest(request)
      }
      running.append(trial.observation.point)
    }
    if batch.isTold { observe(batch.observations) }
  }
}

/// The question to a sampler.
public struct SampleRequest: Sendable {
  /// The number of the trial, from 0.
  public let trial: Int

  /// How many proposals for this trial broke a constraint.
  public let attempt: Int

  /// The trials of the same batch asked for before this one, by number.
  public let running: [SearchPoint]

  /// The seed of the study.
  public let seed: UInt64

  /// Creates a request.
  public init(trial: Int, attempt: Int, running: [SearchPoint], seed: UInt64) {
    self.trial = trial
    self.attempt = attempt
    self.running = running
    self.seed = seed
  }

  /// Returns a stream of random words that no other trial, attempt or purpose shares.
  ///
  /// - Parameter purpose: What the draws are for; numbers below 256 belong to the samplers of this
  ///   module.
  /// - Returns: The stream at its beginning.
  public func stream(purpose: UInt32) -> PhiloxStream {
    PhiloxStream(
      seed: seed,
      purpose: purpose,
      trial: UInt32(truncatingIfNeeded: trial),
      path: UInt32(truncatingIfNeeded: attempt)
    )
  }
}

/// A finished trial as samplers see it: every objective is to be small.
public struct TrialObservation: Hashable, Sendable {
  /// What became of the trial.
  public enum Outcome: Hashable, Sendable {
    /// The value of each objective.
    case complete(losses: [Double])

    /// The newest report, or `nil` without one.
    case pruned(TrialReport?)

    /// Nothing is known but that it failed.
    case failed
  }

  /// The number of the trial.
  public let number: Int

  /// What it tried.
  public let point: SearchPoint

  /// What became of it.
  public let outcome: Outcome

  /// Creates an observation.
  public init(number: Int, point: SearchPoint, outcome: Outcome) {
    self.number = number
    self.point = point
    self.outcome = outcome
  }
}

/// What random words are drawn for; one number for each use.
enum DrawPurpose {
  static let uniform: UInt32 = 1
  static let latinOrder: UInt32 = 2
  static let latinPlace: UInt32 = 3
  static let sobolScramble: UInt32 = 4
  static let parzen: UInt32 = 5
  static let evolution: UInt32 = 6
  static let genetic: UInt32 = 7
  static let fallback: UInt32 = 8
  static let forest: UInt32 = 9
}
