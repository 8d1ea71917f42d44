internal import ConfigValidation
internal import ExperimentRegistry
internal import MarketModel

/// A row as the server sent it, read by the position of its columns.
struct PostgresRow {
  private let values: [String?]
  private let server: PostgresServer
  private let table: String
  private let keyColumn: Int

  /// Takes a row; the value of the key column names it in errors.
  init(_ values: [String?], _ server: PostgresServer, table: String, keyColumn: Int) {
    self.values = values
    self.server = server
    self.table = table
    self.keyColumn = keyColumn
  }

  /// Reads a row of ``ModelSchema/resultColumns``.
  func result() throws(ModelRecordError) -> WalkForwardResult {
    WalkForwardResult(
      run: try value(0, "run_id") { RunID($0) },
      fold: try value(1, "fold") { Int($0) },
      model: ModelID(try value(2, "model_id") { $0 }),
      inSample: try span(3, "in_sample"),
      outOfSample: try span(5, "oos"),
      parameters: try value(7, "params") { try? JSONValue(parsing: $0) },
      metrics: try value(8, "metrics") { try? JSONValue(parsing: $0) },
      isPromoted: try value(9, "promoted") { ["t": true, "f": false][$0] },
      createdAt: try value(10, "created_at", instant)
    )
  }

  /// Reads a row of ``ModelSchema/modelColumns``.
  func model() throws(ModelRecordError) -> ModelRecord {
    ModelRecord(
      registration: ModelRegistration(
        id: ModelID(try value(0, "model_id") { $0 }),
        name: try value(1, "name") { $0 },
        run: try value(2, "run_id") { RunID($0) },
        fold: try value(3, "fold") { Int($0) },
        path: try value(4, "path") { $0 },
        digest: try value(5, "digest") { $0 },
        gate: try value(6, "gate") { text in
          (try? JSONValue(parsing: text)).flatMap { ModelVerdict(json: $0) }
        }
      ),
      version: try value(7, "version") { Int($0) },
      stage: try value(8, "stage") { ModelStage(rawValue: $0) },
      createdAt: try value(9, "created_at", instant),
      promotedAt: values[10] == nil ? nil : try value(10, "promoted_at", instant),
      overrideReason: values[11]
    )
  }

  private func instant(_ text: String) -> Timestamp? {
    Int64(text).map { Timestamp(nanoseconds: $0) }
  }

  private func span(_ column: Int, _ name: String) throws(ModelRecordError) -> Range<Timestamp> {
    let start = try value(column, "\(name)_start", instant)
    let end = try value(column + 1, "\(name)_end", instant)
    guard start <= end else { throw damaged("\(name)_end") }
    return start..<end
  }

  private func value<Value>(
    _ column: Int,
    _ name: String,
    _ read: (String) -> Value?
  ) throws(ModelRecordError) -> Value {
    guard let value = values[column].flatMap(read) else { throw damaged(name) }
    return value
  }

  private func damaged(_ column: String) -> ModelRecordError {
    .damagedRow(
      server: server.name,
      table: table,
      key: values[keyColumn] ?? "without a key",
      column: column
    )
  }
}

extension WalkForwardResult {
  /// The values of ``ModelSchema/resultColumns``.
  var postgresValues: [String?] {
    [
      run.hex, String(fold), model.text, String(inSample.lowerBound.nanoseconds),
      String(inSample.upperBound.nanoseconds), String(outOfSample.lowerBound.nanoseconds),
      String(outOfSample.upperBound.nanoseconds), parameters.text(pretty: false),
      metrics.text(pretty: false), isPromoted ? "t" : "f", String(createdAt.nanoseconds),
    ]
  }
}

extension ModelRegistration {
  /// The values of the columns that a registration decides, in the order of the insertion.
  var postgresValues: [String?] {
    [id.text, name, run.hex, String(fold), path, digest, gate.json.text(pretty: false)]
  }
}
