/// SHA-256 (FIPS 180-4), so that a journal needs nothing outside the toolchain.
struct SHA256 {
  /// The number of bytes of a digest.
  static let digestCount = 32

  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  private var words = [UInt32](repeating: 0, count: 64)

  /// Returns the digest of two pieces of bytes, one after the other.
  ///
  /// - Complexity: O(bytes).
  static func digest(_ first: [UInt8], _ second: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var hash = SHA256()
    // What does not fill a block is collected here.
    var rest: [UInt8] = first
    rest.reserveCapacity(192)
    let total = first.count + second.count
    var taken = 0
    while rest.count >= 64 {
      rest.withUnsafeBufferPointer { hash.process(UnsafeBufferPointer(rebasing: $0[..<64])) }
      rest.removeFirst(64)
    }
    if !rest.isEmpty {
      taken = min(64 - rest.count, second.count)
      rest.append(contentsOf: second[..<taken])
      if rest.count == 64 {
        rest.withUnsafeBufferPointer { hash.process($0) }
        rest.removeAll(keepingCapacity: true)
      }
    }
    while second.count - taken >= 64 {
      hash.process(UnsafeBufferPointer(rebasing: second[taken..<taken + 64]))
      taken += 64
    }
    rest.append(contentsOf: second[taken...])
    hash.finish(rest, total: total)
    return hash.state.flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) }
    }
  }

  /// Returns the digest of bytes.
  static func digest(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBufferPointer { digest([], $0) }
  }

  private mutating func finish(_ rest: [UInt8], total: Int) {
    var last = rest + [0x80]
    while last.count % 64 != 56 { last.append(0) }
    let bits = UInt64(total) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      last.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    last.withUnsafeBufferPointer { bytes in
      for start in stride(from: 0, to: bytes.count, by: 64) {
        process(UnsafeBufferPointer(rebasing: bytes[start..<start + 64]))
      }
    }
  }

  private mutating func process(_ block: UnsafeBufferPointer<UInt8>) {
    words.withUnsafeMutableBufferPointer { words in
      state.withUnsafeMutableBufferPointer { state in
        roundConstants.withUnsafeBufferPointer { constants in
          Self.compress(block, &words, &state, constants)
        }
      }
    }
  }

  private static func compress(
    _ block: UnsafeBufferPointer<UInt8>,
    _ words: inout UnsafeMutableBufferPointer<UInt32>,
    _ state: inout UnsafeMutableBufferPointer<UInt32>,
    _ constants: UnsafeBufferPointer<UInt32>
  ) {
    for place in 0..<16 {
      let start = 4 * place
      words[place] =
        UInt32(block[start]) << 24 | UInt32(block[start + 1]) << 16
        | UInt32(block[start + 2]) << 8 | UInt32(block[start + 3])
    }
    for place in 16..<64 {
      let (early, late) = (words[place - 15], words[place - 2])
      let first = turned(early, 7) ^ turned(early, 18) ^ (early >> 3)
      let second = turned(late, 17) ^ turned(late, 19) ^ (late >> 10)
      words[place] = words[place - 16] &+ first &+ words[place - 7] &+ second
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for place in 0..<64 {
      let high = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
      let chosen = (e & f) ^ (~e & g)
      let first = h &+ high &+ chosen &+ constants[place] &+ words[place]
      let low = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
      let second = low &+ ((a & b) ^ (a & c) ^ (b & c))
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ second)
    }
    (state[0], state[1], state[2], state[3]) = (
      state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d
    )
    (state[4], state[5], state[6], state[7]) = (
      state[4] &+ e, state[5] &+ f, state[6] &+ g, state[7] &+ h
    )
  }

  @inline(__always)
  private static func turned(_ word: UInt32, _ places: UInt32) -> UInt32 {
    word >> places | word << (32 - places)
  }
}

private let roundConstants: [UInt32] = [
  0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
  0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
  0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
  0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
  0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
  0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
  0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
  0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
  0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
  0xc671_78f2,
]
