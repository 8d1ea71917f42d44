/// The sizes from which transformers of a budget are chosen.
public struct ArchitectureGrid: Hashable, Sendable {
  /// Lengths of the vector at each position.
  public var modelSizes: [Int]

  /// Numbers of blocks.
  public var layerCounts: [Int]

  /// Numbers of attention heads.
  public var headCounts: [Int]

  /// Widths of feed-forward networks, in lengths of the vector.
  public var feedForwardFactors: [Int]

  /// Creates a grid.
  public init(
    modelSizes: [Int],
    layerCounts: [Int],
    headCounts: [Int],
    feedForwardFactors: [Int]
  ) {
    self.modelSizes = modelSizes
    self.layerCounts = layerCounts
    self.headCounts = headCounts
    self.feedForwardFactors = feedForwardFactors
  }

  /// Up to 48 blocks.
  public static let standard = ArchitectureGrid(
    modelSizes: [64, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048],
    layerCounts: [2, 3, 4, 6, 8, 12, 16, 24, 32, 48],
    headCounts: [2, 4, 8, 16, 32],
    feedForwardFactors: [2, 4]
  )

  /// Up to 256 blocks.
  public static let deep: ArchitectureGrid = {
    var grid = standard
    grid.layerCounts += [64, 96, 128, 160, 180, 192, 256]
    return grid
  }()

  /// The architectures of a budget, counted by formula.
  ///
  /// Heads divide the model size, and the number of parameters lies within a quarter of the budget.
  ///
  /// - Parameters:
  ///   - budget: The budget.
  ///   - architecture: Which transformer; its sizes are replaced, its dropout is kept.
  ///   - featureCount: The number of features in each row.
  ///   - contextLength: The number of rows that the model reads.
  /// - Returns: The architectures by number of parameters; equals by model size, blocks, heads and width as in the
  ///   grid. None for a Temporal Fusion Transformer.
  public func architectures(
    of budget: ParameterBudget,
    like architecture: NeuralArchitecture,
    featureCount: Int,
    contextLength: Int
  ) -> [CountedArchitecture] {
    shapes(dropout: architecture.dropout)
      .compactMap { shape in
        var next = architecture
        next.transformer = shape
        let count = next.parameterCount(featureCount: featureCount, contextLength: contextLength)
        guard let count, budget.allows(count) else { return nil }
        return CountedArchitecture(architecture: next, shape: shape, parameterCount: count)
      }
      .enumerated()
      .sorted { ($0.element.parameterCount, $0.offset) < ($1.element.parameterCount, $1.offset) }
      .map(\.element)
  }

  /// Every combination in which heads divide the model size; the last axis turns fastest.
  private func shapes(dropout: Double) -> [TransformerShape] {
    var shapes: [TransformerShape] = []
    for size in modelSizes {
      for layers in layerCounts {
        for heads in headCounts where size % heads == 0 {
          for factor in feedForwardFactors {
            shapes.append(
              TransformerShape(
                modelSize: size,
                layerCount: layers,
                headCount: heads,
                feedForwardSize: factor * size,
                dropout: dropout
              )
            )
          }
        }
      }
    }
    return shapes
  }
}

/// An architecture with its number of parameters.
public struct CountedArchitecture: Hashable, Sendable {
  /// The architecture.
  public let architecture: NeuralArchitecture

  /// Its sizes.
  public let shape: TransformerShape

  /// The number of parameters, by formula.
  public let parameterCount: Int

  /// Puts an architecture beside its sizes and their number.
  public init(architecture: NeuralArchitecture, shape: TransformerShape, parameterCount: Int) {
    self.architecture = architecture
    self.shape = shape
    self.parameterCount = parameterCount
  }

  /// Sizes in a few characters, such as `d64 L2 h4 ff128`.
  public var label: String {
    "d\(shape.modelSize) L\(shape.layerCount) h\(shape.headCount) ff\(shape.feedForwardSize)"
  }
}

extension [CountedArchitecture] {
  /// The places of the extremes: the smallest and the largest vector, the fewest and the most blocks, the fewest
  /// and the most heads; each once, of equals the first.
  public var extremes: [Int] {
    let sizes: [(TransformerShape) -> Int] = [\.modelSize, \.layerCount, \.headCount]
    var places: [Int] = []
    for size in sizes {
      let values = map { size($0.shape) }
      for value in [values.min(), values.max()] {
        guard let value, let place = values.firstIndex(of: value) else { continue }
        if !places.contains(place) { places.append(place) }
      }
    }
    return places
  }
}
