internal import QuantMath

typealias SplitParts = (training: [Int], validation: [Int], test: [Int])

/// The streams of random numbers that splits draw from.
enum SplitPurpose {
  static let chunks: UInt32 = 0x5350_0001
  static let subset: UInt32 = 0x5350_0002
}

/// The share of a count, rounded down as a share of samples is, and at least one.
private func held(_ count: Int, _ share: Double) -> Int { max(1, Int(Double(count) * share)) }

func chronologicalParts(
  _ layout: SampleLayout,
  _ given: Int,
  _ validationShare: Double,
  _ testShare: Double
) throws(SplitError) -> SplitParts {
  guard (0...1_000_000).contains(given) else {
    throw .outOfRange(field: "embargo", expected: 0...1_000_000, found: given)
  }
  let embargo = max(layout.horizon, given)
  let count = layout.sampleCount
  let test = count - held(count, testShare)..<count
  let validationEnd = test.lowerBound - embargo
  let validationStart = validationEnd - held(count, validationShare)
  guard validationStart >= 0 else {
    throw .emptyPart(.validation, samples: count, embargo: embargo)
  }
  let trainingEnd = validationStart - embargo
  guard trainingEnd > 0 else { throw .emptyPart(.training, samples: count, embargo: embargo) }
  return (Array(0..<trainingEnd), Array(validationStart..<validationEnd), Array(test))
}

/// Holds out whole chunks; `order` names the chunks of validation, then those of the test.
func chunkParts(
  _ layout: SampleLayout,
  _ validationShare: Double,
  _ testShare: Double,
  order: (_ chunks: Int, _ held: (validation: Int, test: Int)) -> [Int]
) throws(SplitError) -> SplitParts {
  let length = layout.windowLength
  guard layout.rowCount >= 5 * length else {
    throw .tooFewRows(needed: 5 * length, found: layout.rowCount, for: "five chunks of \(length)")
  }
  let chunks = layout.rowCount / length
  let counts = (validation: held(chunks, validationShare), test: held(chunks, testShare))
  let chosen = order(chunks, counts)
  let validation = chosen[..<counts.validation].sorted()
  let test = chosen[counts.validation..<counts.validation + counts.test].sorted()
  let training = trainingSamples(layout, avoiding: (validation + test).sorted())
  guard !training.isEmpty else {
    throw .emptyPart(.training, samples: layout.sampleCount, embargo: 0)
  }
  return (training, validation.map { $0 * length }, test.map { $0 * length })
}

/// Every sample whose rows lie in no held-out chunk.
private func trainingSamples(_ layout: SampleLayout, avoiding chunks: [Int]) -> [Int] {
  let length = layout.windowLength
  var samples: [Int] = []
  var free = 0
  for chunk in chunks {
    if chunk * length - length >= free { samples += Array(free...chunk * length - length) }
    free = (chunk + 1) * length
  }
  if layout.rowCount - length >= free { samples += Array(free...layout.rowCount - length) }
  return samples
}

/// The numbers below a count in seeded order (Fisher and Yates, from the end).
func shuffledIndices(_ count: Int, seed: UInt64, purpose: UInt32) -> [Int] {
  var stream = PhiloxStream(seed: seed, purpose: purpose, trial: 0, path: 0)
  var order = Array(0..<count)
  for last in stride(from: count - 1, to: 0, by: -1) {
    order.swapAt(last, stream.index(below: last + 1))
  }
  return order
}
