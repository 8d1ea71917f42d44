import ConfigValidation
import Features
import Forecasting
import MarketModel
import Testing
import WalkForward

@Suite("FoldPlan.walkForward")
struct WalkForwardPlanTests {
  private static func plan(
    rows: Int = 780,
    separation: FoldSeparation = .inputs,
    validation: Double = 0.25,
    from: String? = nil
  ) throws -> (plan: FoldPlan, times: [Int64]) {
    let layout = try SampleLayout(rowCount: rows, contextLength: 10, horizon: 5)
    let times = MadeTable.weekdays(rows)
    let plan = try FoldPlan.walkForward(
      MonthlySchedule(
        trainMonths: 12,
        testMonths: 3,
        stepMonths: nil,
        monthLength: .calendar,
        isAnchored: false
      ),
      layout: layout,
      closeTimes: times,
      spacing: FoldSpacing(layout, featureLookback: 0, separation: separation, embargo: nil),
      validationShare: validation,
      from: from.flatMap { CivilDate($0) }
    )
    return (plan, times)
  }

  @Test("tests every labelled sample of its days, and ends training before the gap")
  func laysFolds() throws {
    let (plan, times) = try Self.plan(from: "2020-01-01")
    #expect(plan.folds.count == 7)
    var tested: [Int] = []
    for fold in plan.folds {
      let window = try #require(fold.window)
      for sample in fold.samples(.test) {
        let row = plan.layout.decisionRow(of: sample)
        #expect(window.isInTest(Timestamp(nanoseconds: times[row])))
      }
      tested += fold.samples(.test)
      let test = try #require(fold.testRanges.first)
      #expect(fold.validationRanges.first?.upperBound == test.lowerBound - 14)
      let validation = try #require(fold.validationRanges.first)
      #expect(fold.trainingRanges.first?.upperBound == validation.lowerBound - 14)
      #expect(fold.count(.validation) > 50)
    }
    #expect(tested == Array(tested[0]...(tested.last ?? 0)))
    #expect(plan.firstLeak() == nil)
  }

  @Test("puts a bar that ends at midnight to the day it covers")
  func midnight() throws {
    let layout = try SampleLayout(rowCount: 120, contextLength: 1, horizon: 1)
    let start = try #require(CivilDate("2021-01-01"))
    let times = (1...120).map { start.advanced(byDays: $0).startInUTC.nanoseconds }
    let plan = try FoldPlan.walkForward(
      MonthlySchedule(
        trainMonths: 2,
        testMonths: 1,
        stepMonths: nil,
        monthLength: .calendar,
        isAnchored: false
      ),
      layout: layout,
      closeTimes: times,
      spacing: FoldSpacing(layout, featureLookback: 0, separation: .inputs, embargo: nil),
      validationShare: 0,
      from: nil
    )
    // January and February have 59 days; the test is March, the bars 59 through 89.
    #expect(plan.folds.first?.testRanges == [59..<90])
    #expect(plan.folds.first?.trainingRanges == [0..<58])
  }

  @Test("says what is needed and found when there are fewer rows than one fold")
  func tooFewRows() throws {
    #expect(throws: FoldError.schedule(.tooFewDates(needed: 456, found: 138))) {
      try Self.plan(rows: 100)
    }
    #expect(throws: FoldError.rowMismatch(expected: 100, found: 99)) {
      let layout = try SampleLayout(rowCount: 100, contextLength: 2, horizon: 1)
      _ = try FoldPlan.walkForward(
        MonthlySchedule(
          trainMonths: 1,
          testMonths: 1,
          stepMonths: nil,
          monthLength: .calendar,
          isAnchored: false
        ),
        layout: layout,
        closeTimes: MadeTable.weekdays(99),
        spacing: FoldSpacing(layout, featureLookback: 0, separation: .labels, embargo: nil),
        validationShare: 0,
        from: nil
      )
    }
    #expect(throws: FoldError.validationShare(found: 1)) { try Self.plan(validation: 1) }
    #expect(throws: FoldError.emptyPart(.training, fold: 0, leftOut: 14)) {
      try Self.plan(validation: 0.96)
    }
  }

  @Test("drops samples without a target from what is learnt, never from the test")
  func dropsUnlabelled() throws {
    let (plan, _) = try Self.plan()
    var table = try MadeTable.table(
      returns: (0..<780).map { $0 % 7 == 0 ? 0 : 0.01 },
      context: 10,
      horizon: 5
    )
    let fold = plan.folds[0]
    #expect(try fold.forecastFold(of: table).training.count == fold.count(.training))
    table = try ForecastTable(
      featureNames: table.featureNames,
      features: table.features,
      knownAhead: [],
      closeTimes: table.closeTimes,
      targets: table.targets.enumerated().map { $0.offset % 3 == 0 ? nil : $0.element },
      targetKind: .real,
      returnsAhead: table.returnsAhead,
      layout: table.layout
    )
    let made = try fold.forecastFold(of: table)
    #expect(made.training.count < fold.count(.training))
    #expect(made.training.allSatisfy { table.targets[$0 + 9] != nil })
  }

  @Test("is written with stable bytes, dates and sizes")
  func document() throws {
    let (plan, times) = try Self.plan(from: "2020-01-01")
    let document = plan.document(closeTimes: times)
    let again = try Self.plan(from: "2020-01-01").plan.document(closeTimes: times)
    #expect(document.utf8Bytes(pretty: true) == again.utf8Bytes(pretty: true))
    #expect(document["method"] == "walk_forward")
    #expect(document["spacing"]?["purge"] == 5)
    #expect(document["spacing"]?["left_out_before"] == 14)
    let first = document["folds"]?[0]
    #expect(first?["test_days"]?["first"] == "2021-01-01")
    #expect(first?["test"]?["samples"]?.integerValue == Int64(plan.folds[0].count(.test)))
    #expect(
      first?["test"]?["ranges"]?[0]?["first_decision"]?.stringValue?.hasPrefix("2021-01-01")
        == true
    )
    let table = FoldTable(plan, closeTimes: times)
    #expect(table.rows.count == plan.folds.count)
    #expect(table.rows.allSatisfy { $0.count == table.columns.count })
    #expect(table.rows[0][7] == "2021-01-01")
    #expect(table.spacing.hasPrefix("14 rows left out"))
  }
}
