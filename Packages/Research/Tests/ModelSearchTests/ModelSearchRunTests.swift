import ConfigValidation
import Forecasting
import Foundation
import ModelSearch
import NeuralForecasting
import Optimizer
import Synchronization
import Testing
import TorchEngine

@Suite("Searches of networks", .enabled(if: MadeSearch.isInstalled))
struct ModelSearchRunTests {
  private func outcome(
    _ made: MadeSearch,
    _ plan: ModelSearchPlan,
    in name: String,
    workers: Int
  ) throws -> SearchResult {
    let outcome = try made.run(plan, in: name, workers: workers).run { _ in }
    return try #require(try outcome.write(MadeSearch.occasion))
  }

  @Test("any number of workers writes the same bytes, and the scaling study reads them")
  func workers() throws {
    let made = try MadeSearch()
    let plan = try made.plan(MadeSearch.document())
    let one = try outcome(made, plan, in: "one", workers: 1)
    let two = try outcome(made, plan, in: "two", workers: 2)
    #expect(one == two)
    let files = try MadeSearch.files(in: made.folder("one"))
    #expect(try MadeSearch.files(in: made.folder("two")) == files)
    for name in [
      "made_100K_best.json", "experiments.csv", "experiments.md", "made_100K/trials.jsonl",
      "made_100K/trials.csv", "made_100K/study.json", "made_100K/resolved_config.yaml",
    ] { #expect(files["made/\(name)"] != nil, "\(name)") }
    #expect(try ScalingStudy.results(in: [made.folder("one")]) == [one])
    #expect(try ScalingStudy.results(in: [made.folder("one/made")]) == [one])
    let points = try ScalingStudy.points(in: [made.folder("one/made")], metric: .validationLoss)
    #expect(points.map(\.size) == [Double(one.architecture.parameterCount)])
    #expect(points[0].error == one.bestValue && points[0].baseRateLoss == plan.baseRateLoss)
    let log = try ExperimentLog(
      path: made.folder("one/made/experiments.csv"),
      reportPath: made.folder("unused")
    ).entries()
    #expect(log.map { $0["run_type"] } == ["base_rate", "hpo"])
    #expect(log[1]["val_loss"] == "\(one.bestValue)")
    #expect(log[1]["data_md5"] == plan.dataDigest && log[1]["duration_seconds"].isEmpty)
    let table = try ScalingStudy.points(
      in: [made.folder("one/made/experiments.csv")],
      metric: .validationLoss
    )
    #expect(table.map(\.size) == points.map(\.size) && table[0].group == points[0].group)
    #expect(table[0].baseRateLoss == plan.baseRateLoss)
  }

  @Test("the first trials are of the extreme architectures, and parameters are counted as they are")
  func extremes() throws {
    let made = try MadeSearch()
    let plan = try made.plan(MadeSearch.document())
    #expect(plan.forced == [0, 1, 2])
    let outcome = try made.run(plan, in: "runs", workers: 2).run { _ in }
    let tried = outcome.study.trials.map { $0.parameters["arch"] }
    #expect(Array(tried.prefix(3)) == [.integer(0), .integer(5), .integer(9)])
    for trial in outcome.study.trials {
      guard case .integer(let place)? = trial.parameters["arch"] else { continue }
      let counted = trial.notes.first { $0.name == "parameters" }?.value.integerValue
      #expect(counted.map { Int($0) } == plan.architectures[place].parameterCount)
      #expect(outcome.parameterCount(trial) == plan.architectures[place].parameterCount)
    }
  }

  @Test("a search that is given again trains nothing, one that grows trains what is missing")
  func resume() throws {
    let made = try MadeSearch()
    let plan = try made.plan(MadeSearch.document())
    let result = try outcome(made, plan, in: "runs", workers: 2)
    let files = try MadeSearch.files(in: made.folder("runs"))
    let events = Mutex(0)
    let again = try made.run(plan, in: "runs").run { event in
      if case .ended = event { events.withLock { $0 += 1 } }
    }
    var later = MadeSearch.occasion
    later.timestamp = "2027-01-01T00:00:00Z"
    #expect(try again.write(later) == result)
    #expect(events.withLock { $0 } == 0)
    #expect(try MadeSearch.files(in: made.folder("runs")) == files)
    let more = try made.plan(
      MadeSearch.document().replacing("trials: 4", with: "trials: 6")
    )
    let grown = try outcome(made, more, in: "runs", workers: 2)
    let whole = try outcome(made, more, in: "whole", workers: 2)
    #expect(grown == whole && grown.completedTrials == 6)
  }

  @Test("a torn journal and a lost measure are made again")
  func torn() throws {
    let made = try MadeSearch()
    let plan = try made.plan(MadeSearch.document())
    _ = try outcome(made, plan, in: "runs", workers: 2)
    let files = try MadeSearch.files(in: made.folder("runs"))
    let folder = made.folder("runs/made/made_100K")
    let journal = try #require(files["made/made_100K/trials.jsonl"])
    try journal.prefix(journal.count * 2 / 3).write(
      to: URL(fileURLWithPath: folder + "/trials.jsonl")
    )
    try FileManager.default.removeItem(atPath: folder + "/winner")
    try FileManager.default.removeItem(atPath: made.folder("runs/made/made_100K_best.json"))
    _ = try outcome(made, plan, in: "runs", workers: 1)
    #expect(try MadeSearch.files(in: made.folder("runs")) == files)
  }

  @Test("the folder of another search is refused with what differs")
  func other() throws {
    let made = try MadeSearch()
    _ = try outcome(made, made.plan(MadeSearch.document()), in: "runs", workers: 2)
    let plan = try made.plan(MadeSearch.document().replacing("subset: 0.2", with: "subset: 0.3"))
    do {
      _ = try made.run(plan, in: "runs").run { _ in }
      Issue.record("expected an error")
    } catch {
      #expect("\(error)".contains("document.subset: expected 0.2, found 0.3"), "\(error)")
    }
  }

  @Test("a trial that diverges fails with its reason, and the search goes on")
  func diverging() throws {
    let made = try MadeSearch()
    let space = "{arch: [0], lr: [0.001, 1], epochs: [2], batch: [8]}"
    var text = MadeSearch.document(space: space).replacing(
      "optimizer: adam",
      with: "optimizer: adamw"
    )
    text = text.replacing(
      "patience: 3",
      with: "patience: 3, gradient_norm: 1000000000, weight_decay: 10"
    )
    let outcome = try made.run(made.plan(text), in: "runs", workers: 2).run { _ in }
    let states = outcome.study.trials.map(\.state)
    #expect(states.count == 4)
    #expect(states.allSatisfy { $0 == .complete || $0.reason != nil })
    #expect(states.contains { $0.reason?.contains("expected a finite loss, found") ?? false })
    #expect(try outcome.write(MadeSearch.occasion) != nil)
  }

  @Test("heat stops the search, which later goes on with the same bytes")
  func heat() throws {
    let made = try MadeSearch()
    let plan = try made.plan(MadeSearch.document())
    _ = try outcome(made, plan, in: "cool", workers: 1)
    let sensors = RisingSensors { $0 > 3 ? 96 : 60 }
    let hot = try made.run(plan, in: "hot", workers: 1, sensors: sensors).run { _ in }
    #expect(hot.stop == .heat && hot.hottest == 96)
    #expect(hot.study.trials.contains { $0.state == .running })
    #expect(try hot.write(MadeSearch.occasion) == nil)
    #expect(try hot.log.entries().map(\.status) == [.success, .thermalAbort])
    _ = try outcome(made, plan, in: "hot", workers: 1)
    #expect(try hot.log.entries().map(\.status) == [.success, .thermalAbort, .success])
    let (cool, later) = try (
      MadeSearch.files(in: made.folder("cool/made/made_100K")),
      MadeSearch.files(in: made.folder("hot/made/made_100K"))
    )
    #expect(cool == later)
  }

  @Test("a warm machine makes trials wait, and time ends them")
  func pauses() throws {
    let made = try MadeSearch()
    let plan = try made.plan(MadeSearch.document("timeout: 10s"))
    let (waited, now) = (SharedSum(), SharedSum())
    let run = try made.run(
      plan,
      in: "runs",
      sensors: MadeSensors(celsius: 86),
      clock: { now.value },
      pause: {
        waited.add($0)
        now.add(6)
      }
    )
    let outcome = try run.run { _ in }
    #expect(waited.value > 0 && outcome.stop == .timeout)
    #expect(outcome.study.trials.count { $0.state == .complete } < 4)
    #expect(try outcome.write(MadeSearch.occasion) != nil)
  }

  @Test("hopeless trials are given up by the losses of epochs")
  func pruning() throws {
    let made = try MadeSearch()
    let text = MadeSearch.document(
      "pruner: {startup_trials: 1, first_epoch: 1}\ntrials_at_once: 1",
      space: "{arch: [0], lr: {min: 0.00001, max: 0.05, scale: log}, epochs: [4]}"
    ).replacing("trials: 4", with: "trials: 8")
    let outcome = try made.run(made.plan(text), in: "runs").run { _ in }
    let pruned = outcome.study.trials.filter { $0.state == .pruned }
    #expect(!pruned.isEmpty)
    for trial in pruned { #expect((trial.reports.last?.step ?? 9) < 4) }
    let result = try #require(try outcome.write(MadeSearch.occasion))
    #expect(result.prunedTrials == pruned.count)
  }

  @Test("fixed sizes and other networks are searched too", arguments: ["transformer", "tft"])
  func otherNetworks(name: String) throws {
    let made = try MadeSearch()
    let text = MadeSearch.document(
      "architectural: false",
      model: "{name: \(name), hidden: 8, heads: 2}",
      target: "forward_return",
      space: "{lr: [0.001, 0.01], epochs: [1], dropout: [0, 0.1]}"
    ).replacing("trials: 4", with: "trials: 2")
    let plan = try made.plan(text)
    let outcome = try made.run(plan, in: "runs", workers: 2).run { _ in }
    let result = try #require(try outcome.write(MadeSearch.occasion))
    #expect(result.architecture.modelSize == 8 && result.architecture.parameterCount > 0)
    // Near the loss of a network that learnt next to nothing.
    #expect((0.5...2).contains(result.bestValue / plan.baseRateLoss))
    #expect(result.task?.test?.accuracy == nil)
  }

  @Test("architectures of causal transformers are counted as they are made")
  func transformers() throws {
    let made = try MadeSearch()
    let plan = try made.plan(
      MadeSearch.document(model: "transformer", space: "{lr: [0.001], epochs: [1]}")
    )
    let outcome = try made.run(plan, in: "runs", workers: 2).run { _ in }
    for trial in outcome.study.trials {
      guard case .integer(let place)? = trial.parameters["arch"] else { continue }
      let counted = trial.notes.first { $0.name == "parameters" }?.value.integerValue
      #expect(counted.map { Int($0) } == plan.architectures[place].parameterCount)
      #expect(outcome.parameterCount(trial) == plan.architectures[place].parameterCount)
    }
  }
}

/// A sum that closures on several threads add to.
private final class SharedSum: Sendable {
  private let state = Mutex(0.0)

  var value: Double { state.withLock { $0 } }

  func add(_ number: Double) { state.withLock { $0 += number } }
}
