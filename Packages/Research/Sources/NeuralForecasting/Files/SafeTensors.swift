internal import ConfigValidation
internal import Forecasting

/// Named arrays in the safetensors format, which tools of other languages read.
///
/// Eight bytes with the length of a JSON header in little-endian order, the header, then the arrays
/// one after another, little-endian.
struct SafeTensors {
  /// The elements of one array.
  enum Values: Hashable {
    /// 32-bit floating-point numbers.
    case floats([Float])

    /// Bytes.
    case bytes([UInt8])

    var count: Int {
      switch self {
      case .floats(let values): values.count
      case .bytes(let values): values.count
      }
    }
  }

  /// One array.
  struct Entry: Hashable {
    let name: String
    let shape: [Int]
    let values: Values
  }

  /// The arrays, in the order of the file.
  var entries: [Entry] = []

  /// Texts by name, in order.
  var metadata: [(name: String, text: String)] = []

  /// The array of a name, or `nil`.
  subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  /// The text of a name, or `nil`.
  func text(_ name: String) -> String? { metadata.first { $0.name == name }?.text }

  // MARK: Writing

  /// The bytes of the file.
  var encoded: [UInt8] {
    var members: [JSONMember] = []
    if !metadata.isEmpty {
      let texts = metadata.map { JSONMember($0.name, .string($0.text)) }
      members.append(JSONMember("__metadata__", .object(texts)))
    }
    var offset = 0
    for entry in entries {
      let width = if case .floats = entry.values { 4 } else { 1 }
      let end = offset + entry.values.count * width
      members.append(
        JSONMember(
          entry.name,
          [
            "dtype": width == 4 ? "F32" : "U8",
            "shape": .array(entry.shape.map { .integer(Int64($0)) }),
            "data_offsets": [.integer(Int64(offset)), .integer(Int64(end))],
          ]
        )
      )
      offset = end
    }
    var header = JSONValue.object(members).utf8Bytes(pretty: false)
    // Arrays begin at a multiple of eight.
    while header.count % 8 != 0 { header.append(0x20) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + offset)
    bytes.append(littleEndian: UInt64(header.count))
    bytes += header
    for entry in entries {
      switch entry.values {
      case .bytes(let values): bytes += values
      case .floats(let values): for value in values { bytes.append(littleEndian: value.bitPattern) }
      }
    }
    return bytes
  }

  // MARK: Reading

  init() {}

  /// Reads the bytes of a file.
  ///
  /// - Throws: ``ForecastError/badFile(path:expected:found:)``.
  init(_ bytes: [UInt8], path: String) throws(ForecastError) {
    func bad(_ found: String) -> ForecastError {
      .badFile(path: path, expected: "a safetensors file", found: found)
    }
    guard bytes.count >= 8 else { throw bad("\(bytes.count) bytes") }
    let length = bytes[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(bytes.count - 8) else { throw bad("a header that runs past the end") }
    let start = 8 + Int(length)
    let header: JSONValue
    do throws(JSONError) {
      header = try JSONValue(parsing: Array(bytes[8..<start]))
    } catch {
      throw bad("a header that is not JSON")
    }
    for member in header.objectValue ?? [] {
      if member.name == "__metadata__" {
        metadata = (member.value.objectValue ?? []).map { ($0.name, $0.value.stringValue ?? "") }
        continue
      }
      guard let entry = Self.entry(member, bytes, start) else {
        throw bad("an array '\(member.name)' that is not there")
      }
      entries.append(entry)
    }
  }

  private static func entry(_ member: JSONMember, _ bytes: [UInt8], _ start: Int) -> Entry? {
    let offsets = member.value["data_offsets"]?.arrayValue?.compactMap(\.integerValue) ?? []
    let shape = member.value["shape"]?.arrayValue?.compactMap(\.integerValue).map { Int($0) } ?? []
    guard offsets.count == 2, offsets[0] >= 0, offsets[1] >= offsets[0],
      offsets[1] <= Int64(bytes.count - start)
    else { return nil }
    let range = start + Int(offsets[0])..<start + Int(offsets[1])
    let values: Values
    switch member.value["dtype"]?.stringValue {
    case "F32":
      guard range.count % 4 == 0 else { return nil }
      values = .floats(
        bytes[range].withUnsafeBytes { raw in
          (0..<range.count / 4).map { index in
            let bits = raw.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
            return Float(bitPattern: UInt32(littleEndian: bits))
          }
        }
      )
    case "U8": values = .bytes(Array(bytes[range]))
    default: return nil
    }
    guard shape.reduce(1, *) == values.count else { return nil }
    return Entry(name: member.name, shape: shape, values: values)
  }
}

extension [UInt8] {
  /// Appends the bytes of a number, lowest first.
  fileprivate mutating func append(littleEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}
