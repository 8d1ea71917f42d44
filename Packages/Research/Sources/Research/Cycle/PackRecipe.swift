internal import ConfigValidation
internal import DataLake
internal import MarketModel
internal import ReplayPacks

/// How the pack of one symbol is taken from a lake.
///
/// Kept with every run: a lake that has gained providers, option chains or labels of other rules since
/// still gives the pack that was replayed.
struct PackRecipe: Hashable, Sendable {
  /// The symbol.
  var symbol: Symbol

  /// The provider of its bars.
  var provider: String

  /// The providers of its option snapshots.
  var optionProviders: [String]

  /// The rules whose labels it holds.
  var labelHashes: [String]
}

/// A pack with the way in which it was taken from the lake.
struct PackedSymbol: Hashable, Sendable {
  var recipe: PackRecipe
  var pack: ReplayPack
}

/// What the registry keeps so that the runs of a cycle can be replayed from a lake alone.
struct RunSource: Hashable, Sendable {
  /// The resolved document of the cycle.
  var configuration: String

  /// The packs of the cycle by content hash.
  var packs: [String: PackRecipe]

  /// Describes a cycle.
  init(configuration: String, packs: [PackedSymbol]) {
    self.configuration = configuration
    self.packs = [:]
    for packed in packs { self.packs[packed.pack.contentHash.hex] = packed.recipe }
  }

  /// The source as JSON, packs by hash.
  var json: JSONValue {
    [
      "configuration": .string(configuration),
      "packs": .array(
        packs.sorted { $0.key.utf8Precedes($1.key) }.map { hash, recipe in
          [
            "hash": .string(hash),
            "symbol": .string(recipe.symbol.name),
            "provider": .string(recipe.provider),
            "option_providers": .array(recipe.optionProviders.map { .string($0) }),
            "label_hashes": .array(recipe.labelHashes.map { .string($0) }),
          ]
        }
      ),
    ]
  }

  /// Reads a source.
  init(_ reader: ArtifactReader) throws(ArtifactError) {
    configuration = try reader.text("configuration")
    packs = [:]
    for pack in try reader.elements("packs") {
      packs[try pack.text("hash")] = PackRecipe(
        symbol: Symbol(try pack.text("symbol")),
        provider: try pack.text("provider"),
        optionProviders: pack.value["option_providers"]?.arrayValue?.compactMap(\.stringValue)
          ?? [],
        labelHashes: pack.value["label_hashes"]?.arrayValue?.compactMap(\.stringValue) ?? []
      )
    }
  }
}
