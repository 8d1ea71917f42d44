// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Optimizer",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Optimizer", targets: ["Optimizer"])
  ],
  dependencies: [
    .package(path: "../DataLake"),
    .package(path: "../Backtest"),
  ],
  targets: [
    .target(
      name: "Optimizer",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "PerformanceMetrics", package: "Backtest"),
        .product(name: "QuantMath", package: "DataLake"),
      ]
    ),
    .executableTarget(
      name: "study-probe",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        "Optimizer",
      ],
      path: "Tests/study-probe"
    ),
    .testTarget(
      name: "OptimizerTests",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "ConfigYAML", package: "DataLake"),
        "Optimizer",
        .product(name: "QuantMath", package: "DataLake"),
        "study-probe",
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
