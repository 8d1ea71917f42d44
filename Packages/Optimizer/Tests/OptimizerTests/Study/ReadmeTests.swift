import ConfigValidation
import Foundation
import Optimizer
import Testing

@Suite("The example of the README")
struct ReadmeTests {
  private func validationError(_ depth: Int, _ rate: Double, _ loss: String) -> Double {
    abs(Double(depth) - 6) + abs(rate - 0.03) + (loss == "square" ? 0 : 1)
  }

  @Test("compiles and finds a good trial")
  func compiles() async throws {
    // swift-format-ignore
    let tune = {
      // README: begin
      let space = try SearchSpace([
        .integer("depth", 2...12),
        .number("rate", 0.001...1, scale: .logarithmic),
        .choice("loss", ["square", "absolute"]),
      ])
      var study = try Study(
        space: space, sampler: TPESampler(.standard), pruner: nil, directions: [.minimize],
        seed: 42, batchSize: 4)
      try await study.optimize(trials: 100, workers: 4) { trial in
        try validationError(trial.integer("depth"), trial.double("rate"), trial.text("loss"))
      }
      let best = study.best
      // README: end
      return best
    }
    let best = try #require(try await tune())
    #expect(best.parameters["depth"] == .integer(6))
    #expect(best.parameters["loss"] == .text("square"))
    #expect(best.values[0] < 0.02)
  }

  @Test("stands in the README as it is compiled")
  func standsInReadme() throws {
    let here = URL(filePath: #filePath)
    let source = try String(contentsOf: here, encoding: .utf8)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let markers = lines.indices.filter { lines[$0].hasPrefix("      // README: ") }
    try #require(markers.count == 2)
    let code = lines[markers[0] + 1..<markers[1]].map { $0.dropFirst(6) }.joined(separator: "\n")
    var folder = here
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    let readme = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains("```swift\n\(code)\n```"))
  }
}
