/// The only place where the direction of dependencies is written as data.
///
/// A change here is a change of the architecture: it needs a record in `docs/decisions`.
enum PackageGraph {
  struct Package {
    var name: String
    /// The packages below, which its targets may use.
    var mayUse: Set<String>
    /// Modules of those packages that are allowed where not all are.
    var onlyModules: [String: Set<String>] = [:]
  }

  /// In topological order: a package may use only packages above it in this list.
  static let packages: [Package] = [
    Package(name: "DataLake", mayUse: []),
    Package(name: "Features", mayUse: ["DataLake"]),
    Package(name: "Regime", mayUse: ["DataLake", "Features"]),
    Package(
      name: "Backtest",
      mayUse: ["DataLake"],
      onlyModules: ["DataLake": ["MarketModel", "QuantMath", "ConfigValidation"]]
    ),
    Package(
      name: "Optimizer",
      mayUse: ["DataLake", "Backtest"],
      onlyModules: [
        "Backtest": ["PerformanceMetrics"],
        "DataLake": ["QuantMath", "ConfigValidation", "ConfigYAML"],
      ]
    ),
    Package(
      name: "Research",
      mayUse: ["DataLake", "Features", "Regime", "Backtest", "Optimizer"]
    ),
    Package(name: "Reporting", mayUse: ["DataLake", "Backtest", "Research"]),
  ]

  /// Modules that importers get without any third-party code.
  static let light: Set<String> = [
    "QuantMath", "MarketModel", "ConfigValidation", "Features", "FeaturesTesting", "Regime",
    "RegimeTesting", "PerformanceMetrics", "Backtest", "BacktestTesting", "Optimizer",
    "WalkForward", "Strategies",
  ]

  /// Which target may import which third-party module.
  static let thirdParty: [String: Set<String>] = [
    "Yams": ["ConfigYAML"],
    "GRDB": ["ExperimentRegistry", "ExperimentRegistryTests"],
    "Crypto": ["DataLake", "Datasets", "ReplayPacks", "ExperimentRegistry", "Research"],
    "Logging": ["Research", "Observability", "ResearchLoopCommands"],
    "ArgumentParser": [
      "CommandSupport", "ResearchLoopCommands", "research-loop", "WalkForwardCommands",
      "walk-forward-training",
    ],
    "ServiceLifecycle": ["ResearchLoopCommands"],
    "UnixSignals": ["ResearchLoopCommands"],
  ]

  /// The targets that may open network connections.
  static let mayUseNetwork: Set<String> = [
    "ExperimentTracking", "ExperimentTrackingTesting", "LakeIngest", "Observability",
    "ObservabilityTests",
  ]

  /// Modules of the toolchain and the system.
  static let system: Set<String> = [
    "Foundation", "FoundationEssentials", "FoundationNetworking", "Glibc", "Musl", "Darwin",
    "Synchronization", "Dispatch", "Testing", "RegexBuilder", "PackageDescription",
  ]
}
