// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(path: "../../Packages/Backtest"),
    .package(path: "../../Packages/DataLake"),
    .package(path: "../../Packages/Features"),
    .package(path: "../../Packages/Optimizer"),
    .package(path: "../../Packages/Regime"),
    .package(path: "../../Packages/Research"),
  ],
  targets: [
    .target(name: "BenchmarkHarness"),
    .executableTarget(
      name: "EngineBenchmarks",
      dependencies: [
        .product(name: "Backtest", package: "Backtest"),
        "BenchmarkHarness",
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "PerformanceMetrics", package: "Backtest"),
      ]
    ),
    .executableTarget(
      name: "FeaturesBenchmarks",
      dependencies: [
        "BenchmarkHarness",
        .product(name: "Features", package: "Features"),
        .product(name: "MarketModel", package: "DataLake"),
      ]
    ),
    .executableTarget(
      name: "GateStudy",
      dependencies: [
        .product(name: "Forecasting", package: "Research"),
        .product(name: "ModelTraining", package: "Research"),
        .product(name: "ModelTrainingTesting", package: "Research"),
        .product(name: "TorchEngine", package: "Research"),
      ]
    ),
    .executableTarget(
      name: "LakeBenchmarks",
      dependencies: [
        "BenchmarkHarness",
        .product(name: "DataLake", package: "DataLake"),
        .product(name: "DataLakeTesting", package: "DataLake"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "ReplayPacks", package: "DataLake"),
      ]
    ),
    .executableTarget(
      name: "MetricsBenchmarks",
      dependencies: [
        "BenchmarkHarness",
        .product(name: "PerformanceMetrics", package: "Backtest"),
        .product(name: "QuantMath", package: "DataLake"),
      ]
    ),
    .executableTarget(
      name: "RegimeBenchmarks",
      dependencies: [
        "BenchmarkHarness",
        .product(name: "QuantMath", package: "DataLake"),
        .product(name: "Regime", package: "Regime"),
      ]
    ),
    .executableTarget(
      name: "SearchBenchmarks",
      dependencies: [
        "BenchmarkHarness",
        .product(name: "Optimizer", package: "Optimizer"),
      ]
    ),
    .executableTarget(
      name: "TickBenchmarks",
      dependencies: [
        .product(name: "Backtest", package: "Backtest"),
        "BenchmarkHarness",
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "MarketModel", package: "DataLake"),
      ]
    ),
    .executableTarget(
      name: "TrainingBenchmarks",
      dependencies: [
        "BenchmarkHarness",
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "Features", package: "Features"),
        .product(name: "Forecasting", package: "Research"),
        .product(name: "NeuralForecasting", package: "Research"),
        .product(name: "QuantMath", package: "DataLake"),
        .product(name: "TorchEngine", package: "Research"),
      ]
    ),
    .executableTarget(
      name: "StudyBenchmarks",
      dependencies: [
        "BenchmarkHarness",
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "ExperimentRegistry", package: "Research"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "Optimizer", package: "Optimizer"),
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
