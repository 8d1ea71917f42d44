/// The text of a long stage's progress: what is done, how fast, and how long it will take.
///
/// Time is given, never read, so the text depends on the arguments only.
public struct ProgressLine: Hashable, Sendable {
  /// The name of the stage.
  public var stage: String

  /// What is counted, in the plural, such as `runs`.
  public var unit: String

  /// The number of units in the whole stage.
  public var total: Int

  /// Creates the line of a stage.
  public init(stage: String, unit: String, total: Int) {
    self.stage = stage
    self.unit = unit
    self.total = total
  }

  /// The line, such as `experiments  120/200 runs  60%  35.2/s  2.3s left`.
  ///
  /// The rate and the time left are absent until something is done and time has passed.
  public func text(completed: Int, elapsedSeconds: Double) -> String {
    let share = total > 0 ? Double(completed) / Double(total) : 1
    var parts = [
      stage, "\(NumberText.grouped(completed))/\(NumberText.grouped(total)) \(unit)",
      NumberText.percent(share, decimals: 0),
    ]
    if completed > 0, elapsedSeconds > 0 {
      let rate = Double(completed) / elapsedSeconds
      parts.append(NumberText.fixed(rate, decimals: 1) + "/s")
      if completed < total {
        parts.append(NumberText.duration(seconds: Double(total - completed) / rate) + " left")
      }
    }
    return parts.joined(separator: "  ")
  }
}
