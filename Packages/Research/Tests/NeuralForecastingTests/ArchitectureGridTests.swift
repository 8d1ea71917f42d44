import NeuralForecasting
import Testing

@Suite("The grid of architectures")
struct ArchitectureGridTests {
  private func shape(features: Int) -> PatchTransformerShape {
    PatchTransformerShape(
      transformer: TransformerShape(
        modelSize: 1,
        layerCount: 1,
        headCount: 1,
        feedForwardSize: 1,
        dropout: 0.1
      ),
      featureCount: features,
      contextLength: 60,
      patchLength: 10,
      stride: 5,
      outputCount: 1
    )
  }

  @Test("has the known number of shapes for each budget", arguments: [20, 25])
  func counts(features: Int) {
    for (grid, counts) in [
      (ArchitectureGrid.standard, [75, 50, 75, 15]), (.deep, [80, 75, 125, 75]),
    ] {
      let found = ParameterBudget.all.map { grid.shapes(of: $0, like: shape(features: features)) }
      #expect(found.map(\.count) == counts)
      for (budget, shapes) in zip(ParameterBudget.all, found) {
        let sizes = shapes.map(\.parameterCount)
        #expect(sizes == sizes.sorted())
        #expect(sizes.allSatisfy { abs(Double($0) / Double(budget.parameterCount) - 1) <= 0.25 })
        #expect(
          shapes.allSatisfy { $0.transformer.modelSize % $0.transformer.headCount == 0 }
        )
        // Shapes of one size differ in heads, which stay in their order.
        for (left, right) in zip(shapes, shapes.dropFirst())
        where left.parameterCount == right.parameterCount
          && left.transformer.modelSize == right.transformer.modelSize
        {
          #expect(left.transformer.headCount < right.transformer.headCount)
        }
      }
    }
  }

  @Test("Budgets are named in upper or lower case")
  func budgets() {
    #expect(ParameterBudget("20m")?.parameterCount == 20_000_000)
    #expect(ParameterBudget("2b")?.description == "2B")
    #expect(ParameterBudget("3M") == nil)
  }
}
