internal import ConfigValidation
internal import DataLake
internal import MarketModel

extension ManifestEntry {
  /// The entry as it stands in a manifest.
  var json: JSONValue {
    var members = [JSONMember("dataset", .string(dataset))]
    if case .generated(let generation) = origin {
      members += [
        .init("version", .integer(Int64(generation.version))),
        .init("tier", .string(generation.tier)),
      ]
    }
    members.append(.init("path", .string(path)))
    if let sha256 { members.append(.init("sha256", .string(sha256.hex))) }
    if let md5 { members.append(.init("md5", .string(md5))) }
    switch origin {
    case .downloaded(let instant):
      members.append(.init("downloaded_at", .string(instant.description)))
    case .generated(let generation):
      members += [
        .init("generated_at", .string(generation.instant.description)),
        .init("sources", .array(generation.sources.map(\.json))),
      ]
    }
    return .object(members)
  }

  /// Reads an entry, or returns what is wrong with it.
  static func read(_ json: JSONValue) -> Result<ManifestEntry, ManifestFieldError> {
    do throws(ManifestFieldError) {
      let fields = ManifestFields(json)
      try fields.refuseUnknown(
        [
          "dataset", "version", "tier", "path", "sha256", "md5", "downloaded_at", "generated_at",
          "sources",
        ]
      )
      let digests = (sha256: try fields.sha256("sha256"), md5: try fields.md5("md5"))
      guard digests.sha256 != nil || digests.md5 != nil else {
        throw ManifestFieldError(field: "sha256", expected: "sha256 or md5", found: "neither")
      }
      return .success(
        ManifestEntry(
          dataset: try fields.text("dataset"),
          path: try fields.text("path"),
          sha256: digests.sha256,
          md5: digests.md5,
          origin: try origin(fields)
        )
      )
    } catch {
      return .failure(error)
    }
  }

  private static func origin(_ fields: ManifestFields) throws(ManifestFieldError) -> Origin {
    if fields.json["downloaded_at"] != nil {
      return .downloaded(try fields.instant("downloaded_at"))
    }
    return .generated(
      Generation(
        instant: try fields.instant("generated_at"),
        version: try fields.count("version"),
        tier: try fields.text("tier"),
        sources: try fields.sources("sources")
      )
    )
  }
}

extension Dataset.Source {
  fileprivate var json: JSONValue {
    [
      "table": .string(key.table.rawValue),
      "series": .array(key.values.map { .string($0) }),
      "content_hash": .string(contentHash.hex),
    ]
  }

  fileprivate init?(_ json: JSONValue) {
    guard let table = json["table"]?.stringValue.flatMap(LakeTable.init(rawValue:)),
      let parts = json["series"]?.arrayValue,
      let hash = json["content_hash"]?.stringValue.flatMap({ ContentHash($0) })
    else { return nil }
    let values = parts.compactMap(\.stringValue)
    guard values.count == parts.count, values.count == table.partition.count else { return nil }
    self.init(key: SeriesKey(table: table, values: values), contentHash: hash)
  }
}

/// A field of an entry that is not what it should be.
struct ManifestFieldError: Error, Hashable {
  let field: String
  let expected: String
  let found: String
}

/// Reads the fields of one entry.
private struct ManifestFields {
  let json: JSONValue

  init(_ json: JSONValue) { self.json = json }

  func refuseUnknown(_ known: [String]) throws(ManifestFieldError) {
    guard let members = json.objectValue else {
      throw ManifestFieldError(field: "entry", expected: "an object", found: json.kindDescription)
    }
    for member in members where !known.contains(member.name) {
      throw ManifestFieldError(field: member.name, expected: "a known field", found: member.name)
    }
  }

  func text(_ name: String) throws(ManifestFieldError) -> String {
    try value(name, "text") { $0.stringValue.flatMap { $0.isEmpty ? nil : $0 } }
  }

  func count(_ name: String) throws(ManifestFieldError) -> Int {
    try value(name, "a whole number above 0") { $0.integerValue.flatMap { $0 > 0 ? Int($0) : nil } }
  }

  func instant(_ name: String) throws(ManifestFieldError) -> Timestamp {
    try value(name, "an instant") { $0.stringValue.flatMap { Timestamp($0) } }
  }

  func sha256(_ name: String) throws(ManifestFieldError) -> FileDigest? {
    guard json[name] != nil else { return nil }
    return try value(name, "64 hexadecimal digits") { $0.stringValue.flatMap { FileDigest($0) } }
  }

  func md5(_ name: String) throws(ManifestFieldError) -> String? {
    guard json[name] != nil else { return nil }
    return try value(name, "32 hexadecimal digits") { value in
      value.stringValue.flatMap { text in
        text.utf8.count == 32
          && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
          ? text : nil
      }
    }
  }

  func sources(_ name: String) throws(ManifestFieldError) -> [Dataset.Source] {
    try value(name, "a list of series") { value in
      guard let items = value.arrayValue else { return nil }
      let sources = items.compactMap { Dataset.Source($0) }
      return sources.count == items.count ? sources : nil
    }
  }

  private func value<Value>(
    _ name: String,
    _ expected: String,
    _ convert: (JSONValue) -> Value?
  ) throws(ManifestFieldError) -> Value {
    guard let found = json[name] else {
      throw ManifestFieldError(field: name, expected: expected, found: "nothing")
    }
    guard let value = convert(found) else {
      throw ManifestFieldError(field: name, expected: expected, found: found.kindDescription)
    }
    return value
  }
}
