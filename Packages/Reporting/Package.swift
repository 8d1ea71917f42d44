// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Reporting",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Reporting", targets: ["Reporting"]),
    .library(name: "Observability", targets: ["Observability"]),
  ],
  dependencies: [
    .package(path: "../DataLake"),
    .package(path: "../Backtest"),
    .package(path: "../Research"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
  ],
  targets: [
    .target(
      name: "Reporting",
      dependencies: [
        .product(name: "Backtest", package: "Backtest"),
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        .product(name: "ExperimentRegistry", package: "Research"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "PerformanceMetrics", package: "Backtest"),
        .product(name: "Research", package: "Research"),
      ]
    ),
    .target(
      name: "Observability",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "Logging", package: "swift-log"),
      ]
    ),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        .product(name: "Backtest", package: "Backtest"),
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "DataLake", package: "DataLake"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "PerformanceMetrics", package: "Backtest"),
        "Reporting",
        .product(name: "Research", package: "Research"),
      ]
    ),
    .testTarget(
      name: "ObservabilityTests",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        "Observability",
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
