import ConfigValidation
import ExperimentRegistry
import Foundation
import MarketModel
import Synchronization
import Testing

/// What every store of models must do; each case starts with an empty store.
enum ModelRecordsConformance {
  struct Case: Sendable {
    var name: String
    var body: @Sendable (any ModelRecords) throws -> Void
  }

  static let cases = [
    Case(name: "results", body: results), Case(name: "results again", body: resultsAgain),
    Case(name: "bad results", body: badResults), Case(name: "versions", body: versions),
    Case(name: "registering again", body: registeringAgain),
    Case(name: "promotion", body: promotion), Case(name: "gates", body: gates),
    Case(name: "all or nothing", body: allOrNothing), Case(name: "references", body: references),
    Case(name: "several writers", body: severalWriters),
    Case(name: "taking over", body: takingOver),
  ]

  private static func results(_ store: any ModelRecords) throws {
    let other = RunID(hashing: "another")
    let all =
      (0..<12).flatMap { [result(fold: $0), result(fold: $0, forecaster: "ridge")] }
      + [result(fold: 0, run: other)]
    try store.record(all.reversed())
    let found = try store.walkForwardResults(run: someRun)
    #expect(found.map(\.fold) == (0..<12).flatMap { [$0, $0] })
    #expect(Set(found) == Set(all.filter { $0.run == someRun }))
    #expect(try store.walkForwardResults(run: nil).count == 25)
    #expect(try store.walkForwardResults(run: other) == [result(fold: 0, run: other)])
    #expect(try store.walkForwardResults(run: RunID(hashing: "none")) == [])
  }

  private static func resultsAgain(_ store: any ModelRecords) throws {
    try store.record([result(fold: 3)])
    let later = result(fold: 3, sharpe: 2.5, createdAt: noon.advanced(bySeconds: 60))
    try store.record([later])
    var expected = later
    expected.createdAt = noon
    #expect(try store.walkForwardResults(run: someRun) == [expected])
    var promoted = later
    promoted.isPromoted = true
    try store.record([promoted])
    try store.record([later])
    #expect(try store.walkForwardResults(run: someRun).first?.isPromoted == true)
  }

  private static func badResults(_ store: any ModelRecords) throws {
    var first = result(fold: 0)
    first.metrics = ["a": ["b": [1, .number(.infinity)]], "c": .number(.nan)]
    var second = result(fold: -1)
    second.parameters = "text"
    let error = #expect(throws: ModelRecordError.self) { try store.record([first, second]) }
    guard case .invalid(let problems) = error else {
      Issue.record("expected problems, found \(String(describing: error))")
      return
    }
    #expect(problems.count == 4)
    #expect(problems[0].hasSuffix("metrics.a.b[1]: expected a finite number or null, found inf"))
    #expect(try store.walkForwardResults(run: nil) == [])
  }

  private static func versions(_ store: any ModelRecords) throws {
    let first = try store.register([model(0), model(1), model(0, name: "ridge")], at: noon)
    #expect(first.map(\.version) == [1, 2, 1])
    #expect(first.allSatisfy { $0.stage == .candidate && $0.createdAt == noon })
    #expect(first[0].registration == model(0))
    let next = try store.register([model(2)], at: noon.advanced(bySeconds: 1))
    #expect(next.map(\.version) == [3])
    let all = try store.models(name: nil, stage: nil)
    #expect(all.map(\.versionedName) == ["ridge@1", "spy-tft@3", "spy-tft@2", "spy-tft@1"])
    #expect(try store.models(name: "ridge", stage: .candidate).count == 1)
    #expect(try store.models(name: "ridge", stage: .green).isEmpty)
  }

