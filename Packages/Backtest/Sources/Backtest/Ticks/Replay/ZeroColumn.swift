#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Zeros that stand in for the columns that a feed lacks, so that a strategy may read any of them.
///
/// The pages come zeroed from the system and take no memory until they are read.
final class ZeroColumn {
  /// How many rows may be read.
  let rowCount: Int
  private let base: UnsafeMutableRawPointer

  init(rowCount: Int) {
    self.rowCount = rowCount
    guard let base = calloc(max(1, rowCount), MemoryLayout<Double>.stride) else {
      preconditionFailure("no memory for \(rowCount) zeros")
    }
    self.base = base
  }

  deinit { free(base) }

  /// The zeros as numbers or sides, whose zero has no bit set.
  func values<Value: Numeric>(of type: Value.Type) -> UnsafePointer<Value> {
    UnsafePointer(base.assumingMemoryBound(to: type))
  }
}
