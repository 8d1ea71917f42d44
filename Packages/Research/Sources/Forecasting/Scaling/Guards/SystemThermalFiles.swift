internal import DataLake

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The sensors that Linux shows under `/sys`; other systems show none.
public struct SystemThermalFiles: ThermalFiles {
  private let root: String

  /// Reads the sensors below a root, `/` for those of this machine.
  public init(root: String) { self.root = root.hasSuffix("/") ? String(root.dropLast()) : root }

  /// `class/thermal/thermal_zone*/temp` and `class/hwmon/hwmon*/temp*_input`.
  public func paths() -> [String] {
    let zones = names(in: "/sys/class/thermal").filter { $0.hasPrefix("thermal_zone") }
    let monitors = names(in: "/sys/class/hwmon").map { "/sys/class/hwmon/\($0)" }
    return zones.map { "\(root)/sys/class/thermal/\($0)/temp" }
      + monitors.flatMap { folder in
        names(in: folder)
          .filter { $0.hasPrefix("temp") && $0.hasSuffix("_input") }
          .map { "\(root)\(folder)/\($0)" }
      }
  }

  /// The text of a file, or `nil` where it cannot be read.
  public func text(at path: String) -> String? {
    (try? AtomicFile.read(path)).map { String(decoding: $0, as: UTF8.self) }
  }

  private func names(in folder: String) -> [String] { fileNames(in: root + folder) }
}

/// The names in a folder that do not begin with a dot, in order; none where it cannot be read.
func fileNames(in folder: String) -> [String] {
  guard let stream = opendir(folder) else { return [] }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted()
}

/// Whether there is a folder at a path that can be read.
func isFolder(_ path: String) -> Bool {
  guard let stream = opendir(path) else { return false }
  closedir(stream)
  return true
}
