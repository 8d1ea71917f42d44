// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Research",
  platforms: [.macOS(.v26)],
  products: [
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
    .library(name: "ModelTrainingTesting", targets: ["ModelTrainingTesting"]),
    .library(name: "Research", targets: ["Research"]),
    .library(name: "StrategySearch", targets: ["StrategySearch"]),
    .library(name: "ResearchTesting", targets: ["ResearchTesting"]),
  ],
  dependencies: [
    .package(path: "../DataLake"),
    .package(path: "../Features"),
    .package(path: "../Regime"),
    .package(path: "../Backtest"),
    .package(path: "../Optimizer"),
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
  ],
  targets: [
    .target(
      name: "WalkForward",
      dependencies: [
        .product(name: "MarketModel", package: "DataLake")
      ]
    ),
    .target(
      name: "ExperimentRegistry",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "Optimizer", package: "Optimizer"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ]
    ),
    .target(
      name: "CPostgres",
      cSettings: [.define("_GNU_SOURCE")]
    ),
    .target(
      name: "ExperimentTracking",
      dependencies: [
        "CPostgres",
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        "ExperimentRegistry",
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "QuantMath", package: "DataLake"),
      ]
    ),
    .target(
      name: "ExperimentTrackingTesting",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake")
      ]
    ),
    .target(
      name: "Strategies",
      dependencies: [
        .product(name: "Backtest", package: "Backtest"),
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "Features", package: "Features"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "QuantMath", package: "DataLake"),
        .product(name: "Regime", package: "Regime"),
      ]
    ),
    .target(
      name: "Datasets",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "ConfigYAML", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        .product(name: "Features", package: "Features"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "QuantMath", package: "DataLake"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]
    ),
    .target(
      name: "MajorsAlts",
      dependencies: [
        .product(name: "Backtest", package: "Backtest"),
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "ConfigYAML", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        "ExperimentRegistry",
        .product(name: "Features", package: "Features"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "PerformanceMetrics", package: "Backtest"),
        .product(name: "QuantMath", package: "DataLake"),
        .product(name: "Regime", package: "Regime"),
      ]
    ),
    .target(
      name: "CTorch",
      exclude: ["shim"],
      cSettings: [.define("_GNU_SOURCE")]
    ),
    .target(
      name: "TorchEngine",
      dependencies: [
        "CTorch"
      ]
    ),
    .target(
      name: "CLightGBM",
      cSettings: [.define("_GNU_SOURCE")]
    ),
    .target(
      name: "Forecasting",
      dependencies: [
        "CLightGBM",
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        .product(name: "Features", package: "Features"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "PerformanceMetrics", package: "Backtest"),
        .product(name: "QuantMath", package: "DataLake"),
        "WalkForward",
      ]
    ),
    .target(
      name: "ForecastTrading",
      dependencies: [
        .product(name: "Backtest", package: "Backtest"),
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "Features", package: "Features"),
        "Forecasting",
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "PerformanceMetrics", package: "Backtest"),
      ]
    ),
    .target(
      name: "NeuralForecasting",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        .product(name: "Features", package: "Features"),
        "Forecasting",
        .product(name: "QuantMath", package: "DataLake"),
        "TorchEngine",
      ]
    ),
    .target(
      name: "ModelTraining",
      dependencies: [
        .product(name: "Backtest", package: "Backtest"),
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "ConfigYAML", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        "Datasets",
        "ExperimentRegistry",
        "ExperimentTracking",
        .product(name: "Features", package: "Features"),
        "ForecastTrading",
        "Forecasting",
        .product(name: "MarketModel", package: "DataLake"),
        "NeuralForecasting",
        .product(name: "QuantMath", package: "DataLake"),
        "TorchEngine",
      ]
    ),
    .target(
      name: "Research",
      dependencies: [
        .product(name: "Backtest", package: "Backtest"),
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "ConfigYAML", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        "ExperimentRegistry",
        .product(name: "Features", package: "Features"),
        .product(name: "LakeIngest", package: "DataLake"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "Optimizer", package: "Optimizer"),
        .product(name: "PerformanceMetrics", package: "Backtest"),
        .product(name: "QuantMath", package: "DataLake"),
        .product(name: "Regime", package: "Regime"),
        .product(name: "ReplayPacks", package: "DataLake"),
        "Strategies",
        "WalkForward",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ]
    ),
    .target(
      name: "StrategySearch",
      dependencies: [
        "ExperimentRegistry",
        "Research",
        .product(name: "Backtest", package: "Backtest"),
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "ConfigYAML", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        .product(name: "LakeIngest", package: "DataLake"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "Optimizer", package: "Optimizer"),
        .product(name: "PerformanceMetrics", package: "Backtest"),
        .product(name: "QuantMath", package: "DataLake"),
      ]
    ),
    .target(
      name: "ResearchTesting",
      dependencies: [
        .product(name: "DataLake", package: "DataLake"),
        .product(name: "DataLakeTesting", package: "DataLake"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "QuantMath", package: "DataLake"),
        "Research",
      ]
    ),
    .target(
      name: "ModelTrainingTesting",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "ConfigYAML", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        "Datasets",
        .product(name: "Features", package: "Features"),
        "Forecasting",
        .product(name: "MarketModel", package: "DataLake"),
        "ModelTraining",
        .product(name: "QuantMath", package: "DataLake"),
      ]
    ),
    .testTarget(
      name: "WalkForwardTests",
      dependencies: [
        .product(name: "MarketModel", package: "DataLake"),
        "WalkForward",
      ]
    ),
    .testTarget(
      name: "ExperimentRegistryTests",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        "ExperimentRegistry",
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "Optimizer", package: "Optimizer"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ]
    ),
    .testTarget(
      name: "ExperimentTrackingTests",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        "ExperimentRegistry",
        "ExperimentTracking",
        "ExperimentTrackingTesting",
        .product(name: "MarketModel", package: "DataLake"),
      ]
    ),
    .testTarget(
      name: "StrategiesTests",
      dependencies: [
        .product(name: "Backtest", package: "Backtest"),
        .product(name: "BacktestTesting", package: "Backtest"),
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "Features", package: "Features"),
        .product(name: "LakeIngest", package: "DataLake"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "PerformanceMetrics", package: "Backtest"),
        .product(name: "QuantMath", package: "DataLake"),
        .product(name: "Regime", package: "Regime"),
        "Research",
        "Strategies",
      ]
    ),
    .testTarget(
      name: "DatasetsTests",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "ConfigYAML", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        .product(name: "DataLakeTesting", package: "DataLake"),
        "Datasets",
        .product(name: "Features", package: "Features"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "QuantMath", package: "DataLake"),
      ]
    ),
    .testTarget(
      name: "MajorsAltsTests",
      dependencies: [
        .product(name: "Backtest", package: "Backtest"),
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "ConfigYAML", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        .product(name: "DataLakeTesting", package: "DataLake"),
        "ExperimentRegistry",
        "MajorsAlts",
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "PerformanceMetrics", package: "Backtest"),
        .product(name: "QuantMath", package: "DataLake"),
        .product(name: "Regime", package: "Regime"),
      ]
    ),
    .testTarget(
      name: "TorchEngineTests",
      dependencies: [
        "TorchEngine"
      ]
    ),
    .testTarget(
      name: "ForecastingTests",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "ConfigYAML", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        .product(name: "Features", package: "Features"),
        "Forecasting",
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "PerformanceMetrics", package: "Backtest"),
        .product(name: "QuantMath", package: "DataLake"),
        "WalkForward",
      ]
    ),
    .testTarget(
      name: "ForecastTradingTests",
      dependencies: [
        .product(name: "Backtest", package: "Backtest"),
        .product(name: "Features", package: "Features"),
        "Forecasting",
        "ForecastTrading",
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "PerformanceMetrics", package: "Backtest"),
        .product(name: "QuantMath", package: "DataLake"),
        "WalkForward",
      ]
    ),
    .testTarget(
      name: "NeuralForecastingTests",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "Features", package: "Features"),
        "Forecasting",
        "NeuralForecasting",
        .product(name: "QuantMath", package: "DataLake"),
        "TorchEngine",
      ]
    ),
    .testTarget(
      name: "ModelTrainingTests",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "ConfigYAML", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        .product(name: "DataLakeTesting", package: "DataLake"),
        "ExperimentRegistry",
        "ExperimentTracking",
        .product(name: "Features", package: "Features"),
        "Forecasting",
        .product(name: "MarketModel", package: "DataLake"),
        "ModelTraining",
        "ModelTrainingTesting",
        "NeuralForecasting",
        .product(name: "QuantMath", package: "DataLake"),
        "TorchEngine",
      ]
    ),
    .testTarget(
      name: "StrategySearchTests",
      dependencies: [
        "ExperimentRegistry",
        "Research",
        "Strategies",
        "StrategySearch",
        .product(name: "Backtest", package: "Backtest"),
        .product(name: "BacktestTesting", package: "Backtest"),
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "ConfigYAML", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        .product(name: "DataLakeTesting", package: "DataLake"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "Optimizer", package: "Optimizer"),
        .product(name: "QuantMath", package: "DataLake"),
      ]
    ),
    .testTarget(
      name: "ResearchTests",
      dependencies: [
        .product(name: "Backtest", package: "Backtest"),
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "ConfigYAML", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        .product(name: "DataLakeTesting", package: "DataLake"),
        "ExperimentRegistry",
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "PerformanceMetrics", package: "Backtest"),
        .product(name: "QuantMath", package: "DataLake"),
        .product(name: "ReplayPacks", package: "DataLake"),
        "Research",
        "ResearchTesting",
        "Strategies",
      ]
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
