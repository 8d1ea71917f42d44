internal import DataLake
public import MarketModel

/// One file of a manifest: what it is, the digests of its bytes, and where it comes from.
public struct ManifestEntry: Hashable, Sendable {
  /// Where a file comes from.
  public enum Origin: Hashable, Sendable {
    /// Taken from a vendor at an instant.
    case downloaded(Timestamp)

    /// Computed from series of a lake.
    case generated(Generation)
  }

  /// How a file was computed.
  public struct Generation: Hashable, Sendable {
    /// When.
    public var instant: Timestamp

    /// The number of this content among those of the data set, counted from one.
    public var version: Int

    /// What the columns are called together, such as `a20_vix`.
    public var tier: String

    /// The series that were read.
    public var sources: [Dataset.Source]

    /// Creates a generation.
    public init(instant: Timestamp, version: Int, tier: String, sources: [Dataset.Source]) {
      self.instant = instant
      self.version = version
      self.tier = tier
      self.sources = sources
    }
  }

  /// The name of the data set, such as `SPY.features.a20`.
  public var dataset: String

  /// The path of the file; a relative one begins at the manifest's folder.
  public var path: String

  /// The SHA-256 of the bytes, or `nil` in entries of tools that write MD5 only.
  public var sha256: FileDigest?

  /// The MD5 of the bytes in lower-case hexadecimal digits, or `nil` where it was left out.
  public var md5: String?

  /// Where the file comes from.
  public var origin: Origin

  /// Creates an entry.
  public init(
    dataset: String,
    path: String,
    sha256: FileDigest?,
    md5: String?,
    origin: Origin
  ) {
    self.dataset = dataset
    self.path = path
    self.sha256 = sha256
    self.md5 = md5
    self.origin = origin
  }

  /// When the file was taken or computed.
  public var instant: Timestamp {
    switch origin {
    case .downloaded(let instant): instant
    case .generated(let generation): generation.instant
    }
  }
}
