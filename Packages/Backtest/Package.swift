// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Backtest",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "PerformanceMetrics", targets: ["PerformanceMetrics"]),
    .library(name: "Backtest", targets: ["Backtest"]),
    .library(name: "BacktestTesting", targets: ["BacktestTesting"]),
  ],
  dependencies: [
    .package(path: "../DataLake")
  ],
  targets: [
    .target(
      name: "PerformanceMetrics",
      dependencies: [
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "QuantMath", package: "DataLake"),
      ]
    ),
    .target(
      name: "Backtest",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "MarketModel", package: "DataLake"),
        "PerformanceMetrics",
        .product(name: "QuantMath", package: "DataLake"),
      ]
    ),
    .target(
      name: "BacktestTesting",
      dependencies: [
        "Backtest",
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "MarketModel", package: "DataLake"),
        "PerformanceMetrics",
        .product(name: "QuantMath", package: "DataLake"),
      ]
    ),
    .testTarget(
      name: "PerformanceMetricsTests",
      dependencies: [
        .product(name: "MarketModel", package: "DataLake"),
        "PerformanceMetrics",
        .product(name: "QuantMath", package: "DataLake"),
      ]
    ),
    .testTarget(
      name: "BacktestTests",
      dependencies: [
        "Backtest",
        "BacktestTesting",
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "MarketModel", package: "DataLake"),
        "PerformanceMetrics",
        .product(name: "QuantMath", package: "DataLake"),
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
