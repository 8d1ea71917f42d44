/// The declared meaning of the engine's numbers.
public enum EngineSemantics {
  /// The version; raised whenever the same strategy on the same bars and settings would give other
  /// numbers, so that results of the old meaning are never taken for results of the new one.
  public static let version = "1"
}
