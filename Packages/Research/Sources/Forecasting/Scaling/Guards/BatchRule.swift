/// The size of batches for a model, from a rule of memory.
public enum BatchRule {
  /// The number of samples that one update of the weights is made from.
  public static let updateSize = 256

  /// The size of a batch for a transformer, from m = d² L / 10⁹: 256 through 0.1, 128 through 0.5, 64 through
  /// 1.5, 32 through 3, else 16.
  ///
  /// - Parameters:
  ///   - modelSize: The length *d* of the vector at each position.
  ///   - layerCount: The number *L* of blocks.
  /// - Returns: The number of samples.
  public static func batchSize(modelSize: Int, layerCount: Int) -> Int {
    let measure = Double(modelSize) * Double(modelSize) * Double(layerCount) / 1e9
    let rules: [(most: Double, size: Int)] = [(0.1, 256), (0.5, 128), (1.5, 64), (3, 32)]
    return rules.first { measure <= $0.most }?.size ?? 16
  }

  /// How many batches add up their gradients before an update.
  ///
  /// - Precondition: The batch size is above zero.
  public static func accumulation(batchSize: Int) -> Int {
    max(1, (updateSize + batchSize - 1) / batchSize)
  }

  /// The largest of 8, 16, 32, … 512 that memory holds.
  ///
  /// - Parameter fits: Whether a batch of a size fits; asked with rising sizes until one does not.
  /// - Returns: The size, or `nil` when 8 does not fit.
  /// - Throws: What `fits` throws.
  public static func largestBatch<Failure: Error>(
    _ fits: (Int) throws(Failure) -> Bool
  ) throws(Failure) -> Int? {
    var largest: Int?
    var size = 8
    while size <= 512 {
      guard try fits(size) else { return largest }
      largest = size
      size *= 2
    }
    return largest
  }
}
