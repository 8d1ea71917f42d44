import DataLake
import Testing

@Suite("Content hashes")
struct ContentHashTests {
  @Test("Bytes have the SHA-256 of FIPS 180-4's example")
  func knownDigest() {
    #expect(
      ContentHash(of: "abc").hex
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
  }

  @Test("Only 64 lower-case digits are a hash")
  func parsing() {
    let text = ContentHash(of: "abc").hex
    #expect(ContentHash(text)?.hex == text)
    #expect(ContentHash(text.uppercased()) == nil)
    #expect(ContentHash(String(text.dropLast())) == nil)
  }

  @Test("Zero and negative zero are one value, a missing value is none of them")
  func values() throws {
    func hash(_ column: Column) throws -> ContentHash { ContentHash(of: try ColumnTable([column])) }
    let zero = try hash(Column("x", .double([0.0])))
    #expect(try hash(Column("x", .double([-0.0]))) == zero)
    #expect(try hash(Column("x", optional: [nil])) != zero)
    #expect(try hash(Column("y", .double([0.0]))) != zero)
    #expect(try hash(Column("x", .int64([0]))) != zero)
    #expect(try hash(Column("x", .timestamp([0]))) != (try hash(Column("x", .int64([0])))))
  }

  @Test("Texts are told apart by their bounds, also across blocks")
  func texts() throws {
    func hash(_ texts: [String]) throws -> ContentHash {
      ContentHash(of: try ColumnTable([Column("x", .text(texts))]))
    }
    #expect(try hash(["ab", "c"]) != (try hash(["a", "bc"])))
    let many = (0..<50_000).map { "text \($0)" }
    #expect(try hash(many) == (try hash(many)))
    #expect(try hash(many) != (try hash(many.reversed())))
  }

  @Test("The values that a missing slot happens to hold do not count")
  func missingSlots() throws {
    let one = try ColumnTable([Column("x", .double([1, 99]), validity: [true, false])])
    let two = try ColumnTable([Column("x", .double([1, -5]), validity: [true, false])])
    #expect(one == two)
    #expect(ContentHash(of: one) == ContentHash(of: two))
  }
}
