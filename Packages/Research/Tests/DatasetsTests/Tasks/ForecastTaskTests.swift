import ConfigValidation
import ConfigYAML
import Datasets
import Features
import Foundation
import Testing

@Suite("ForecastTask")
struct ForecastTaskTests {
  private func read(_ text: String) throws -> ForecastTask {
    try ForecastTask(try YAMLDocument.parse(text, name: "task.yaml"))
  }

  @Test("has the documented defaults")
  func defaults() throws {
    let task = try read("data_path: d.parquet\ntask: threshold_1pct\ntimescale: daily\n")
    #expect(task.seed == 42)
    #expect(task.contextLength == 60)
    #expect(task.horizon == 5)
    #expect(task.targetPrice == .close)
    #expect(task.wandbProject == nil)
    #expect(try task.makeTarget().name == "label_h5_t1pct")
  }

  @Test(
    "knows every timescale by name",
    arguments: [
      "daily", "2d", "3d", "5d", "weekly", "2wk", "monthly",
    ]
  )
  func timescales(name: String) throws {
    let task = try read("data_path: d\ntask: direction\ntimescale: \(name)\n")
    #expect(task.timescale.rawValue == name)
  }

  @Test("lists every problem with its line")
  func problems() throws {
    let text = """
      task: threshold_1pc
      timescale: dayly
      horizon: 0
      horizons: 3
      """
    do throws(ConfigurationError) {
      _ = try ForecastTask(try YAMLDocument.parse(text, name: "task.yaml"))
      Issue.record("expected an error")
    } catch {
      let message = "\(error)"
      #expect(error.issues.count == 5)
      #expect(message.contains("did you mean 'threshold_1pct'?"))
      #expect(message.contains("task.yaml:2: timescale"))
      #expect(message.contains("data_path: is required"))
      #expect(message.contains("horizons: is not a known field; did you mean 'horizon'?"))
      #expect(message.contains("horizon: expected an integer in 1...10000, found 0"))
    }
  }

  @Test("reads every document that is shipped")
  func shippedDocuments() throws {
    let root = URL(filePath: #filePath).pathComponents.dropLast(6).joined(separator: "/")
    let folder = root + "/configs/features"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(names.count >= 5)
    for name in names {
      let document = try YAMLDocument.read(path: "\(folder)/\(name)")
      if document["features"] != nil {
        #expect(!(try FeatureDocument.read(document)).entries.isEmpty)
      } else {
        let task = try ForecastTask(document)
        #expect(name == "\(task.task).yaml")
        #expect((task.horizon, task.contextLength) == (1, 60))
      }
    }
  }
}
