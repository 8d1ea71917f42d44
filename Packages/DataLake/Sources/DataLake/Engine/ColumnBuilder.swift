import CDuckDB

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Gathers the vectors of one result column.
final class ColumnBuilder {
  private let name: String
  private let type: ColumnType
  private var integers: [Int64] = []
  private var doubles: [Double] = []
  private var texts: [String] = []
  private var bools: [Bool] = []
  private var validity: [Bool]?
  private var count = 0

  /// Creates a builder, or returns `nil` when the type is none that the lake knows.
  init?(name: String, type code: Int32, capacity: Int) {
    self.name = name
    switch code {
    case Int32(DUCK_TYPE_TIMESTAMP_NS): type = .timestamp
    case Int32(DUCK_TYPE_BIGINT): type = .int64
    case Int32(DUCK_TYPE_DOUBLE): type = .double
    case Int32(DUCK_TYPE_VARCHAR): type = .text
    case Int32(DUCK_TYPE_BOOLEAN): type = .bool
    default: return nil
    }
    switch type {
    case .timestamp, .int64: integers.reserveCapacity(capacity)
    case .double: doubles.reserveCapacity(capacity)
    case .text: texts.reserveCapacity(capacity)
    case .bool: bools.reserveCapacity(capacity)
    }
  }

  /// Appends one vector; what an invalid slot holds is undefined and is cleared by `finish`.
  func append(
    _ data: UnsafeMutableRawPointer,
    validity mask: UnsafeMutablePointer<UInt64>?,
    count added: Int
  ) {
    switch type {
    case .timestamp, .int64: integers.append(contentsOf: data.values(added))
    case .double: doubles.append(contentsOf: data.values(added))
    case .bool: bools.append(contentsOf: data.values(added) as UnsafeBufferPointer<Bool>)
    case .text: appendTexts(data.values(added), mask)
    }
    appendValidity(mask, added)
    count += added
  }

  /// The finished column.
  func finish() -> Column {
    let values: ColumnValues =
      switch type {
      case .timestamp: .timestamp(integers)
      case .int64: .int64(integers)
      case .double: .double(doubles)
      case .text: .text(texts)
      case .bool: .bool(bools)
      }
    return Column(name, values, validity: validity)
  }

  private func appendTexts(
    _ values: UnsafeBufferPointer<duck_string>,
    _ mask: UnsafeMutablePointer<UInt64>?
  ) {
    // Columns of names repeat: the last text is used again where the bytes agree.
    var (lastBytes, lastText) = (UnsafeRawBufferPointer(start: nil, count: 0), "")
    for index in values.indices {
      guard mask.isValid(index), let base = values.baseAddress else {
        texts.append("")
        continue
      }
      let bytes = UnsafeRawPointer(base + index).textBytes
      if !bytes.equals(lastBytes) {
        (lastBytes, lastText) = (bytes, String(decoding: bytes, as: UTF8.self))
      }
      texts.append(lastText)
    }
  }

  private func appendValidity(_ mask: UnsafeMutablePointer<UInt64>?, _ added: Int) {
    let isComplete = mask == nil || (0..<added).allSatisfy { mask.isValid($0) }
    if isComplete {
      validity?.append(contentsOf: repeatElement(true, count: added))
    } else {
      var all = validity ?? [Bool](repeating: true, count: count)
      all.append(contentsOf: (0..<added).map { mask.isValid($0) })
      validity = all
    }
  }
}

extension UnsafeMutableRawPointer {
  fileprivate func values<Value>(_ count: Int) -> UnsafeBufferPointer<Value> {
    UnsafeBufferPointer(start: assumingMemoryBound(to: Value.self), count: count)
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func equals(_ other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count, let mine = baseAddress, let theirs = other.baseAddress else {
      return count == 0 && other.count == 0
    }
    return memcmp(mine, theirs, count) == 0
  }
}

extension UnsafeRawPointer {
  /// The bytes of the text value at this address: in place up to 12 bytes, else behind a pointer.
  fileprivate var textBytes: UnsafeRawBufferPointer {
    let value = assumingMemoryBound(to: duck_string.self)
    let count = Int(value.pointee.in_place.length)
    let start = count <= 12 ? self + 4 : UnsafeRawPointer(value.pointee.outside.bytes)
    return UnsafeRawBufferPointer(start: start, count: count)
  }
}

extension Optional where Wrapped == UnsafeMutablePointer<UInt64> {
  /// Whether a row is present: a vector without a mask has no missing row.
  fileprivate func isValid(_ row: Int) -> Bool {
    guard let self else { return true }
    return (self[row >> 6] >> UInt64(row & 63)) & 1 == 1
  }
}
