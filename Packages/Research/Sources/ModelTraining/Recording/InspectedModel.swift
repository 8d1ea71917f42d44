internal import DataLake
public import ExperimentRegistry

/// A registered model beside what it achieved, and what is left of its files.
public struct InspectedModel: Sendable {
  /// The model.
  public let model: ModelRecord

  /// What it achieved on the days after those that it learnt from, or `nil` where that was not recorded.
  public let result: WalkForwardResult?

  /// The folder of its files.
  public let folder: String

  /// Its files with their states; empty when the list of files is not what was registered.
  public let files: [(entry: ModelFiles.Entry, state: ModelFiles.State)]

  /// What is wrong with its files, one sentence for each problem.
  public let problems: [String]

  /// Looks a model up, and reads its files.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - records: Where its result is.
  ///   - output: The folder under which relative paths of models stand.
  /// - Throws: ``ModelRecordError``.
  /// - Complexity: O(bytes of the model).
  public init(
    _ model: ModelRecord,
    in records: any ModelRecords,
    output: String
  ) throws(ModelRecordError) {
    self.model = model
    let registration = model.registration
    result = try records.walkForwardResults(run: registration.run).first {
      $0.fold == registration.fold && $0.model == model.id
    }
    let folder =
      registration.path.hasPrefix("/") ? registration.path : "\(output)/\(registration.path)"
    self.folder = folder
    let list = "\(folder)/\(ModelFiles.fileName)"
    let known: ModelFiles?
    do { known = try ModelFiles(readingFrom: folder) } catch {
      (files, problems) = ([], [error.description])
      return
    }
    guard let known else {
      (files, problems) = ([], ["\(list): expected the list of the model's files, found none"])
      return
    }
    guard known.digest == registration.digest else {
      files = []
      problems = [
        "\(list): expected the digest \(registration.digest), found \(known.digest)"
      ]
      return
    }
    let states = known.states(in: folder)
    files = Array(zip(known.entries, states)).map { (entry: $0.0, state: $0.1) }
    problems = files.compactMap { file in
      switch file.state {
      case .unchanged: nil
      case .changed: "\(folder)/\(file.entry.name): has changed since it was registered"
      case .missing: "\(folder)/\(file.entry.name): expected a file, found none"
      }
    }
  }
}
