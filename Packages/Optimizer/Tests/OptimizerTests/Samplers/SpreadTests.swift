import ConfigValidation
import Optimizer
import Testing

@Suite("Samplers that cover a space")
struct SpreadTests {
  private static func points(
    _ sampler: String,
    _ space: SearchSpace,
    count: Int,
    seed: UInt64
  ) throws -> [TrialRecord] {
    var study = try study(sampler, space: space, seed: seed, batchSize: count)
    return try study.ask()
  }

  private static func cube(_ axes: Int) throws -> SearchSpace {
    try SearchSpace((0..<axes).map { .number("x\($0)", 0...1) })
  }

  @Test("put one point into each part of each axis", arguments: ["latin", "sobol"], 0..<8)
  func fillsParts(sampler: String, seed: UInt64) throws {
    for trials in try [Self.points(sampler, Self.cube(40), count: 16, seed: seed)] {
      for axis in 0..<40 {
        let parts = trials.map { Int(16 * ($0.point.values[axis] ?? -1)) }
        #expect(Set(parts) == Set(0..<16))
      }
    }
  }

  @Test("put one scrambled Sobol point into each rectangle of the first two axes")
  func fillsRectangles() throws {
    for seed in 0..<8 {
      let trials = try Self.points("sobol", Self.cube(2), count: 64, seed: UInt64(seed))
      for bits in 0...6 {
        let (wide, high) = (1 << bits, 64 >> bits)
        let cells = trials.map { trial in
          Int(Double(wide) * (trial.point.values[0] ?? -1)) * high
            + Int(Double(high) * (trial.point.values[1] ?? -1))
        }
        #expect(Set(cells).count == 64, "\(wide) by \(high)")
      }
    }
  }

  @Test("visit every combination of a grid once, conditions and constraints kept")
  func visitsGrid() throws {
    let space = try SearchSpace(
      [
        .choice("exit", ["trail", "time"]),
        .number("width", 0.1...0.3, step: 0.1).active(when: "exit", in: [.text("trail")]),
        .integer("bars", 1...3),
      ],
      constraints: [
        SearchConstraint("not bar 2 in time") { set in
          set["exit"] != .text("time") || set["bars"] != .integer(2)
        }
      ]
    )
    var study = try study("grid", space: space, batchSize: 4)
    try study.optimize(trials: 100) { _ in 0 }
    #expect(study.trials.count == 11)
    #expect(Set(study.trials.map(\.parameters)).count == 11)
    #expect(
      study.trials[0].parameters == [
        "exit": .text("trail"), "width": .number(0.1), "bars": .integer(1),
      ]
    )
    #expect(study.trials[10].parameters == ["exit": .text("time"), "bars": .integer(3)])
  }

  @Test("draw no point twice when asked to, until there is none left")
  func avoidsRepeats() throws {
    let space = try SearchSpace([.integer("n", 0...9)])
    var study = try Study(
      space: space,
      sampler: RandomSampler(avoidsRepeats: true),
      pruner: nil,
      directions: [.minimize],
      seed: 5,
      batchSize: 3
    )
    try study.optimize(trials: 30) { _ in 0 }
    #expect(study.trials.count == 10)
    #expect(Set(study.trials.map(\.parameters)).count == 10)
  }

  @Test("refuse more axes than there are direction numbers")
  func refusesAxes() throws {
    #expect(throws: StudyError.self) { try study("sobol", space: Self.cube(129)) }
    #expect(try Self.points("sobol", Self.cube(128), count: 4, seed: 1).count == 4)
  }
}
