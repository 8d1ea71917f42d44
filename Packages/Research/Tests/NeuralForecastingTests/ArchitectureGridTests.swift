import NeuralForecasting
import Testing

@Suite("The grid of architectures")
struct ArchitectureGridTests {
  private static let shape = TransformerShape(
    modelSize: 1,
    layerCount: 1,
    headCount: 1,
    feedForwardSize: 1,
    dropout: 0.1
  )

  private func found(
    _ grid: ArchitectureGrid,
    _ budget: ParameterBudget,
    features: Int,
    like architecture: NeuralArchitecture = .patchTransformer(shape, patchLength: 10, stride: 5)
  ) -> [CountedArchitecture] {
    grid.architectures(of: budget, like: architecture, featureCount: features, contextLength: 60)
  }

  @Test("has the known number of architectures for each budget", arguments: [20, 25])
  func counts(features: Int) {
    for (grid, counts) in [
      (ArchitectureGrid.standard, [75, 50, 75, 15]), (.deep, [80, 75, 125, 75]),
    ] {
      let all = ParameterBudget.standard.map { found(grid, $0, features: features) }
      #expect(all.map(\.count) == counts)
      for (budget, architectures) in zip(ParameterBudget.standard, all) {
        let sizes = architectures.map(\.parameterCount)
        #expect(sizes == sizes.sorted())
        #expect(sizes.allSatisfy { abs(Double($0) / Double(budget.parameterCount) - 1) <= 0.25 })
        let shapes = architectures.map(\.shape)
        #expect(shapes.allSatisfy { $0.modelSize % $0.headCount == 0 && $0.dropout == 0.1 })
        // Architectures of one size differ in heads, which stay in their order.
        for (left, right) in zip(architectures, architectures.dropFirst())
        where left.parameterCount == right.parameterCount
          && left.shape.modelSize == right.shape.modelSize
        {
          #expect(left.shape.headCount < right.shape.headCount)
        }
      }
    }
  }

  @Test("has causal transformers too, and none of a network without such sizes")
  func others() {
    let budget = ParameterBudget(parameterCount: 2_000_000)
    #expect(found(.deep, budget, features: 20, like: .encoderTransformer(Self.shape)).count > 40)
    let fusion = NeuralArchitecture.temporalFusion(
      modelSize: 8,
      headCount: 2,
      quantiles: [0.5],
      dropout: 0.1
    )
    #expect(found(.deep, budget, features: 20, like: fusion).isEmpty)
  }

  @Test(
    "Extremes are the smallest and largest sizes, each once",
    arguments: ParameterBudget.standard
  )
  func extremes(budget: ParameterBudget) {
    let architectures = found(.deep, budget, features: 20)
    let places = architectures.extremes
    #expect((2...6).contains(places.count) && Set(places).count == places.count)
    let shapes = places.map { architectures[$0].shape }
    for size in [\TransformerShape.modelSize, \.layerCount, \.headCount] {
      let all = architectures.map { $0.shape[keyPath: size] }
      #expect(shapes.map { $0[keyPath: size] }.min() == all.min())
      #expect(shapes.map { $0[keyPath: size] }.max() == all.max())
    }
    #expect([CountedArchitecture]().extremes.isEmpty)
  }

  @Test(
    "Budgets are numbers with a unit in upper or lower case",
    arguments: [
      ("20m", 20_000_000, "20M"), ("2b", 2_000_000_000, "2B"), ("100K", 100_000, "100K"),
      ("1.5M", 1_500_000, "1500K"), ("0.1M", 100_000, "100K"), ("2000000", 2_000_000, "2M"),
      ("1234", 1_234, "1234"),
    ]
  )
  func budgets(known: (text: String, count: Int, name: String)) throws {
    let budget = try #require(ParameterBudget(known.text))
    #expect(budget.parameterCount == known.count && budget.description == known.name)
    #expect(ParameterBudget(budget.description) == budget)
  }

  @Test(
    "What is no budget is refused",
    arguments: ["", "M", "2Q", "-2M", "2 M", "M2", "1e6", ".5M", "5.M", "0M", "12", "9999999B"]
  )
  func badBudgets(text: String) {
    #expect(ParameterBudget(text) == nil)
  }

  @Test("The nearest budget is suggested")
  func suggestions() {
    #expect(ParameterBudget.suggestion(for: "2Q") == "2M")
    #expect(ParameterBudget.suggestion(for: "200MM") == "200M")
    #expect(ParameterBudget.suggestion(for: "elephants") == nil)
  }

  @Test("Memory grows with parameters and samples")
  func memory() {
    let shape = TransformerShape(
      modelSize: 64,
      layerCount: 2,
      headCount: 4,
      feedForwardSize: 128,
      dropout: 0
    )
    func bytes(_ samples: Int) -> Int {
      TrainingMemory(parameterCount: 81_985, shape: shape, positionCount: 11, samples: samples)
        .bytes
    }
    #expect(bytes(0) == 24 * 81_985)
    #expect(bytes(256) - bytes(128) == bytes(128) - bytes(0))
  }
}
