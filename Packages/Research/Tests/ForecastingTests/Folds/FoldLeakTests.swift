import Features
import Forecasting
import MarketModel
import QuantMath
import Testing
import WalkForward

/// Random layouts, schedules and group counts.
private struct RandomPlans {
  var stream: PhiloxStream

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + stream.index(below: range.count)
  }

  /// A plan, or `nil` where purge and embargo leave nothing: with an error that says so.
  mutating func next() throws -> (plan: FoldPlan, times: [Int64])? {
    let (context, horizon) = (number(1...8), number(1...8))
    let rows = context + horizon + number(15...50)
    let layout = try SampleLayout(rowCount: rows, contextLength: context, horizon: horizon)
    let lookback = number(0...5)
    let separation: FoldSeparation = number(0...1) == 0 ? .labels : .inputs
    let needed = separation == .labels ? horizon : horizon + context + lookback - 1
    let spacing = try FoldSpacing(
      layout,
      featureLookback: lookback,
      separation: separation,
      embargo: number(0...3) == 0 ? needed + number(0...9) : nil
    )
    var time = Int64(number(0...900)) * 86_400_000_000_000
    let times = (0..<rows).map { _ in
      time += Int64(number(1...100)) * 3_600_000_000_000
      return time
    }
    do throws(FoldError) {
      switch number(0...3) {
      case 0:
        let groups = number(2...5)
        return (try .purgedKFold(groups: groups, layout: layout, spacing: spacing), times)
      case 1:
        let groups = number(3...5)
        let choice = try CombinatorialGroups(
          groupCount: groups,
          testedCount: number(1...groups - 1)
        )
        return (try .combinatorialPurged(choice, layout: layout, spacing: spacing), times)
      default:
        let schedule = try? MonthlySchedule(
          trainMonths: number(1...3),
          testMonths: 1,
          stepMonths: number(1...2),
          monthLength: number(0...1) == 0 ? .calendar : .thirtyDays,
          isAnchored: number(0...1) == 0
        )
        guard let schedule else { return nil }
        let plan = try FoldPlan.walkForward(
          schedule,
          layout: layout,
          closeTimes: times,
          spacing: spacing,
          validationShare: number(0...1) == 0 ? 0 : 0.2,
          from: nil
        )
        return (plan, times)
      }
    } catch {
      switch error {
      case .emptyPart, .schedule(.tooFewDates), .tooFewSamples: return nil
      default: throw error
      }
    }
  }
}

/// Finds rows shared by learnt and held-out samples one by one, without the library's arithmetic of ranges.
private func sharedRows(_ plan: FoldPlan, _ fold: SampleFold) -> [String] {
  let (layout, spacing) = (plan.layout, plan.spacing)
  let length = layout.rowCount
  var problems: [String] = []
  let pairs: [(SplitPart, SplitPart)] = [
    (.training, .validation), (.training, .test), (.validation, .test),
  ]
  for (learnt, held) in pairs {
    // 1 where a held-out label depends on a row, 2 where a held-out sample reads one.
    var marks = [UInt8](repeating: 0, count: length)
    for range in fold[held] {
      for sample in range {
        let decision = sample + layout.contextLength - 1
        for row in decision + 1...decision + layout.horizon { marks[row] |= 1 }
        for row in max(0, sample - spacing.featureLookback)...decision { marks[row] |= 2 }
      }
    }
    for range in fold[learnt] {
      for sample in range {
        let decision = sample + layout.contextLength - 1
        for row in max(0, sample - spacing.featureLookback)...decision + layout.horizon
        where marks[row] & 1 != 0 {
          problems.append("\(learnt) sample \(sample) touches label row \(row) of \(held)")
        }
        guard spacing.separation == .inputs else { continue }
        for row in decision + 1...decision + layout.horizon where marks[row] & 2 != 0 {
          problems.append("\(held) reads label row \(row) of \(learnt) sample \(sample)")
        }
      }
    }
  }
  return problems
}

@Suite("FoldPlan")
struct FoldLeakTests {
  @Test("never lets a learnt sample touch a held-out label, on 100,000 random layouts")
  func neverLeaks() throws {
    var plans = RandomPlans(
      stream: PhiloxStream(seed: 20_261_121, purpose: 1, trial: 0, path: 0)
    )
    var (made, walks) = (0, 0)
    while made < 100_000 {
      guard let (plan, times) = try plans.next() else { continue }
      made += 1
      try #require(plan.firstLeak() == nil)
      let fold = plan.folds[plans.number(0...plan.folds.count - 1)]
      // Row by row is slow: a part of the plans shows that the check by ranges is right.
      if made % 40 == 0 { try #require(sharedRows(plan, fold).isEmpty) }
      try #require(!fold.trainingRanges.isEmpty && !fold.testRanges.isEmpty)
      guard case .walkForward = plan.method else { continue }
      walks += 1
      let last = plan.layout.labelRows(of: fold.trainingRanges[0].upperBound - 1).upperBound - 1
      let first = plan.layout.decisionRow(of: fold.testRanges[0].lowerBound)
      try #require(last < first && times[last] < times[first])
    }
    #expect(walks > 20_000)
  }

  @Test("would be caught leaking: one sample more before or after the gap is a leak")
  func gapIsTight() throws {
    let layout = try SampleLayout(rowCount: 200, contextLength: 7, horizon: 4)
    let spacing = try FoldSpacing(
      layout,
      featureLookback: 3,
      separation: .labels,
      embargo: nil
    )
    func fold(_ training: Range<Int>) -> SampleFold {
      SampleFold(
        index: 0,
        window: nil,
        trainingRanges: [training],
        validationRanges: [],
        testRanges: [80..<100]
      )
    }
    #expect(fold(0..<80 - spacing.before).firstLeak(layout, spacing: spacing) == nil)
    // The last sample of the gap has its last label row at the first decision row, not beyond it.
    #expect(fold(0..<80 - spacing.before + 1).firstLeak(layout, spacing: spacing) == nil)
    #expect(fold(0..<80 - spacing.before + 2).firstLeak(layout, spacing: spacing)?.row == 87)
    #expect(fold(100 + spacing.after..<150).firstLeak(layout, spacing: spacing) == nil)
    let leak = fold(100 + spacing.after - 1..<150).firstLeak(layout, spacing: spacing)
    #expect(leak?.learntSample == 112 && leak?.part == .test && leak?.row == 109)
  }
}