  private static func registeringAgain(_ store: any ModelRecords) throws {
    let first = try store.register([model(0)], at: noon)
    let again = try store.register([model(0)], at: noon.advanced(bySeconds: 9))
    #expect(again == first)
    let changed = try store.register([model(0, digest: "aa")], at: noon)
    #expect(changed[0].registration.digest == "aa")
    #expect(changed[0].version == 1)
    _ = try store.promote(model(0).id, overrideReason: nil, at: noon)
    #expect(
      throws: ModelRecordError.modelChanged(
        model(0).id,
        stage: .green,
        expected: "aa",
        found: "bb"
      )
    ) { try store.register([model(0, digest: "bb")], at: noon) }
    var renamed = model(0, digest: "aa")
    renamed.name = "other"
    #expect(throws: ModelRecordError.self) { try store.register([renamed], at: noon) }
  }

  private static func promotion(_ store: any ModelRecords) throws {
    _ = try store.register([model(0), model(1), model(0, name: "ridge")], at: noon)
    var row = result(fold: 1)
    row.model = model(1).id
    try store.record([row])
    let later = noon.advanced(bySeconds: 5)
    let first = try store.promote(model(0).id, overrideReason: nil, at: noon)
    #expect(first.replaced == nil)
    #expect(first.model.stage == .green)
    #expect(first.model.promotedAt == noon)
    _ = try store.promote(model(0, name: "ridge").id, overrideReason: nil, at: noon)
    let second = try store.promote(model(1).id, overrideReason: nil, at: later)
    #expect(second.replaced == model(0).id)
    #expect(second.model.promotedAt == later)
    let stages = try store.models(name: "spy-tft", stage: nil).map(\.stage)
    #expect(stages == [.green, .deprecated])
    #expect(try store.models(name: nil, stage: .green).count == 2)
    #expect(try store.walkForwardResults(run: someRun).map(\.isPromoted) == [true])
    let again = try store.promote(
      model(1).id,
      overrideReason: nil,
      at: later.advanced(bySeconds: 1)
    )
    #expect(again.model == second.model)
    #expect(again.replaced == nil)
    let back = try store.promote(model(0).id, overrideReason: nil, at: later)
    #expect(back.replaced == model(1).id)
  }

  private static func gates(_ store: any ModelRecords) throws {
    _ = try store.register([model(0), model(1, passed: false)], at: noon)
    _ = try store.promote(model(0).id, overrideReason: nil, at: noon)
    let id = model(1).id
    #expect(
      throws: ModelRecordError.gateFailed(id, reasons: model(1, passed: false).gate.reasons)
    ) { try store.promote(id, overrideReason: nil, at: noon) }
    #expect(throws: ModelRecordError.emptyReason(id)) {
      try store.promote(id, overrideReason: " \n", at: noon)
    }
    #expect(try store.models(name: nil, stage: .green).map(\.id) == [model(0).id])
    let forced = try store.promote(id, overrideReason: "it's a drill; --", at: noon)
    #expect(forced.model.overrideReason == "it's a drill; --")
    #expect(forced.replaced == model(0).id)
    #expect(throws: ModelRecordError.self) {
      try store.promote(ModelID("nothing"), overrideReason: nil, at: noon)
    }
  }

  private static func allOrNothing(_ store: any ModelRecords) throws {
    _ = try store.register([model(0)], at: noon)
    _ = try store.promote(model(0).id, overrideReason: nil, at: noon)
    #expect(throws: ModelRecordError.self) {
      try store.register([model(1), model(0, digest: "other"), model(2)], at: noon)
    }
    #expect(try store.models(name: nil, stage: nil).map(\.id) == [model(0).id])
  }

  private static func references(_ store: any ModelRecords) throws {
    _ = try store.register([model(0), model(1), model(11)], at: noon)
    _ = try store.promote(model(1).id, overrideReason: nil, at: noon)
    #expect(try store.model("spy-tft").id == model(1).id)
    #expect(try store.model("spy-tft@3").id == model(11).id)
    #expect(try store.model(model(0).id.text).id == model(0).id)
    #expect(try store.model("\(someRun.short)-0").id == model(0).id)
    #expect(
      throws: ModelRecordError.ambiguousModel(
        "\(someRun.short)-1",
        candidates: [model(11).id, model(1).id]
      )
    ) { try store.model("\(someRun.short)-1") }
    #expect(throws: ModelRecordError.noSuchModel("spy-tft@4", suggestion: "spy-tft@3")) {
      try store.model("spy-tft@4")
    }
  }

  /// A store that takes over from another one has the same rows, whenever it does so.
  private static func takingOver(_ store: any ModelRecords) throws {
    let folder = try TemporaryFolder()
    let other = try RunRegistry(path: folder.path + "/other.sqlite")
    #expect(try store.take(from: other).isEmpty)
    func compare(_ expected: ModelRecordsCopy, line: Int = #line) throws {
      #expect(try store.take(from: other) == expected, "line \(line)")
      #expect(try store.take(from: other).isEmpty, "line \(line)")
      #expect(try store.walkForwardResults(run: nil) == other.walkForwardResults(run: nil))
      #expect(try store.models(name: nil, stage: nil) == other.models(name: nil, stage: nil))
    }
    func later(_ seconds: Int64) -> Timestamp { noon.advanced(bySeconds: seconds) }
    try other.record((0..<3).map { result(fold: $0) })
    _ = try other.register([model(1), model(0, name: "ridge")], at: noon)
    _ = try other.register([model(0), model(2, passed: false)], at: later(1))
    try compare(ModelRecordsCopy(results: 3, models: 4, promotions: []))
    // Two promotions at one instant, one against the gates, and one back.
    _ = try other.promote(model(1).id, overrideReason: nil, at: later(2))
    _ = try other.promote(model(2).id, overrideReason: "to see", at: later(2))
    try compare(
      ModelRecordsCopy(results: 0, models: 0, promotions: [model(1).id, model(2).id])
    )
    _ = try other.promote(model(1).id, overrideReason: nil, at: later(5))
    try other.record([result(fold: 1, sharpe: 3)])
    _ = try other.register([model(0, digest: "11")], at: later(6))
    try compare(ModelRecordsCopy(results: 1, models: 1, promotions: [model(1).id]))
    // What was promoted here later stays.
    _ = try store.promote(model(0).id, overrideReason: nil, at: later(9))
    #expect(try store.take(from: other).isEmpty)
    #expect(try store.models(name: "spy-tft", stage: .green).map(\.id) == [model(0).id])
  }

  private static func severalWriters(_ store: any ModelRecords) throws {
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { writer in
      for fold in 0..<5 {
        do {
          let id = model(writer * 5 + fold)
          _ = try store.register([id], at: noon)
          _ = try store.promote(id.id, overrideReason: nil, at: noon)
        } catch { failures.withLock { $0.append("\(error)") } }
      }
    }
    #expect(failures.withLock { $0 } == [])
    let all = try store.models(name: "spy-tft", stage: nil)
    #expect(all.map(\.version) == (1...20).reversed())
    #expect(all.count { $0.stage == .green } == 1)
    #expect(all.count { $0.stage == .deprecated } == 19)
  }
}

@Suite("ModelRecords in SQLite")
struct SQLiteModelRecordsTests {
  @Test("does what every store must", arguments: ModelRecordsConformance.cases.map(\.name))
  func conforms(name: String) throws {
    let folder = try TemporaryFolder()
    let registry = try RunRegistry(path: folder.path + "/registry.sqlite")
    let found = try #require(ModelRecordsConformance.cases.first { $0.name == name })
    try found.body(registry)
  }

  @Test("keeps everything when it is opened again, and in other processes' view")
  func persists() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/registry.sqlite"
    try RunRegistry(path: path).record([result(fold: 7)])
    let other = try RunRegistry(path: path, opening: .existingOnly)
    #expect(try other.walkForwardResults(run: nil) == [result(fold: 7)])
  }
}
