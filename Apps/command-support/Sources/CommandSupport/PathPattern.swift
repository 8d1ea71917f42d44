#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The paths that match a pattern with `*`, `?` and `[…]`, in byte order.
public func pathsMatching(_ pattern: String) -> [String] {
  var found = glob_t()
  defer { globfree(&found) }
  guard glob(pattern, 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
  return (0..<Int(found.gl_pathc)).compactMap { index in
    paths[index].map { String(cString: $0) }
  }
  .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
