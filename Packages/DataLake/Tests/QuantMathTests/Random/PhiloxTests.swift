import QuantMath
import Testing

@Suite("Philox and PhiloxStream")
struct PhiloxTests {
  @Test(
    "agrees with the known-answer vectors of Random123",
    arguments: [
      (
        SIMD4<UInt32>(repeating: 0), SIMD2<UInt32>(repeating: 0),
        SIMD4<UInt32>(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
      ),
      (
        SIMD4<UInt32>(repeating: .max), SIMD2<UInt32>(repeating: .max),
        SIMD4<UInt32>(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
      ),
      (
        SIMD4<UInt32>(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        SIMD2<UInt32>(0xa409_3822, 0x299f_31d0),
        SIMD4<UInt32>(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
      ),
    ]
  )
  func matchesKnownAnswers(
    counter: SIMD4<UInt32>,
    key: SIMD2<UInt32>,
    expected: SIMD4<UInt32>
  ) {
    #expect(Philox.block(counter: counter, key: key) == expected)
  }

  @Test("gives the words of its blocks in the documented order")
  func followsDocumentedLayout() {
    var stream = PhiloxStream(seed: 0x0123_4567_89AB_CDEF, purpose: 3, trial: 5, path: 7)
    let key = SIMD2<UInt32>(0x89AB_CDEF, 0x0123_4567)
    for block in UInt32(0)..<4 {
      let words = Philox.block(counter: SIMD4(block, 7, 5, 3), key: key)
      #expect(stream.nextWord() == words[0])
      #expect(stream.nextWord() == words[1])
      #expect(stream.next() == UInt64(words[2]) | UInt64(words[3]) << 32)
    }
  }

  @Test("names distinct streams by every part of its name")
  func separatesStreams() {
    var streams = [
      PhiloxStream(seed: 1, purpose: 0, trial: 0, path: 0),
      PhiloxStream(seed: 1 << 32, purpose: 0, trial: 0, path: 0),
      PhiloxStream(seed: 1, purpose: 1, trial: 0, path: 0),
      PhiloxStream(seed: 1, purpose: 0, trial: 1, path: 0),
      PhiloxStream(seed: 1, purpose: 0, trial: 0, path: 1),
    ]
    var firsts = Set<UInt64>()
    for index in streams.indices { firsts.insert(streams[index].next()) }
    #expect(firsts.count == streams.count)
  }

  @Test("spreads uniform draws evenly over 0..<1")
  func drawsUniformly() {
    var stream = PhiloxStream(seed: 42, purpose: 0, trial: 0, path: 0)
    let count = 200_000
    var bins = [Int](repeating: 0, count: 20)
    for _ in 0..<count {
      let value = stream.uniform()
      #expect(value >= 0 && value < 1)
      bins[Int(value * 20)] += 1
    }
    let expected = Double(count) / 20
    let statistic =
      bins.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) } / expected
    #expect(statistic < 43.8)  // The 99.9 % point of chi-squared with 19 degrees of freedom.
  }

  @Test("draws every index equally often", arguments: [1, 3, 7, 100])
  func drawsIndices(bound: Int) {
    var stream = PhiloxStream(seed: 9, purpose: 0, trial: 0, path: UInt32(bound))
    var counts = [Int](repeating: 0, count: bound)
    let draws = 2_000 * bound
    for _ in 0..<draws { counts[stream.index(below: bound)] += 1 }
    // Five standard deviations of a binomial count around 2,000.
    #expect(counts.allSatisfy { abs($0 - 2_000) < 225 })
  }

  @Test("rejects exactly the words that would favour small indices")
  func rejectsBiasedWords() {
    // Three quarters of 2^32: a quarter of all words must be drawn again.
    let bound = 3 << 30
    var stream = PhiloxStream(seed: 11, purpose: 0, trial: 0, path: 0)
    var low = 0
    for _ in 0..<30_000 where stream.index(below: bound) < bound / 3 { low += 1 }
    #expect(abs(low - 10_000) < 410)
    for _ in 0..<1_000 { #expect((0..<(1 << 40)).contains(stream.index(below: 1 << 40))) }
  }

  @Test("draws normal values with the moments of a standard normal")
  func drawsNormals() throws {
    var stream = PhiloxStream(seed: 42, purpose: 1, trial: 0, path: 0)
    var moments = RunningMoments()
    for _ in 0..<200_000 { moments.add(stream.normal()) }
    // Five standard errors each.
    #expect(abs(try #require(moments.mean)) < 5 / 200_000.0.squareRoot())
    #expect(abs(try #require(moments.sampleVariance) - 1) < 5 * (2 / 200_000.0).squareRoot())
    #expect(abs(try #require(moments.skewness)) < 5 * (6 / 200_000.0).squareRoot())
    #expect(abs(try #require(moments.excessKurtosis)) < 5 * (24 / 200_000.0).squareRoot())
  }
}
