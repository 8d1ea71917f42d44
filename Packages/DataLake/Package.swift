// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "DataLake",
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
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
  ],
  targets: [
    .target(
      name: "CDuckDB",
      cSettings: [.define("_GNU_SOURCE")]
    ),
    .target(
      name: "CInflate",
      cSettings: [.define("_GNU_SOURCE")]
    ),
    .target(
      name: "QuantMath"
    ),
    .target(
      name: "MarketModel"
    ),
    .target(
      name: "ConfigValidation"
    ),
    .target(
      name: "ConfigYAML",
      dependencies: [
        "ConfigValidation",
        .product(name: "Yams", package: "Yams"),
      ]
    ),
    .target(
      name: "DataLake",
      dependencies: [
        "CDuckDB",
        "ConfigValidation",
        "MarketModel",
        "QuantMath",
        .product(name: "Crypto", package: "swift-crypto"),
      ]
    ),
    .target(
      name: "LakeIngest",
      dependencies: [
        "CInflate",
        "ConfigValidation",
        "DataLake",
        "MarketModel",
        "QuantMath",
      ]
    ),
    .target(
      name: "ReplayPacks",
      dependencies: [
        "ConfigValidation",
        "DataLake",
        "MarketModel",
        "QuantMath",
        .product(name: "Crypto", package: "swift-crypto"),
      ]
    ),
    .target(
      name: "DataLakeTesting",
      dependencies: [
        "DataLake",
        "MarketModel",
        "QuantMath",
      ]
    ),
    .testTarget(
      name: "MarketModelTests",
      dependencies: [
        "MarketModel",
        "QuantMath",
      ]
    ),
    .testTarget(
      name: "QuantMathTests",
      dependencies: [
        "QuantMath"
      ]
    ),
    .testTarget(
      name: "ConfigValidationTests",
      dependencies: [
        "ConfigValidation",
        "ConfigYAML",
      ]
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
      ]
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
      ]
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
