import Testing

@testable import TorchEngine

@Suite(
  "Operations in one pass over memory",
  .serialized,
  .enabled(if: TestTorch.isInstalled, "run: make deps-torch")
)
struct FusedOperationTests {
  private let torch: Torch

  init() throws {
    torch = try TestTorch.load()
  }

  /// Numbers of rows and sizes of vectors: whole and broken blocks and vectors of the processor.
  static let sizes: [(rows: Int, size: Int)] = [(1, 1), (7, 5), (64, 8), (200, 19)]

  @Test("Lifted numbers and their gradients are those of the single operations", arguments: sizes)
  func lifted(rows: Int, size: Int) throws {
    let values = try normal([rows, 3], seed: 1)
    func gradients(_ isFused: Bool) throws -> [[Float]] {
      let (slope, offset) = (try weight([3, 1, size], 2), try weight([3, 1, size], 3))
      let output =
        if isFused {
          try values.lifted(slope: slope, offset: offset)
        } else {
          try columns(values).linear(each: slope, offset).map(.elu)
        }
      return try results(output, [slope, offset])
    }
    try expectEqual(gradients(true), gradients(false))
  }

  @Test("A mixture and its gradients are those of the single operations", arguments: sizes)
  func mixture(rows: Int, size: Int) throws {
    try expectEqual(mixed(rows, size, isFused: true), mixed(rows, size, isFused: false))
  }

  @Test("Under reduced precision both are near what they are without")
  func reducedPrecision() throws {
    let exact = try mixed(50, 8, isFused: true)
    let reduced = try torch.withReducedPrecision(on: .cpu, true) { () throws(TorchError) in
      try mixed(50, 8, isFused: true, halves: true)
    }
    for (one, other) in zip(reduced[0], exact[0]) { #expect(abs(one - other) < 0.1) }
  }

  @Test(
    "Dropout repeats with its stream, differs from draw to draw, and passes gradients as it kept"
  )
  func dropout() throws {
    let stream = try TorchGenerator(seed: 5, on: .cpu, torch)
    let state = try stream.state()
    let values = try weight([5_000], 1)
    let first = try values.dropout(0.25, stream)
    let second = try values.dropout(0.25, stream).floats()
    try stream.restore(state)
    #expect(try values.dropout(0.25, stream).floats() == first.floats())
    #expect(try first.floats() != second)
    try first.mean(over: 0).backward()
    let gradient = try #require(try values.gradient()).floats()
    for (value, factor) in zip(try first.floats(), gradient) {
      #expect(factor == (value == 0 ? 0 : Float(1 / 0.75) / 5_000))
    }
  }

  /// The mixture, then the gradients of everything that has one.
  private func mixed(
    _ rows: Int,
    _ size: Int,
    isFused: Bool,
    halves: Bool = false
  ) throws(TorchError) -> [[Float]] {
    let values = try normal([rows, 3], seed: 1)
    let inputs = try weight([3, rows, 2 * size], 2)
    // A product in reduced precision gives the gates that reach the operation in practice.
    let gates = halves ? try inputs.matmul(identity(2 * size)) : inputs
    let embedding = (weight: try weight([3, 1, size], 3), bias: try weight([3, 1, size], 4))
    let norm = (weight: try weight([3, 1, size], 5), bias: try weight([3, 1, size], 6))
    let shares = try weight([rows, 3], 7)
    let output: Tensor
    if isFused {
      output = try gates.mixture(
        of: values,
        embedding: embedding,
        norm: norm,
        shares: shares,
        epsilon: 1e-5
      )
    } else {
      let sum =
        try columns(values) * embedding.weight + embedding.bias + gates.gatedLinearUnit()
      let standard = try sum.layerNorm(
        .full(1, shape: [size], on: .cpu, torch),
        .full(0, shape: [size], on: .cpu, torch),
        epsilon: 1e-5
      )
      output = try ((standard * norm.weight + norm.bias) * columns(shares)).sum(over: 0)
    }
    return try results(
      output,
      [inputs, embedding.weight, embedding.bias, norm.weight, norm.bias, shares]
    )
  }

  private func results(_ output: Tensor, _ weights: [Tensor]) throws(TorchError) -> [[Float]] {
    try (output * output).reshaped([-1]).mean(over: 0).backward()
    var found = [try output.floats()]
    for weight in weights { found.append(try weight.gradient()?.floats() ?? []) }
    return found
  }

  private func expectEqual(_ found: [[Float]], _ expected: [[Float]]) throws {
    for (one, other) in zip(found, expected) {
      try #require(one.count == other.count && !one.isEmpty)
      let scale = other.reduce(1) { max($0, abs($1)) }
      // Sums of hundreds of terms of either sign.
      for (value, wanted) in zip(one, other) { #expect(abs(value - wanted) < 2e-5 * scale) }
    }
  }

  /// `[rows, variables]` as `[variables, rows, 1]`.
  private func columns(_ tensor: Tensor) throws(TorchError) -> Tensor {
    try tensor.transposed(0, 1).unsqueezed(-1)
  }

  private func identity(_ size: Int) throws(TorchError) -> Tensor {
    try Tensor(
      (0..<size * size).map { $0 % (size + 1) == 0 ? 1 : 0 },
      shape: [size, size],
      on: .cpu,
      torch
    )
  }

  private func weight(_ shape: [Int], _ seed: UInt64) throws(TorchError) -> Tensor {
    let tensor = try normal(shape, seed: seed)
    try tensor.requireGradient()
    return tensor
  }

  private func normal(_ shape: [Int], seed: UInt64) throws(TorchError) -> Tensor {
    try .normal(deviation: 1, shape: shape, TorchGenerator(seed: seed, on: .cpu, torch))
  }
}
