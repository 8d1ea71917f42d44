internal import DataLake

/// What MLflow accepts, and how names and values are made to fit.
enum MLflowLimits {
  static let metricsPerRequest = 1_000
  static let parametersPerRequest = 100
  static let tagsPerRequest = 100
  static let bytesPerRequest = 900_000
  static let key = 250
  static let parameterValue = 6_000
  static let tagValue = 5_000
  static let experimentName = 500

  /// A name with nothing in it that MLflow refuses.
  ///
  /// Other characters than letters, digits and `_-. /` become `_`. A name that was changed ends in the
  /// beginning of its digest, so that two names never become one.
  static func key(_ name: String) -> String {
    var parts: [String] = []
    for part in name.split(separator: "/") where part != "." && part != ".." {
      let plain = part.unicodeScalars.map { scalar in
        scalar.isASCII
          && (UInt8(scalar.value).isLetterOrDigit || "_-. ".unicodeScalars.contains(scalar))
          ? Character(scalar) : "_"
      }
      parts.append(String(plain))
    }
    let plain = parts.joined(separator: "/")
    guard plain != name || plain.isEmpty || plain.utf8.count > key else { return name }
    let digest = ContentHash(of: name).hex.prefix(8)
    return "\(plain.prefix(key - 9))-\(digest)"
  }

  /// The beginning of a value, with a mark at its end when something was left out.
  static func value(_ text: String, limit: Int) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > limit else { return text }
    let mark = "… (of \(scalars.count))"
    var kept = String.UnicodeScalarView()
    kept.append(contentsOf: scalars.prefix(limit - mark.unicodeScalars.count))
    return String(kept) + mark
  }
}
