// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Features",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Features", targets: ["Features"]),
    .library(name: "FeaturesTesting", targets: ["FeaturesTesting"]),
  ],
  dependencies: [
    .package(path: "../DataLake")
  ],
  targets: [
    .target(
      name: "Features",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "QuantMath", package: "DataLake"),
      ]
    ),
    .target(
      name: "FeaturesTesting",
      dependencies: [
        "Features",
        .product(name: "MarketModel", package: "DataLake"),
        .product(name: "QuantMath", package: "DataLake"),
      ]
    ),
    .testTarget(
      name: "FeaturesTests",
      dependencies: [
        .product(name: "ConfigValidation", package: "DataLake"),
        "Features",
        "FeaturesTesting",
        .product(name: "MarketModel", package: "DataLake"),
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
