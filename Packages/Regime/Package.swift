// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Regime",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Regime", targets: ["Regime"]),
    .library(name: "RegimeTesting", targets: ["RegimeTesting"]),
  ],
  dependencies: [
    .package(path: "../DataLake"),
    .package(path: "../Features"),
  ],
  targets: [
    .target(
      name: "Regime",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "Features", package: "Features"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "QuantMath", package: "DataLake"),
      ]
    ),
    .target(
      name: "RegimeTesting",
      dependencies: [
        .product(name: "Features", package: "Features"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "QuantMath", package: "DataLake"),
        "Regime",
      ]
    ),
    .testTarget(
      name: "RegimeTests",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "Features", package: "Features"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "QuantMath", package: "DataLake"),
        "Regime",
        "RegimeTesting",
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
