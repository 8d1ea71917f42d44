internal import Forecasting
internal import QuantMath
internal import TorchEngine

/// Teaches a network by passes over training samples, and keeps the weights that did best on validation.
struct NetworkTrainer {
  let network: any Network
  let settings: TrainingSettings
  let training: [Int]
  let validation: [Int]
  let circumstances: FitCircumstances
  let device: TorchDevice

  /// Where checkpoints go, or `nil`.
  let checkpoint: CheckpointFile?

  /// How a training ended.
  struct Outcome {
    let trainingLoss: Double
    let validationLoss: Double?
    let epochs: Int
  }

  /// Teaches the network; afterwards it has the weights of the best epoch.
  ///
  /// - Returns: The losses of what was kept.
  /// - Throws: ``ForecastError/diverged(epoch:loss:)``, ``ForecastError/stopped(epoch:)``, errors of the engine
  ///   and of checkpoints.
  func run() throws(ForecastError) -> Outcome {
    var state = try startingState()
    while state.progress.epoch < settings.epochs, !state.progress.isExhausted(settings.patience) {
      let epoch = state.progress.epoch + 1
      let trainingLoss = try teach(&state, epoch: epoch)
      let validationLoss = validation.isEmpty ? nil : try meanLoss(validation)
      try check(trainingLoss, epoch)
      if let validationLoss { try check(validationLoss, epoch) }
      try keep(&state, trainingLoss, validationLoss)
      state.progress.epoch = epoch
      // Told before it is kept: a fit that is killed in between tells the epoch again, with equal numbers.
      circumstances.progress(
        FitProgress(
          epoch: epoch,
          epochCount: settings.epochs,
          trainingLoss: trainingLoss,
          validationLoss: validationLoss
        )
      )
      if let checkpoint { try checkpoint.write(state, network.weights) }
      if circumstances.isStopped() { throw .stopped(epoch: epoch) }
    }
    try restoreBest(state)
    return Outcome(
      trainingLoss: state.progress.keptTrainingLoss,
      validationLoss: validation.isEmpty ? nil : state.progress.bestLoss,
      epochs: state.progress.epoch
    )
  }

  /// The state before the first step, or that of the checkpoint.
  func startingState() throws(ForecastError) -> TrainingState {
    let state = try orEngine { () throws(TorchError) in
      TrainingState(
        optimizer: try AdamOptimizer(
          network.weights.tensors,
          AdamSettings(
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-8,
            weightDecay: settings.weightDecay,
            isDecoupled: settings.decouplesWeightDecay
          )
        ),
        dropout: try TorchGenerator(
          seed: circumstances.seed ^ 0x9e37_79b9_7f4a_7c15,
          on: device,
          network.weights.torch
        )
      )
    }
    return try checkpoint?.resumed(state, network.weights) ?? state
  }

  /// One pass over the training samples in an order of its own.
  private func teach(
    _ state: inout TrainingState,
    epoch: Int
  ) throws(ForecastError) -> Double {
    let order = shuffled(epoch: epoch)
    var (sum, batchStart) = (0.0, 0)
    while batchStart < order.count {
      let batch = order[batchStart..<min(batchStart + settings.batchSize, order.count)]
      let loss = try orEngine { () throws(TorchError) in try step(batch, state) }
      sum += loss * Double(batch.count)
      try check(loss, epoch)
      batchStart += batch.count
    }
    return sum / Double(order.count)
  }

  /// Moves the weights once; returns the mean loss over the batch before the move.
  func step(
    _ batch: ArraySlice<Int>,
    _ state: TrainingState
  ) throws(TorchError) -> Double {
    let torch = network.weights.torch
    try state.optimizer.clearGradients()
    var (sum, start) = (0.0, batch.startIndex)
    while start < batch.endIndex {
      let part = batch[start..<min(start + settings.microBatchSize, batch.endIndex)]
      let loss = try torch.withReducedPrecision(on: device, settings.usesReducedPrecision) {
        () throws(TorchError) in try network.loss(part, .training(state.dropout))
      }
      let share = Double(part.count) / Double(batch.count)
      try (share == 1 ? loss : loss * share).backward()
      sum += try loss.item() * share
      start = part.endIndex
    }
    try state.optimizer.clipGradients(norm: settings.gradientNorm)
    try state.optimizer.step(rate: settings.rate(step: state.optimizer.stepCount + 1))
    return sum
  }

  private func meanLoss(_ samples: [Int]) throws(ForecastError) -> Double {
    try orEngine { () throws(TorchError) in
      try network.weights.torch.withoutGradients { () throws(TorchError) in
        var (sum, start) = (0.0, 0)
        while start < samples.count {
          let part = samples[start..<min(start + settings.microBatchSize, samples.count)]
          sum += try network.loss(part, .evaluation).item() * Double(part.count)
          start += part.count
        }
        return sum / Double(samples.count)
      }
    }
  }

  /// The training samples in the order of an epoch (Fisher–Yates).
  private func shuffled(epoch: Int) -> [Int] {
    var order = training
    var stream = PhiloxStream(
      seed: circumstances.seed,
      purpose: 0x6e65_7572,
      trial: UInt32(truncatingIfNeeded: epoch),
      path: 0
    )
    for last in order.indices.dropFirst().reversed() {
      order.swapAt(last, stream.index(below: last + 1))
    }
    return order
  }

  private func check(_ loss: Double, _ epoch: Int) throws(ForecastError) {
    // The bits of a NaN say nothing.
    guard loss.isFinite else {
      throw .diverged(epoch: epoch, loss: loss.isNaN ? "nan" : "\(loss)")
    }
  }

  /// Remembers the weights when the epoch was the best so far; without validation the last is kept.
  private func keep(
    _ state: inout TrainingState,
    _ trainingLoss: Double,
    _ validationLoss: Double?
  ) throws(ForecastError) {
    let best = state.progress.bestLoss ?? .infinity
    if let validationLoss, !(validationLoss < best - settings.minimumImprovement) {
      state.progress.epochsSinceBest += 1
      return
    }
    state.progress.epochsSinceBest = 0
    state.progress.bestLoss = validationLoss
    state.progress.keptTrainingLoss = trainingLoss
    state.bestWeights = try orEngine { () throws(TorchError) in
      var copies: [[Float]] = []
      for tensor in network.weights.tensors { copies.append(try tensor.floats()) }
      return copies
    }
  }

  private func restoreBest(_ state: TrainingState) throws(ForecastError) {
    try orEngine { () throws(TorchError) in
      for (tensor, values) in zip(network.weights.tensors, state.bestWeights) {
        try tensor.assign(values)
      }
    }
  }
}

/// Everything that changes while a network is taught, beside its weights.
struct TrainingState {
  /// Moments of gradients.
  let optimizer: AdamOptimizer

  /// The stream of dropout.
  let dropout: TorchGenerator

  /// Counters and losses.
  var progress = TrainingCounters()

  /// The weights of the best epoch, in the order of the store.
  var bestWeights: [[Float]] = []
}

/// How far a training is.
struct TrainingCounters: Hashable {
  /// Epochs that are done.
  var epoch = 0

  /// Epochs since the best one.
  var epochsSinceBest = 0

  /// The validation loss of the best epoch, or `nil` before it and without validation.
  var bestLoss: Double?

  /// The training loss of the epoch whose weights are kept.
  var keptTrainingLoss = 0.0

  /// Whether nothing has improved for too long.
  func isExhausted(_ patience: Int?) -> Bool {
    patience.map { epochsSinceBest >= $0 } ?? false
  }
}
