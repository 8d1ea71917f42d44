import Reporting
import Testing

@Suite("ProgressLine")
struct ProgressLineTests {
  private let line = ProgressLine(stage: "experiments", unit: "runs", total: 200)

  @Test("shows counts, share, rate and time left")
  func showsRate() {
    #expect(
      line.text(completed: 120, elapsedSeconds: 4)
        == "experiments  120/200 runs  60%  30.0/s  2.7s left"
    )
  }

  @Test("shows no rate before anything is done, and no time left at the end")
  func leavesOutWhatIsUnknown() {
    #expect(line.text(completed: 0, elapsedSeconds: 3) == "experiments  0/200 runs  0%")
    #expect(
      line.text(completed: 200, elapsedSeconds: 2) == "experiments  200/200 runs  100%  100.0/s"
    )
  }

  @Test("an empty stage is complete")
  func emptyStageIsComplete() {
    let empty = ProgressLine(stage: "packs", unit: "packs", total: 0)
    #expect(empty.text(completed: 0, elapsedSeconds: 0) == "packs  0/0 packs  100%")
  }
}
