import CommandSupport
import Forecasting
import MarketModel
import ModelTraining
import Synchronization
import Testing

@testable import WalkForwardCommands

@Suite("The progress of a training")
struct TrainingDisplayTests {
  /// What is written while events happen a second apart.
  private func shown(_ events: [TrainingEvent], isTerminal: Bool) -> String {
    let box = StreamBox()
    let seconds = Mutex(Int64(0))
    let plain = Console.plain(output: { _ in }, problems: { box.append(problem: $0) })
    let context = CommandContext(
      arguments: [],
      console: Console(
        style: plain.style,
        overwritesProgress: isTerminal,
        output: { _ in },
        problems: { box.append(problem: $0) }
      ),
      now: {
        Timestamp(
          seconds: seconds.withLock { seconds in
            seconds += 1
            return seconds
          }
        )
      },
      environment: [:],
      projectDirectories: [],
      processorCount: 2,
      handlesSignals: false,
      processName: "a test"
    )
    let display = TrainingDisplay(
      context,
      models: ["tft", "naive"],
      samples: [100, 100],
      workers: 2
    )
    for event in events { display.show(event) }
    display.finish()
    return box.text.problems
  }

  private func epoch(_ number: Int, of model: String, _ fold: Int) -> TrainingEvent {
    .epoch(
      model: model,
      fold: fold,
      FitProgress(epoch: number, epochCount: 4, trainingLoss: 0.5, validationLoss: 0.25)
    )
  }

  private func fitted(_ model: String, _ fold: Int, epochs: Int) -> TrainingEvent {
    .fitted(
      model: model,
      fold: fold,
      FitReport(
        trainingLoss: 0.5,
        validationLoss: nil,
        epochs: epochs,
        parameterCount: 1_234,
        quantileLevels: [],
        importances: []
      ),
      wasKnown: false
    )
  }

  private var events: [TrainingEvent] {
    [
      .began(model: "tft", fold: 0), .began(model: "tft", fold: 1), epoch(1, of: "tft", 0),
      epoch(1, of: "tft", 1), epoch(2, of: "tft", 0), fitted("tft", 0, epochs: 2),
      .began(model: "naive", fold: 0), fitted("naive", 0, epochs: 1),
      .failed(model: "tft", fold: 1, reason: "epoch 2: expected a finite loss, found nan"),
    ]
  }

  @Test("two fits share one moving line, which is never wider than the terminal")
  func movingLine() {
    let parts = shown(events, isTerminal: true).split(
      separator: "\r\u{1B}[K",
      omittingEmptySubsequences: true
    )
    let moving = parts.filter { !$0.hasSuffix("\n") }.map(String.init)
    #expect(moving[0] == "0/4 | tft fold 0")
    #expect(moving[1] == "0/4 | tft fold 0 | tft fold 1")
    // The third second ends the first pass over 100 samples, two after its beginning.
    #expect(
      moving[2] == "0/4 | tft fold 0: epoch 1/4, loss 0.5000 (0.2500), 50 samples/s | tft fold 1"
    )
    #expect(moving[3] == "0/4 | tft 0 1/4 0.5000 50/s | tft 1 1/4 0.5000 50/s")
    #expect(moving.allSatisfy { $0.count < 80 })
  }

  @Test("elsewhere each fit that is done is one line with its rate, its time and what is left")
  func plainLines() {
    let lines = shown(events, isTerminal: false).split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "1/4  tft fold 0: 2 epochs, 50 samples/s, 1,234 parameters, loss 0.500000, took 5.0s",
        "2/4  naive fold 0: 1,234 parameters, loss 0.500000, took 1.0s; about 1.5s left",
        "3/4  tft fold 1: failed: epoch 2: expected a finite loss, found nan; about 1.0s left",
      ]
    )
  }
}
