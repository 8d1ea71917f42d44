import ConfigValidation
import ExperimentRegistry
import Foundation
import ModelTraining
import Testing

@Suite("Where a training is recorded")
struct TrackingConfigTests {
  private func load(_ keys: String) throws -> LoadedTraining {
    let text = MadeTraining.document()
    return try MadeTraining.load(
      text.replacingOccurrences(of: "training:\n  {", with: "training:\n  {\(keys), ")
    )
  }

  @Test("is read from the section of the training, and has defaults")
  func reads() throws {
    let plain = try MadeTraining.load(MadeTraining.document()).config.tracking
    #expect(
      plain
        == TrackingConfig(
          mlflowTrackingURI: nil,
          mlflowExperimentName: "unified_tft",
          postgresURL: nil
        )
    )
    let tracking = try load(
      "mlflow_tracking_uri: 'http://127.0.0.1:5000/', mlflow_experiment_name: mine, "
        + "postgres_url: 'postgresql://me@db:5432/assay?sslmode=require'"
    ).config.tracking
    #expect(tracking.mlflowTrackingURI == "http://127.0.0.1:5000/")
    #expect(tracking.mlflowExperimentName == "mine")
    #expect(tracking.postgresURL == "postgresql://me@db:5432/assay?sslmode=require")
  }

  @Test(
    "refuses addresses that cannot be used, and passwords without showing them",
    arguments: [
      "mlflow_tracking_uri: 'ftp://host'", "mlflow_tracking_uri: 'http://me:hunter2@host'",
      "mlflow_tracking_uri: 'http://host/?token=hunter2'", "mlflow_tracking_uri: 7",
      "postgres_url: 'mysql://host/db'", "postgres_url: 'postgresql://me:hunter2@host/db'",
      "postgres_url: 'postgresql://host/db?password=hunter2'", "postgres_url: ''",
      "mlflow_experiment_name: ''",
    ]
  )
  func refuses(_ keys: String) {
    let name = keys.prefix { $0 != ":" }
    #expect {
      _ = try load(keys)
    } throws: { error in
      let words = "\(error)"
      return error is ConfigurationError && words.contains("training.\(name): expected")
        && !words.contains("hunter2")
    }
  }

  @Test("is no part of the identity of a run")
  func identity() throws {
    let made = try MadeTraining()
    let text = MadeTraining.document()
    let tracked = text.replacingOccurrences(
      of: "training:\n  {",
      with: "training:\n  {mlflow_tracking_uri: 'http://h:1', postgres_url: 'postgresql://h/x', "
    )
    #expect(tracked != text)
    #expect(try made.run(tracked).id == made.run(text).id)
    #expect(try made.run(text).recordID.hex.hasPrefix(made.run(text).id.suffix(12)))
  }
}
