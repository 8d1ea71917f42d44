import Testing

@testable import TorchEngine

@Suite("Tensors", .serialized, .enabled(if: TestTorch.isInstalled, "run: make deps-torch"))
struct TensorTests {
  private let torch: Torch

  init() throws {
    torch = try TestTorch.load()
  }

  @Test("An operation on shapes that do not fit throws what the library says")
  func shapeError() throws {
    let left = try Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3], on: .cpu, torch)
    let right = try Tensor([1, 2], shape: [2, 1], on: .cpu, torch)
    #expect {
      _ = try left.matmul(right)
    } throws: { error in
      "\(error)".contains("shapes cannot be multiplied")
    }
    #expect(throws: TorchError.elementCount(expected: 4, found: 3)) {
      _ = try Tensor([1, 2, 3], shape: [2, 2], on: .cpu, torch)
    }
  }

  @Test("A gradient is the one of the textbook")
  func gradient() throws {
    let weights = try Tensor([1, 2, 3], shape: [3], on: .cpu, torch)
    let inputs = try Tensor([4, 5, 6], shape: [3], on: .cpu, torch)
    try weights.requireGradient()
    try (weights * inputs * weights).mean(over: 0).backward()
    // d/dw of mean(x w²) = 2 x w / 3.
    let found = try #require(try weights.gradient()).floats()
    for (value, expected) in zip(found, [8.0 / 3, 20.0 / 3, 12] as [Float]) {
      #expect(abs(value - expected) < 1e-5)
    }
  }

  @Test(
    "Adam follows its definition step by step, with decay in either form",
    arguments: [true, false]
  )
  func adam(isDecoupled: Bool) throws {
    var weight = 1.5
    var (first, second) = (0.0, 0.0)
    let settings = AdamSettings(
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0.1,
      isDecoupled: isDecoupled
    )
    let tensor = try Tensor([Float(weight)], shape: [1], on: .cpu, torch)
    try tensor.requireGradient()
    let optimizer = try AdamOptimizer([tensor], settings)
    for step in 1...20 {
      try optimizer.clearGradients()
      try (tensor * tensor).backward()
      try optimizer.step(rate: 0.05)
      var gradient = 2 * weight
      if isDecoupled { weight *= 1 - 0.05 * 0.1 } else { gradient += 0.1 * weight }
      first = 0.9 * first + 0.1 * gradient
      second = 0.999 * second + 0.001 * gradient * gradient
      let deviation =
        (second).squareRoot() / (1 - pow(0.999, step)).squareRoot() + 1e-8
      weight -= 0.05 / (1 - pow(0.9, step)) * first / deviation
    }
    #expect(abs(try tensor.floats()[0] - Float(weight)) < 1e-5)
    #expect(optimizer.stepCount == 20)
  }

  @Test("Streams of random numbers are their own, and continue from a saved state")
  func generators() throws {
    let one = try TorchGenerator(seed: 7, on: .cpu, torch)
    let other = try TorchGenerator(seed: 7, on: .cpu, torch)
    let first = try Tensor.normal(deviation: 1, shape: [64], one).floats()
    let state = try one.state()
    let second = try Tensor.uniform(in: 0...1, shape: [64], one).floats()
    #expect(try Tensor.normal(deviation: 1, shape: [64], other).floats() == first)
    try other.restore(state)
    #expect(try Tensor.uniform(in: 0...1, shape: [64], other).floats() == second)
  }

  @Test("Dropout keeps the mean and zeroes the stated share")
  func dropout() throws {
    let generator = try TorchGenerator(seed: 1, on: .cpu, torch)
    let ones = try Tensor.full(1, shape: [100_000], on: .cpu, torch)
    let kept = try ones.dropout(0.3, generator).floats()
    let zeros = kept.count { $0 == 0 }
    #expect(abs(Double(zeros) / 100_000 - 0.3) < 0.01)
    #expect(kept.allSatisfy { $0 == 0 || abs($0 - 1 / 0.7) < 1e-6 })
  }

  @Test("A causal mask hides what lies ahead of each query")
  func mask() throws {
    let mask = try Tensor.causalMask(queries: 2, keys: 4, on: .cpu, torch)
    #expect(try mask.floats() == [0, 0, 0, 1, 0, 0, 0, 0])
  }

  @Test("Tensors are freed with their last reference")
  func lifetimes() throws {
    // Other tests of this process have tensors of their own: some hundreds, never as many as these.
    let rounds = 4_000
    let before = torch.liveTensorCount
    for _ in 0..<rounds {
      let tensor = try Tensor.full(1, shape: [8, 8], on: .cpu, torch)
      _ = try tensor.matmul(tensor).softmax(-1).reshaped([64]).mean(over: 0).item()
    }
    #expect(torch.liveTensorCount < before + rounds)
  }

  @Test("Devices are read from their names, and one that is not there is refused")
  func devices() throws {
    #expect(TorchDevice("cpu") == .cpu)
    #expect(TorchDevice("cuda") == .cuda(0))
    #expect(TorchDevice("cuda:2") == .cuda(2))
    #expect(TorchDevice("cuda:-1") == nil)
    #expect(TorchDevice("gpu") == nil)
    let missing = TorchDevice.cuda(torch.cudaDeviceCount)
    #expect(
      throws: TorchError.noSuchDevice(missing, cudaDeviceCount: torch.cudaDeviceCount)
    ) {
      _ = try TorchGenerator(seed: 1, on: missing, torch)
    }
  }

  private func pow(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}

@Suite("Loading the tensor library")
struct TorchLoadingTests {
  @Test("A missing library is an error that names the file and the command")
  func missing() {
    #expect {
      _ = try Torch.load(from: TorchLocation(files: ["/nowhere/libassay_torch.so"]))
    } throws: { error in
      let text = "\(error)"
      return text.contains("make deps-torch") && text.contains("/nowhere/libassay_torch.so")
    }
  }
}
