import Features
import Forecasting
import ModelSearch
import ModelTraining
import NeuralForecasting
import Optimizer
import Testing

@Suite("Plans of searches")
struct ModelSearchPlanTests {
  @Test("what is learnt from is known before what is chosen on, and that before the test")
  func embargo() throws {
    let samples = try MadeSearch().plan(MadeSearch.document()).samples
    let horizon = samples.table.layout.horizon
    let ends = (try #require(samples.training.last), try #require(samples.validation.last))
    #expect(samples.validation[0] - ends.0 > horizon && samples.test[0] - ends.1 > horizon)
    #expect(Set(samples.subset).isSubset(of: samples.training))
    #expect(samples.subset.count == samples.training.count / 5)
  }

  @Test("the base rate is the log loss of the share of ones among what is learnt from")
  func baseRate() throws {
    let plan = try MadeSearch().plan(MadeSearch.document())
    let table = plan.data.table
    func targets(_ samples: [Int]) -> [Double] {
      samples.compactMap { table.targets[table.layout.decisionRow(of: $0)] }
    }
    let learnt = targets(plan.samples.subset)
    let share = learnt.reduce(0, +) / Double(learnt.count)
    let outcomes = targets(plan.samples.validation)
    let loss = logLoss(outcomes.map { _ in share }, outcomes)
    #expect(abs(plan.baseRateLoss - (loss ?? 0)) < 1e-12)
  }

  @Test("too few rows are refused")
  func rows() throws {
    let made = try MadeSearch(sessions: 1_150)
    #expect(throws: ModelSearchError.self) { try made.plan(MadeSearch.document()) }
    do { _ = try made.plan(MadeSearch.document()) } catch {
      #expect("\(error)".hasPrefix("rows: expected more than 1000, found "), "\(error)")
    }
  }

  @Test("places beyond the grid, and budgets without architectures, are refused")
  func places() throws {
    let made = try MadeSearch()
    do { _ = try made.plan(MadeSearch.document(space: "{arch: [0, 99]}")) } catch {
      #expect("\(error)".contains("training_search_space.arch: expected places in 0..."))
    }
    do {
      _ = try made.plan(MadeSearch.document().replacing("100K", with: "10K"))
      Issue.record("expected an error")
    } catch {
      #expect("\(error)".contains("budget: expected a budget within a quarter"))
    }
  }

  @Test("models beyond the machine are counted, and refused unless another limit is stated")
  func memory() throws {
    let made = try MadeSearch()
    let text = MadeSearch.document(space: "{lr: [0.001]}").replacing("100K", with: "2B")
    let plan = try made.plan(text)
    #expect(plan.architectures.count > 50)
    do {
      try plan.checkMemory(limit: 8 << 30, workers: 1)
      Issue.record("expected an error")
    } catch {
      #expect("\(error)".contains("do not fit into memory"), "\(error)")
    }
    try plan.checkMemory(limit: 1 << 40, workers: 2)
    let need = plan.memory(of: plan.architectures[0])
    #expect(need.parameterBytes == 24 * plan.architectures[0].parameterCount)
  }

  @Test("fixed sizes are weighed too, and sizes beside the budget draw a warning")
  func fixedSizes() throws {
    let text = MadeSearch.document(
      "architectural: false",
      model: "{name: patch_transformer, hidden: 2048, heads: 16, layers: 48, patch_length: 5}",
      space: "{lr: [0.001, 0.01], warmup_steps: [500, 1000], epochs: [2]}"
    )
    let plan = try MadeSearch().plan(text)
    #expect(plan.tried.count == 1 && plan.forced.isEmpty)
    #expect(throws: ModelSearchError.self) { try plan.checkMemory(limit: 8 << 30, workers: 1) }
    #expect(plan.warnings.count == 2)
    #expect(plan.warnings[0].contains("warmup_steps are 500 or more, and no trial makes more than"))
    #expect(plan.warnings[1].contains("which is not a budget of 100K"))
  }

  @Test("batches that are all larger than the samples change nothing, and are refused")
  func batches() throws {
    let text = MadeSearch.document(space: "{batch: [4096, 8192]}")
    do {
      _ = try MadeSearch().plan(text)
      Issue.record("expected an error")
    } catch {
      #expect("\(error)".contains("training_search_space.batch: expected sizes below"))
    }
  }
}
