// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Assay",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "QuantMath", targets: ["QuantMath"]),
    .library(name: "MarketModel", targets: ["MarketModel"]),
    .library(name: "ConfigValidation", targets: ["ConfigValidation"]),
    .library(name: "ConfigYAML", targets: ["ConfigYAML"]),
    .library(name: "DataLake", targets: ["DataLake"]),
    .library(name: "LakeIngest", targets: ["LakeIngest"]),
    .library(name: "ReplayPacks", targets: ["ReplayPacks"]),
    .library(name: "DataLakeTesting", targets: ["DataLakeTesting"]),
    .library(name: "Features", targets: ["Features"]),
    .library(name: "FeaturesTesting", targets: ["FeaturesTesting"]),
    .library(name: "Regime", targets: ["Regime"]),
    .library(name: "RegimeTesting", targets: ["RegimeTesting"]),
    .library(name: "PerformanceMetrics", targets: ["PerformanceMetrics"]),
    .library(name: "Backtest", targets: ["Backtest"]),
    .library(name: "BacktestTesting", targets: ["BacktestTesting"]),
    .library(name: "Optimizer", targets: ["Optimizer"]),
    .library(name: "WalkForward", targets: ["WalkForward"]),
    .library(name: "ExperimentRegistry", targets: ["ExperimentRegistry"]),
    .library(name: "ExperimentTracking", targets: ["ExperimentTracking"]),
    .library(name: "ExperimentTrackingTesting", targets: ["ExperimentTrackingTesting"]),
    .library(name: "Strategies", targets: ["Strategies"]),
    .library(name: "Datasets", targets: ["Datasets"]),
    .library(name: "MajorsAlts", targets: ["MajorsAlts"]),
    .library(name: "TorchEngine", targets: ["TorchEngine"]),
    .library(name: "Forecasting", targets: ["Forecasting"]),
    .library(name: "ForecastTrading", targets: ["ForecastTrading"]),
    .library(name: "NeuralForecasting", targets: ["NeuralForecasting"]),
    .library(name: "ModelTraining", targets: ["ModelTraining"]),
    .library(name: "Research", targets: ["Research"]),
    .library(name: "StrategySearch", targets: ["StrategySearch"]),
    .library(name: "ModelTrainingTesting", targets: ["ModelTrainingTesting"]),
    .library(name: "ResearchTesting", targets: ["ResearchTesting"]),
    .library(name: "Reporting", targets: ["Reporting"]),
    .library(name: "Observability", targets: ["Observability"]),
    .library(name: "CommandSupport", targets: ["CommandSupport"]),
    .library(name: "ResearchLoopCommands", targets: ["ResearchLoopCommands"]),
    .library(name: "WalkForwardCommands", targets: ["WalkForwardCommands"]),
    .executable(name: "research-loop", targets: ["research-loop"]),
    .executable(name: "walk-forward-training", targets: ["walk-forward-training"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
  ],
  targets: [
    // DataLake
    .target(
      name: "CDuckDB",
      path: "Packages/DataLake/Sources/CDuckDB",
      cSettings: [.define("_GNU_SOURCE")]
    ),
    .target(
      name: "CInflate",
      path: "Packages/DataLake/Sources/CInflate",
      cSettings: [.define("_GNU_SOURCE")]
    ),
    .target(
      name: "QuantMath",
      path: "Packages/DataLake/Sources/QuantMath"
    ),
    .target(
      name: "MarketModel",
      path: "Packages/DataLake/Sources/MarketModel"
    ),
    .target(
      name: "ConfigValidation",
      path: "Packages/DataLake/Sources/ConfigValidation"
    ),
    .target(
      name: "ConfigYAML",
      dependencies: [
        "ConfigValidation",
        .product(name: "Yams", package: "Yams"),
      ],
      path: "Packages/DataLake/Sources/ConfigYAML"
    ),
    .target(
      name: "DataLake",
      dependencies: [
        "CDuckDB",
        "ConfigValidation",
        "MarketModel",
        "QuantMath",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      path: "Packages/DataLake/Sources/DataLake"
    ),
    .target(
      name: "LakeIngest",
      dependencies: [
        "CInflate",
        "ConfigValidation",
        "DataLake",
        "MarketModel",
        "QuantMath",
      ],
      path: "Packages/DataLake/Sources/LakeIngest"
    ),
    .target(
      name: "ReplayPacks",
      dependencies: [
        "ConfigValidation",
        "DataLake",
        "MarketModel",
        "QuantMath",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      path: "Packages/DataLake/Sources/ReplayPacks"
    ),
    .target(
      name: "DataLakeTesting",
      dependencies: [
        "DataLake",
        "MarketModel",
        "QuantMath",
      ],
      path: "Packages/DataLake/Sources/DataLakeTesting"
    ),
    .testTarget(
      name: "MarketModelTests",
      dependencies: [
        "MarketModel",
        "QuantMath",
      ],
      path: "Packages/DataLake/Tests/MarketModelTests"
    ),
    .testTarget(
      name: "QuantMathTests",
      dependencies: [
        "QuantMath"
      ],
      path: "Packages/DataLake/Tests/QuantMathTests"
    ),
    .testTarget(
      name: "ConfigValidationTests",
      dependencies: [
        "ConfigValidation",
        "ConfigYAML",
      ],
      path: "Packages/DataLake/Tests/ConfigValidationTests"
    ),
    .testTarget(
      name: "DataLakeTests",
      dependencies: [
        "CDuckDB",
        "ConfigValidation",
        "DataLake",
        "DataLakeTesting",
        "MarketModel",
        "QuantMath",
      ],
      path: "Packages/DataLake/Tests/DataLakeTests"
    ),
    .testTarget(
      name: "LakeIngestTests",
      dependencies: [
        "ConfigValidation",
        "DataLake",
        "DataLakeTesting",
        "LakeIngest",
        "MarketModel",
        "QuantMath",
      ],
      path: "Packages/DataLake/Tests/LakeIngestTests"
    ),
    .testTarget(
      name: "ReplayPacksTests",
      dependencies: [
        "ConfigValidation",
        "DataLake",
        "DataLakeTesting",
        "MarketModel",
        "QuantMath",
        "ReplayPacks",
      ],
      path: "Packages/DataLake/Tests/ReplayPacksTests"
    ),
    // Features
    .target(
      name: "Features",
      dependencies: [
        "ConfigValidation",
        "MarketModel",
        "QuantMath",
      ],
      path: "Packages/Features/Sources/Features"
    ),
    .target(
      name: "FeaturesTesting",
      dependencies: [
        "Features",
        "MarketModel",
        "QuantMath",
      ],
      path: "Packages/Features/Sources/FeaturesTesting"
    ),
    .testTarget(
      name: "FeaturesTests",
      dependencies: [
        "ConfigValidation",
        "Features",
        "FeaturesTesting",
        "MarketModel",
        "QuantMath",
      ],
      path: "Packages/Features/Tests/FeaturesTests"
    ),
    // Regime
    .target(
      name: "Regime",
      dependencies: [
        "ConfigValidation",
        "Features",
        "MarketModel",
        "QuantMath",
      ],
      path: "Packages/Regime/Sources/Regime"
    ),
    .target(
      name: "RegimeTesting",
      dependencies: [
        "Features",
        "MarketModel",
        "QuantMath",
        "Regime",
      ],
      path: "Packages/Regime/Sources/RegimeTesting"
    ),
    .testTarget(
      name: "RegimeTests",
      dependencies: [
        "ConfigValidation",
        "Features",
        "MarketModel",
        "QuantMath",
        "Regime",
        "RegimeTesting",
      ],
      path: "Packages/Regime/Tests/RegimeTests"
    ),
    // Backtest
    .target(
      name: "PerformanceMetrics",
      dependencies: [
        "MarketModel",
        "QuantMath",
      ],
      path: "Packages/Backtest/Sources/PerformanceMetrics"
    ),
    .target(
      name: "Backtest",
      dependencies: [
        "ConfigValidation",
        "MarketModel",
        "PerformanceMetrics",
        "QuantMath",
      ],
      path: "Packages/Backtest/Sources/Backtest"
    ),
    .target(
      name: "BacktestTesting",
      dependencies: [
        "Backtest",
        "ConfigValidation",
        "MarketModel",
        "PerformanceMetrics",
        "QuantMath",
      ],
      path: "Packages/Backtest/Sources/BacktestTesting"
    ),
    .testTarget(
      name: "PerformanceMetricsTests",
      dependencies: [
        "MarketModel",
        "PerformanceMetrics",
        "QuantMath",
      ],
      path: "Packages/Backtest/Tests/PerformanceMetricsTests"
    ),
    .testTarget(
      name: "BacktestTests",
      dependencies: [
        "Backtest",
        "BacktestTesting",
        "ConfigValidation",
        "MarketModel",
        "PerformanceMetrics",
        "QuantMath",
      ],
      path: "Packages/Backtest/Tests/BacktestTests"
    ),
    // Optimizer
    .target(
      name: "Optimizer",
      dependencies: [
        "ConfigValidation",
        "PerformanceMetrics",
        "QuantMath",
      ],
      path: "Packages/Optimizer/Sources/Optimizer"
    ),
    .executableTarget(
      name: "study-probe",
      dependencies: [
        "ConfigValidation",
        "Optimizer",
      ],
      path: "Packages/Optimizer/Tests/study-probe"
    ),
    .testTarget(
      name: "OptimizerTests",
      dependencies: [
        "ConfigValidation",
        "ConfigYAML",
        "Optimizer",
        "QuantMath",
        "study-probe",
      ],
      path: "Packages/Optimizer/Tests/OptimizerTests"
    ),
    // Research
    .target(
      name: "WalkForward",
      dependencies: [
        "MarketModel"
      ],
      path: "Packages/Research/Sources/WalkForward"
    ),
    .target(
      name: "ExperimentRegistry",
      dependencies: [
        "ConfigValidation",
        "MarketModel",
        "Optimizer",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Packages/Research/Sources/ExperimentRegistry"
    ),
    .target(
      name: "CPostgres",
      path: "Packages/Research/Sources/CPostgres",
      cSettings: [.define("_GNU_SOURCE")]
    ),
    .target(
      name: "ExperimentTracking",
      dependencies: [
        "CPostgres",
        "ConfigValidation",
        "DataLake",
        "ExperimentRegistry",
        "MarketModel",
        "QuantMath",
      ],
      path: "Packages/Research/Sources/ExperimentTracking"
    ),
    .target(
      name: "ExperimentTrackingTesting",
      dependencies: [
        "ConfigValidation"
      ],
      path: "Packages/Research/Sources/ExperimentTrackingTesting"
    ),
    .target(
      name: "Strategies",
      dependencies: [
        "Backtest",
        "ConfigValidation",
        "Features",
        "MarketModel",
        "QuantMath",
        "Regime",
      ],
      path: "Packages/Research/Sources/Strategies"
    ),
    .target(
      name: "Datasets",
      dependencies: [
        "ConfigValidation",
        "ConfigYAML",
        "DataLake",
        "Features",
        "MarketModel",
        "QuantMath",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      path: "Packages/Research/Sources/Datasets"
    ),
    .target(
      name: "MajorsAlts",
      dependencies: [
        "Backtest",
        "ConfigValidation",
        "ConfigYAML",
        "DataLake",
        "ExperimentRegistry",
        "Features",
        "MarketModel",
        "PerformanceMetrics",
        "QuantMath",
        "Regime",
      ],
      path: "Packages/Research/Sources/MajorsAlts"
    ),
    .target(
      name: "CTorch",
      path: "Packages/Research/Sources/CTorch",
      exclude: ["shim"],
      cSettings: [.define("_GNU_SOURCE")]
    ),
    .target(
      name: "TorchEngine",
      dependencies: [
        "CTorch"
      ],
      path: "Packages/Research/Sources/TorchEngine"
    ),
    .target(
      name: "CLightGBM",
      path: "Packages/Research/Sources/CLightGBM",
      cSettings: [.define("_GNU_SOURCE")]
    ),
    .target(
      name: "Forecasting",
      dependencies: [
        "CLightGBM",
        "ConfigValidation",
        "DataLake",
        "Features",
        "MarketModel",
        "PerformanceMetrics",
        "QuantMath",
        "WalkForward",
      ],
      path: "Packages/Research/Sources/Forecasting"
    ),
    .target(
      name: "ForecastTrading",
      dependencies: [
        "Backtest",
        "ConfigValidation",
        "Features",
        "Forecasting",
        "MarketModel",
        "PerformanceMetrics",
      ],
      path: "Packages/Research/Sources/ForecastTrading"
    ),
    .target(
      name: "NeuralForecasting",
      dependencies: [
        "ConfigValidation",
        "DataLake",
        "Features",
        "Forecasting",
        "QuantMath",
        "TorchEngine",
      ],
      path: "Packages/Research/Sources/NeuralForecasting"
    ),
    .target(
      name: "ModelTraining",
      dependencies: [
        "Backtest",
        "ConfigValidation",
        "ConfigYAML",
        "DataLake",
        "Datasets",
        "ExperimentRegistry",
        "ExperimentTracking",
        "Features",
        "ForecastTrading",
        "Forecasting",
        "MarketModel",
        "NeuralForecasting",
        "QuantMath",
        "TorchEngine",
      ],
      path: "Packages/Research/Sources/ModelTraining"
    ),
    .target(
      name: "Research",
      dependencies: [
        "Backtest",
        "ConfigValidation",
        "ConfigYAML",
        "DataLake",
        "ExperimentRegistry",
        "Features",
        "LakeIngest",
        "MarketModel",
        "Optimizer",
        "PerformanceMetrics",
        "QuantMath",
        "Regime",
        "ReplayPacks",
        "Strategies",
        "WalkForward",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Packages/Research/Sources/Research"
    ),
    .target(
      name: "StrategySearch",
      dependencies: [
        "Backtest",
        "ConfigValidation",
        "ConfigYAML",
        "DataLake",
        "ExperimentRegistry",
        "LakeIngest",
        "MarketModel",
        "Optimizer",
        "PerformanceMetrics",
        "QuantMath",
        "Research",
      ],
      path: "Packages/Research/Sources/StrategySearch"
    ),
    .target(
      name: "ResearchTesting",
      dependencies: [
        "DataLake",
        "DataLakeTesting",
        "MarketModel",
        "QuantMath",
        "Research",
      ],
      path: "Packages/Research/Sources/ResearchTesting"
    ),
    .target(
      name: "ModelTrainingTesting",
      dependencies: [
        "ConfigValidation",
        "ConfigYAML",
        "DataLake",
        "Datasets",
        "Features",
        "Forecasting",
        "MarketModel",
        "ModelTraining",
        "QuantMath",
      ],
      path: "Packages/Research/Sources/ModelTrainingTesting"
    ),
    .testTarget(
      name: "WalkForwardTests",
      dependencies: [
        "MarketModel",
        "WalkForward",
      ],
      path: "Packages/Research/Tests/WalkForwardTests"
    ),
    .testTarget(
      name: "ExperimentRegistryTests",
      dependencies: [
        "ConfigValidation",
        "ExperimentRegistry",
        "MarketModel",
        "Optimizer",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Packages/Research/Tests/ExperimentRegistryTests"
    ),
    .testTarget(
      name: "ExperimentTrackingTests",
      dependencies: [
        "ConfigValidation",
        "DataLake",
        "ExperimentRegistry",
        "ExperimentTracking",
        "ExperimentTrackingTesting",
        "MarketModel",
      ],
      path: "Packages/Research/Tests/ExperimentTrackingTests"
    ),
    .testTarget(
      name: "StrategiesTests",
      dependencies: [
        "Backtest",
        "BacktestTesting",
        "ConfigValidation",
        "Features",
        "LakeIngest",
        "MarketModel",
        "PerformanceMetrics",
        "QuantMath",
        "Regime",
        "Research",
        "Strategies",
      ],
      path: "Packages/Research/Tests/StrategiesTests"
    ),
    .testTarget(
      name: "DatasetsTests",
      dependencies: [
        "ConfigValidation",
        "ConfigYAML",
        "DataLake",
        "DataLakeTesting",
        "Datasets",
        "Features",
        "MarketModel",
        "QuantMath",
      ],
      path: "Packages/Research/Tests/DatasetsTests"
    ),
    .testTarget(
      name: "MajorsAltsTests",
      dependencies: [
        "Backtest",
        "ConfigValidation",
        "ConfigYAML",
        "DataLake",
        "DataLakeTesting",
        "ExperimentRegistry",
        "MajorsAlts",
        "MarketModel",
        "PerformanceMetrics",
        "QuantMath",
        "Regime",
      ],
      path: "Packages/Research/Tests/MajorsAltsTests"
    ),
    .testTarget(
      name: "TorchEngineTests",
      dependencies: [
        "TorchEngine"
      ],
      path: "Packages/Research/Tests/TorchEngineTests"
    ),
    .testTarget(
      name: "ForecastingTests",
      dependencies: [
        "ConfigValidation",
        "ConfigYAML",
        "DataLake",
        "Features",
        "Forecasting",
        "MarketModel",
        "PerformanceMetrics",
        "QuantMath",
        "WalkForward",
      ],
      path: "Packages/Research/Tests/ForecastingTests"
    ),
    .testTarget(
      name: "ForecastTradingTests",
      dependencies: [
        "Backtest",
        "Features",
        "Forecasting",
        "ForecastTrading",
        "MarketModel",
        "PerformanceMetrics",
        "QuantMath",
        "WalkForward",
      ],
      path: "Packages/Research/Tests/ForecastTradingTests"
    ),
    .testTarget(
      name: "NeuralForecastingTests",
      dependencies: [
        "ConfigValidation",
        "Features",
        "Forecasting",
        "NeuralForecasting",
        "QuantMath",
        "TorchEngine",
      ],
      path: "Packages/Research/Tests/NeuralForecastingTests"
    ),
    .testTarget(
      name: "ResearchTests",
      dependencies: [
        "Backtest",
        "ConfigValidation",
        "ConfigYAML",
        "DataLake",
        "DataLakeTesting",
        "ExperimentRegistry",
        "MarketModel",
        "PerformanceMetrics",
        "QuantMath",
        "ReplayPacks",
        "Research",
        "ResearchTesting",
        "Strategies",
      ],
      path: "Packages/Research/Tests/ResearchTests"
    ),
    .testTarget(
      name: "ModelTrainingTests",
      dependencies: [
        "ConfigValidation",
        "ConfigYAML",
        "DataLake",
        "DataLakeTesting",
        "ExperimentRegistry",
        "ExperimentTracking",
        "Features",
        "Forecasting",
        "MarketModel",
        "ModelTraining",
        "ModelTrainingTesting",
        "NeuralForecasting",
        "QuantMath",
        "TorchEngine",
      ],
      path: "Packages/Research/Tests/ModelTrainingTests"
    ),
    .testTarget(
      name: "StrategySearchTests",
      dependencies: [
        "Backtest",
        "BacktestTesting",
        "ConfigValidation",
        "ConfigYAML",
        "DataLake",
        "DataLakeTesting",
        "ExperimentRegistry",
        "MarketModel",
        "Optimizer",
        "QuantMath",
        "Research",
        "Strategies",
        "StrategySearch",
      ],
      path: "Packages/Research/Tests/StrategySearchTests"
    ),
    // Reporting
    .target(
      name: "Reporting",
      dependencies: [
        "Backtest",
        "ConfigValidation",
        "DataLake",
        "ExperimentRegistry",
        "MarketModel",
        "PerformanceMetrics",
        "Research",
      ],
      path: "Packages/Reporting/Sources/Reporting"
    ),
    .target(
      name: "Observability",
      dependencies: [
        "ConfigValidation",
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Packages/Reporting/Sources/Observability"
    ),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "Backtest",
        "ConfigValidation",
        "DataLake",
        "MarketModel",
        "PerformanceMetrics",
        "Reporting",
        "Research",
      ],
      path: "Packages/Reporting/Tests/ReportingTests"
    ),
    .testTarget(
      name: "ObservabilityTests",
      dependencies: [
        "ConfigValidation",
        "Observability",
      ],
      path: "Packages/Reporting/Tests/ObservabilityTests"
    ),
    // Apps and cross-package tests
    .target(
      name: "CommandSupport",
      dependencies: [
        "ConfigValidation",
        "DataLake",
        "MarketModel",
        "Reporting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Apps/command-support/Sources/CommandSupport"
    ),
    .target(
      name: "ResearchLoopCommands",
      dependencies: [
        "Backtest",
        "CommandSupport",
        "ConfigValidation",
        "ConfigYAML",
        "DataLake",
        "Datasets",
        "ExperimentRegistry",
        "Features",
        "LakeIngest",
        "MajorsAlts",
        "MarketModel",
        "Observability",
        "Optimizer",
        "PerformanceMetrics",
        "QuantMath",
        "ReplayPacks",
        "Reporting",
        "Research",
        "Strategies",
        "StrategySearch",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      path: "Apps/research-loop/Sources/ResearchLoopCommands"
    ),
    .executableTarget(
      name: "research-loop",
      dependencies: [
        "CommandSupport",
        "ResearchLoopCommands",
        "Strategies",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Apps/research-loop/Sources/research-loop"
    ),
    .target(
      name: "WalkForwardCommands",
      dependencies: [
        "CommandSupport",
        "ConfigValidation",
        "DataLake",
        "Datasets",
        "ExperimentRegistry",
        "ExperimentTracking",
        "Features",
        "Forecasting",
        "MarketModel",
        "ModelTraining",
        "Reporting",
        "TorchEngine",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Apps/walk-forward-training/Sources/WalkForwardCommands"
    ),
    .executableTarget(
      name: "walk-forward-training",
      dependencies: [
        "CommandSupport",
        "WalkForwardCommands",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Apps/walk-forward-training/Sources/walk-forward-training"
    ),
    .testTarget(
      name: "ArchitectureTests",
      path: "Tests/ArchitectureTests"
    ),
    .testTarget(
      name: "PipelineTests",
      dependencies: [
        "Backtest",
        "CommandSupport",
        "ConfigValidation",
        "ConfigYAML",
        "DataLake",
        "DataLakeTesting",
        "Datasets",
        "ExperimentRegistry",
        "ExperimentTracking",
        "ExperimentTrackingTesting",
        "Features",
        "Forecasting",
        "MarketModel",
        "ModelTraining",
        "Observability",
        "Optimizer",
        "Reporting",
        "Research",
        "ResearchLoopCommands",
        "Strategies",
        "WalkForwardCommands",
      ],
      path: "Tests/PipelineTests"
    ),
    .testTarget(
      name: "ReplayTests",
      dependencies: [
        "CommandSupport",
        "DataLake",
        "DataLakeTesting",
        "MarketModel",
        "Research",
        "ResearchLoopCommands",
        "Strategies",
      ],
      path: "Tests/ReplayTests"
    ),
  ]
)

for target in package.targets where target.type != .plugin && target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .swiftLanguageMode(.v6),
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
    ]
}
