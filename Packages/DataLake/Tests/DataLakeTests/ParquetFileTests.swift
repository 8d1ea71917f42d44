import DataLake
import DataLakeTesting
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("Parquet files")
struct ParquetFileTests {
  let directory: String
  let database: DuckDBDatabase

  init() throws {
    directory = try TemporaryLake.makeDirectory()
    database = try TemporaryLake.database(near: #filePath)
  }

  static let schema = TableSchema([
    .init("at", .timestamp), .init("count", .int64), .init("price", .double, optional: true),
    .init("name", .text, optional: true), .init("flag", .bool),
  ])

  static func table(_ rows: Int) throws -> ColumnTable {
    let indices = Array(0..<rows)
    return try ColumnTable([
      Column("at", .timestamp(indices.map { Int64($0) * 1_000_000_007 - 5 })),
      Column("count", .int64(indices.map { Int64($0) - 3 })),
      Column(
        "price",
        .double(indices.map { Double($0) / 7 }),
        validity: indices.map { $0 % 3 > 0 }
      ),
      Column(
        "name",
        .text(indices.map { $0 % 2 == 0 ? "tiny" : "a text beyond twelve bytes, ö \($0)" }),
        validity: indices.map { $0 % 5 > 0 }
      ),
      Column("flag", .bool(indices.map { $0 % 2 == 0 })),
    ])
  }

  @Test(
    "Every type, missing values and long texts come back, over several vectors and row groups",
    arguments: [0, 1, 2_048, 2_049, 130_000]
  )
  func roundTrip(rows: Int) throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let table = try Self.table(rows)
    let path = directory + "/a folder/it's [a]*?.parquet"
    try ParquetFile.write(table, to: path, database: database)
    #expect(try ParquetFile.read(path, schema: Self.schema, database: database) == table)
    #expect(try ParquetFile.read(path, database: database) == table)
  }

  @Test("Wrong, missing and unexpected columns are all named")
  func wrongSchema() throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/t.parquet"
    try ParquetFile.write(try Self.table(3), to: path, database: database)
    let other = TableSchema([
      .init("at", .int64), .init("count", .int64), .init("price", .double, optional: true),
      .init("name", .text, optional: true), .init("volume", .double),
    ])
    let error = try #require(throws: ParquetError.self) {
      _ = try ParquetFile.read(path, schema: other, database: database)
    }
    #expect(
      error
        == .schema(
          path: path,
          issues: [
            .wrongType(column: "at", expected: "BIGINT", found: "TIMESTAMP_NS"),
            .missingColumn("volume", expected: .double), .unexpectedColumn("flag"),
          ]
        )
    )
  }

  @Test("Missing values where none may be missing are refused")
  func missingValues() throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/t.parquet"
    try ParquetFile.write(
      try ColumnTable([Column("x", optional: [1, nil])]),
      to: path,
      database: database
    )
    let error = try #require(throws: ParquetError.self) {
      _ = try ParquetFile.read(
        path,
        schema: TableSchema([.init("x", .double)]),
        database: database
      )
    }
    #expect(error == .schema(path: path, issues: [.missingValue(column: "x", row: 1)]))
  }

  @Test(
    "Damaged files are errors that name the file",
    arguments: ["text", "truncated", "bad header"]
  )
  func corrupt(kind: String) throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/t.parquet"
    try ParquetFile.write(try Self.table(5_000), to: path, database: database)
    var bytes = try AtomicFile.read(path)
    switch kind {
    case "text": bytes = Array("this is not parquet".utf8)
    case "truncated": bytes.removeLast(bytes.count / 2)
    default: for index in 4..<24 { bytes[index] ^= 0xFF }
    }
    try AtomicFile.write(bytes, to: path)
    let error = try #require(throws: ParquetError.self) {
      _ = try ParquetFile.read(path, schema: Self.schema, database: database)
    }
    guard case .corrupt(let named, let reason) = error else {
      Issue.record("expected corrupt, found \(error)")
      return
    }
    #expect(named == path)
    #expect(!reason.isEmpty)
    #expect(!"\(error)".contains("\n"))
  }

  @Test("A file that does not exist is missing, not corrupt")
  func missing() {
    #expect(throws: ParquetError.missing(path: "/nowhere/t.parquet")) {
      _ = try ParquetFile.read("/nowhere/t.parquet", database: database)
    }
  }

  @Test("Foreign types become the nearest column types; NaN becomes missing")
  func foreignTypes() throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/year=2020/t.parquet"
    try AtomicFile.write("", to: path)
    _ = try database.table(
      """
      COPY (SELECT 1::INTEGER AS i, 1.5::FLOAT AS f, 'nan'::DOUBLE AS n, 2.25::DECIMAL(9,2) AS d, \
      DATE '2020-01-02' AS day, TIMESTAMP '2020-01-02 03:04:05.678901' AS micro, \
      TIMESTAMPTZ '2020-01-02 03:04:05.5+02' AS zoned, 'x' AS s, NULL::BIGINT AS b) \
      TO '\(path)' (FORMAT parquet)
      """
    )
    let table = try ParquetFile.read(path, database: database)
    #expect(table.names == ["i", "f", "n", "d", "day", "micro", "zoned", "s", "b"])
    #expect(try table.integers("i") == [1])
    #expect(try table.doubles("f") == [1.5])
    #expect(try table.optionalDoubles("n") == [nil])
    #expect(try table.doubles("d") == [2.25])
    #expect(try table.timestamps("day") == [1_577_923_200_000_000_000])
    #expect(try table.timestamps("micro") == [1_577_934_245_678_901_000])
    #expect(try table.timestamps("zoned") == [1_577_927_045_500_000_000])
    #expect(try table.texts("s") == ["x"])
    #expect(table["b"]?.isMissing(0) == true)
  }

  @Test("A type without counterpart and an infinite number are named")
  func unsupported() throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/t.parquet"
    _ = try database.table("COPY (SELECT [1, 2] AS list) TO '\(path)' (FORMAT parquet)")
    #expect(
      throws: ParquetError.unsupportedColumn(path: path, column: "list", type: "INTEGER[]")
    ) { _ = try ParquetFile.read(path, database: database) }
    _ = try database.table("COPY (SELECT 'inf'::DOUBLE AS x) TO '\(path)' (FORMAT parquet)")
    #expect(throws: ParquetError.notFinite(path: path, column: "x", row: 0)) {
      _ = try ParquetFile.read(path, database: database)
    }
  }

  @Test("A folder that cannot be made is a file error and leaves nothing")
  func unwritable() throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try AtomicFile.write("a file", to: directory + "/file")
    let error = try #require(throws: ParquetError.self) {
      try ParquetFile.write(
        try Self.table(1),
        to: directory + "/file/t.parquet",
        database: database
      )
    }
    guard case .file = error else {
      Issue.record("expected a file error, found \(error)")
      return
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["file"])
  }
}
