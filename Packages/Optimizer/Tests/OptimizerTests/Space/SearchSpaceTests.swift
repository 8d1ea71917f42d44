import ConfigValidation
import Optimizer
import QuantMath
import Testing

@Suite("SearchSpace")
struct SearchSpaceTests {
  private static func problems(
    _ parameters: [SearchParameter],
    constraints: [SearchConstraint] = []
  ) -> [String] {
    do throws(SearchSpaceError) {
      _ = try SearchSpace(parameters, constraints: constraints)
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  private static func number(
    _ name: String,
    _ minimum: Double,
    _ maximum: Double,
    step: Double? = nil,
    scale: SearchScale = .linear
  ) -> SearchParameter {
    SearchParameter(
      name: name,
      domain: .number(minimum: minimum, maximum: maximum, step: step, scale: scale),
      condition: nil
    )
  }

  @Test("lists every problem at once")
  func listsProblems() {
    let found = Self.problems(
      [
        Self.number("a", 2, 1), Self.number("b", 0, 1, scale: .logarithmic),
        Self.number("c", 0, 1, step: 0), Self.number("d", 1, 2, step: 0.5, scale: .logarithmic),
        Self.number("e", 0, .infinity), .choice("f", []), .choice("g", ["x", "x"]),
        .integer("g", 1...3, step: 0), .flag("h").active(when: "gg", in: [.text("x")]),
        .choice("i", ["p", "q"]), .flag("j").active(when: "i", in: [.text("r")]),
        .flag("k").active(when: "i", in: []), .integer("l", 0...5, scale: .logarithmic),
      ],
      constraints: [SearchConstraint("i", .less, "holding")]
    )
    #expect(
      found == [
        "a: expected min to be at most max, found min 2.0 and max 1.0",
        "b: expected a min above 0 on a logarithmic scale, found 0.0",
        "c: expected a step above 0, found 0.0",
        "d: expected no step on a logarithmic scale, found 0.5",
        "e: expected finite numbers of similar size and few decimals, found inf",
        "e: expected finite numbers of similar size and few decimals, found inf",
        "f: expected at least one value, found none",
        "g: expected distinct values, found x twice",
        "g: expected each parameter once, found it twice",
        "g: expected a step above 0, found 0.0",
        "h: expected its condition to name a parameter declared earlier, found gg; "
          + "did you mean 'g'?",
        "j: expected its condition to wait for a value of i, found r",
        "k: expected at least one value, found none",
        "l: expected a min above 0 on a logarithmic scale, found 0.0",
        "holding: is not a known parameter",
      ]
    )
    #expect(Self.problems([]) == ["parameters: expected at least one value, found none"])
  }

  private static func conditional() throws -> SearchSpace {
    try SearchSpace([
      .choice("exit", ["trailing", "time", "none"]),
      .number("trail", 0.01...0.2, scale: .logarithmic)
        .active(when: "exit", in: [.text("trailing")]),
      .integer("bars", 1...9).active(when: "exit", in: [.text("time"), .text("trailing")]),
      .flag("half").active(when: "bars", in: [.integer(3)]),
    ])
  }

  @Test("leaves out parameters whose condition fails, and their children")
  func leavesOutInactive() throws {
    let space = try Self.conditional()
    let none = space.point([2, 0.05, 3, 1])
    #expect(none.values == [2, nil, nil, nil])
    #expect(space.parameters(at: none) == ["exit": .text("none")])
    let time = space.point([1, 0.05, 3, 1])
    #expect(
      space.parameters(at: time) == [
        "exit": .text("time"), "bars": .integer(3), "half": .flag(true),
      ]
    )
    #expect(space.point([0, 0.05, 4, 1]).values == [0, 0.05, 4, nil])
  }

  @Test(
    "refuses sets that are not points",
    arguments: [
      (["exit": .text("none"), "bars": .integer(3)], ["bars: expected no value"]),
      (["exit": .text("time")], ["bars: expected a value"]),
      (["exit": .text("stop")], ["exit: expected a value of its domain"]),
      (
        ["exit": .text("time"), "bars": .integer(10)], ["bars: expected a value of its domain"]
      ),
      (["exi": .text("none"), "exit": .text("none")], ["exi: is not a known parameter"]),
    ] as [(ParameterSet, [String])]
  )
  func refusesSets(set: ParameterSet, starts: [String]) throws {
    let space = try Self.conditional()
    do throws(SearchSpaceError) {
      _ = try space.point(of: set)
      Issue.record("took \(set)")
    } catch {
      for start in starts {
        #expect(error.problems.contains { $0.description.hasPrefix(start) }, "\(error)")
      }
    }
  }

  @Test("turns draws into values of their domains and back", arguments: 0..<20)
  func drawsRoundTrip(seed: UInt64) throws {
    let space = try SearchSpace([
      .integer("a", -7...11, step: 3), .integer("b", 1...1_000, scale: .logarithmic),
      .number("c", -1...1), .number("d", 1e-6...10, scale: .logarithmic),
      .number("e", 0.1...0.75, step: 0.1), .choice("f", ["x", "y", "z"]),
      .flag("g").active(when: "f", in: [.text("y")]), .number("h", 2...2),
    ])
    var study = try Study(
      space: space,
      sampler: RandomSampler(avoidsRepeats: false),
      pruner: nil,
      directions: [.minimize],
      seed: seed,
      batchSize: 64
    )
    let tenths: Set<Double> = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    for trial in try study.ask() {
      #expect(try space.point(of: trial.parameters) == trial.point)
      guard case .integer(let a)? = trial.parameters["a"],
        case .integer(let b)? = trial.parameters["b"],
        case .number(let d)? = trial.parameters["d"],
        case .number(let e)? = trial.parameters["e"]
      else {
        Issue.record("types differ: \(trial.parameters)")
        return
      }
      #expect([-7, -4, -1, 2, 5, 8, 11].contains(a))
      #expect((1...1_000).contains(b))
      #expect(d >= 1e-6 && d <= 10)
      #expect(tenths.contains(e))
      #expect((trial.parameters["g"] == nil) == (trial.parameters["f"] != .text("y")))
      #expect(trial.parameters["h"] == .number(2))
    }
  }

  @Test("draws every whole number equally often, the ends included")
  func drawsEvenly() throws {
    let space = try SearchSpace([.integer("n", 1...5)])
    var study = try Study(
      space: space,
      sampler: RandomSampler(avoidsRepeats: false),
      pruner: nil,
      directions: [.minimize],
      seed: 1,
      batchSize: 5_000
    )
    var counts = [Int](repeating: 0, count: 6)
    for trial in try study.ask() {
      if case .integer(let n)? = trial.parameters["n"] { counts[n] += 1 }
    }
    #expect(counts[0] == 0)
    // Five deviations of a binomial count.
    #expect(counts[1...].allSatisfy { abs($0 - 1_000) < 142 }, "\(counts)")
  }
}
