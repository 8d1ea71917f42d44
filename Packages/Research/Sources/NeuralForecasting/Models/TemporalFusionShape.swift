/// The sizes of a Temporal Fusion Transformer.
public struct TemporalFusionShape: Hashable, Sendable {
  /// The number of different series, each with a learnt vector.
  public var seriesCount: Int

  /// The number of variables that are seen in the past: observed and known ones.
  public var pastCount: Int

  /// The number of variables that are known ahead.
  public var futureCount: Int

  /// The number of rows that the model reads.
  public var contextLength: Int

  /// The number of rows that it forecasts.
  public var horizon: Int

  /// The length of the vector at each position.
  public var modelSize: Int

  /// The number of attention heads; divides the model size.
  public var headCount: Int

  /// The levels of the quantiles that it forecasts, rising.
  public var quantiles: [Double]

  /// The share of elements that are zeroed while learning.
  public var dropout: Double

  /// Creates a shape.
  public init(
    seriesCount: Int,
    pastCount: Int,
    futureCount: Int,
    contextLength: Int,
    horizon: Int,
    modelSize: Int,
    headCount: Int,
    quantiles: [Double],
    dropout: Double
  ) {
    self.seriesCount = seriesCount
    self.pastCount = pastCount
    self.futureCount = futureCount
    self.contextLength = contextLength
    self.horizon = horizon
    self.modelSize = modelSize
    self.headCount = headCount
    self.quantiles = quantiles
    self.dropout = dropout
  }
}
