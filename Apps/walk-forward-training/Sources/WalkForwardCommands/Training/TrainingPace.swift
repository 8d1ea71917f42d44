internal import Forecasting
internal import MarketModel

/// One fit that runs.
struct RunningFit {
  let model: String
  let fold: Int
  let samples: Int
  let began: Timestamp

  /// The newest pass, or `nil` before the first ends.
  private(set) var progress: FitProgress?
  private var passes = 0
  private var passesSeconds = 0.0

  init(model: String, fold: Int, samples: Int, began: Timestamp) {
    self.model = model
    self.fold = fold
    self.samples = samples
    self.began = began
  }

  mutating func advance(_ progress: FitProgress, at now: Timestamp) {
    self.progress = progress
    passes += 1
    passesSeconds = seconds(at: now)
  }

  /// What one pass is called.
  var passName: String { model == "lightgbm" ? "round" : "epoch" }

  /// The time since the beginning.
  func seconds(at now: Timestamp) -> Double {
    Double(now.nanoseconds - began.nanoseconds) / 1e9
  }

  /// Training samples a second, or `nil` before a pass ended and where passes are not over samples.
  var rate: Double? {
    guard passes > 0, passesSeconds > 0, (progress?.epochCount ?? 1) > 1, passName == "epoch"
    else { return nil }
    return Double(passes * samples) / passesSeconds
  }

  /// The time that all passes take at most, or `nil` before the first ends.
  var longestSeconds: Double? {
    guard let progress, passes > 0 else { return nil }
    return passesSeconds / Double(passes) * Double(passes + progress.epochCount - progress.epoch)
  }
}

/// How far the fits of a training are, and how long they take.
struct TrainingPace {
  private let models: [String]
  private let foldCount: Int
  private let workers: Int
  private var ended: [String: Int] = [:]
  private var lengths: [String: (count: Int, seconds: Double)] = [:]

  /// The fits that run, in the order in which they began.
  private(set) var running: [RunningFit] = []

  init(models: [String], foldCount: Int, workers: Int) {
    self.models = models
    self.foldCount = foldCount
    self.workers = workers
  }

  /// The number of all fits.
  var fitCount: Int { models.count * foldCount }

  /// The number of fits that are done.
  var done: Int { ended.values.reduce(0, +) }

  mutating func begin(_ fit: RunningFit) { running.append(fit) }

  mutating func advance(_ model: String, _ fold: Int, _ progress: FitProgress, at now: Timestamp) {
    guard let place = place(model, fold) else { return }
    running[place].advance(progress, at: now)
  }

  /// Ends a fit, and returns it; one that does not count says nothing of how long others take.
  mutating func end(_ model: String, _ fold: Int, counts: Bool, at now: Timestamp) -> RunningFit? {
    ended[model, default: 0] += 1
    guard let place = place(model, fold) else { return nil }
    let fit = running.remove(at: place)
    if counts {
      var length = lengths[model] ?? (0, 0)
      length.count += 1
      length.seconds += fit.seconds(at: now)
      lengths[model] = length
    }
    return fit
  }

  /// About how long the rest takes, or `nil` at the end and while a model is yet to show how long it takes.
  ///
  /// A model takes as long as its fits before; until one is done, as long as all of its passes would.
  func secondsLeft(at now: Timestamp) -> Double? {
    guard done < fitCount else { return nil }
    var sum = 0.0
    for model in models {
      let own = running.filter { $0.model == model }
      let waiting = foldCount - (ended[model] ?? 0) - own.count
      let usual =
        lengths[model].map { $0.seconds / Double($0.count) }
        ?? own.compactMap(\.longestSeconds).max()
      guard let usual else {
        if waiting + own.count > 0 { return nil }
        continue
      }
      sum += usual * Double(waiting)
      for fit in own {
        let elapsed = fit.seconds(at: now)
        // A fit that takes longer than usual may take all of its passes.
        let whole = elapsed < usual ? usual : fit.longestSeconds ?? elapsed
        sum += max(0, whole - elapsed)
      }
    }
    let left = fitCount - done
    return sum / Double(max(1, min(workers, left)))
  }

  private func place(_ model: String, _ fold: Int) -> Int? {
    running.firstIndex { $0.model == model && $0.fold == fold }
  }
}
