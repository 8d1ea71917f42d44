/// A number of parameters that a study allows, such as `20M`.
public struct ParameterBudget: Hashable, Sendable, CustomStringConvertible {
  /// The name: `2M`, `20M`, `200M` or `2B`.
  public let description: String

  /// The number of parameters.
  public let parameterCount: Int

  /// Two, twenty and two hundred million, and two billion.
  public static let all = [
    ParameterBudget("2M", 2_000_000), ParameterBudget("20M", 20_000_000),
    ParameterBudget("200M", 200_000_000), ParameterBudget("2B", 2_000_000_000),
  ]

  private init(_ name: String, _ parameterCount: Int) {
    description = name
    self.parameterCount = parameterCount
  }

  /// Finds a budget by its name, upper or lower case; `nil` when there is none.
  public init?(_ name: String) {
    guard let found = Self.all.first(where: { $0.description == name.uppercased() }) else {
      return nil
    }
    self = found
  }

  /// Whether a number of parameters lies within a quarter of the budget.
  public func allows(_ count: Int) -> Bool {
    4 * abs(count - parameterCount) <= parameterCount
  }
}

/// The sizes from which patch transformers of a budget are chosen.
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

  /// The shapes of a budget, counted by formula.
  ///
  /// Heads divide the model size, and the number of parameters lies within a quarter of the budget.
  ///
  /// - Parameters:
  ///   - budget: The budget.
  ///   - shape: The patches, features and outputs of every shape; its transformer is replaced, its dropout kept.
  /// - Returns: The shapes by number of parameters; equals by model size, blocks, heads and width as in the grid.
  public func shapes(
    of budget: ParameterBudget,
    like shape: PatchTransformerShape
  ) -> [PatchTransformerShape] {
    var found: [(count: Int, shape: PatchTransformerShape)] = []
    for size in modelSizes {
      for layers in layerCounts {
        for heads in headCounts where size % heads == 0 {
          for factor in feedForwardFactors {
            var next = shape
            next.transformer = TransformerShape(
              modelSize: size,
              layerCount: layers,
              headCount: heads,
              feedForwardSize: factor * size,
              dropout: shape.transformer.dropout
            )
            let count = next.parameterCount
            if budget.allows(count) { found.append((count, next)) }
          }
        }
      }
    }
    return found.enumerated()
      .sorted { ($0.element.count, $0.offset) < ($1.element.count, $1.offset) }
      .map(\.element.shape)
  }
}
