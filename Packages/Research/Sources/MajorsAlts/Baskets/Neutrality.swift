/// How the long leg offsets the alts.
public enum Neutrality: String, Hashable, Sendable, CaseIterable {
  /// Majors are bought against each alt's betas.
  case beta = "beta_neutral"

  /// Both legs are worth the same; the majors are split so that the betas are offset as well as that allows.
  case dollar = "dollar_neutral"

  /// Both legs are worth the same; the majors have fixed shares.
  case fixed = "fixed_weights"
}

/// The weights of both legs as fractions of the equity; alts are negative.
public struct LegWeights: Hashable, Sendable {
  /// The weight of each asset of the panel that is held, in the panel's order.
  public var weights: [Entry]

  /// One asset's weight.
  public struct Entry: Hashable, Sendable {
    /// The position of the asset in the panel.
    public var asset: Int

    /// The signed weight.
    public var weight: Double

    /// Creates an entry.
    public init(asset: Int, weight: Double) {
      self.asset = asset
      self.weight = weight
    }
  }

  /// Nothing is held.
  public static let flat = LegWeights(weights: [])

  /// The sum of the absolute weights.
  public var gross: Double { weights.reduce(0) { $0 + abs($1.weight) } }

  /// The sum of the weights.
  public var net: Double { weights.reduce(0) { $0 + $1.weight } }

  /// Returns the weights times a factor.
  public func scaled(by factor: Double) -> LegWeights {
    LegWeights(weights: weights.map { Entry(asset: $0.asset, weight: $0.weight * factor) })
  }
}

/// Returns the weights of Bitcoin and Ether that offset a short basket, beta by beta.
///
/// - Parameters:
///   - exposure: What the basket is exposed to, negative for a short one.
///   - limit: The largest absolute weight of each.
/// - Returns: The signed weights.
func betaNeutralMajors(against exposure: MarketBetas, limit: Double) -> MarketBetas {
  func clamped(_ value: Double) -> Double { min(max(value, -limit), limit) }
  return MarketBetas(bitcoin: clamped(-exposure.bitcoin), ether: clamped(-exposure.ether))
}

/// Returns the long weights of Bitcoin and Ether, half the equity together, that leave the least squares of
/// exposures.
///
/// - Parameters:
///   - exposure: What the basket is exposed to, negative for a short one.
///   - total: The sum of both weights.
/// - Returns: The weights, neither negative.
func dollarNeutralMajors(against exposure: MarketBetas, total: Double) -> MarketBetas {
  // The minimum of (eB + w)² + (eE + total - w)² over w in [0, total].
  let best = 0.5 * (total + exposure.ether - exposure.bitcoin)
  let bitcoin = min(max(best, 0), total)
  return MarketBetas(bitcoin: bitcoin, ether: total - bitcoin)
}
