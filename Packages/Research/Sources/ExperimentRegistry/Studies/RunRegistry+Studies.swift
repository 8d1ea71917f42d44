public import Optimizer

extension RunRegistry {
  /// The studies, the newest first.
  public func studies() throws(RegistryError) -> [StudyRecord] { [] }

  /// Returns a study by its name.
  ///
  /// - Throws: ``RegistryError/noSuchStudy(name:suggestion:)``, otherwise the errors of any read.
  public func study(named name: String) throws(RegistryError) -> StudyRecord {
    throw .noSuchStudy(name: name, suggestion: nil)
  }

  /// Returns the trials of a study.
  ///
  /// - Throws: As ``study(named:)``, and ``RegistryError/damagedRow(path:table:key:column:)``.
  public func history(ofStudy name: String) throws(RegistryError) -> StudyHistory {
    throw .noSuchStudy(name: name, suggestion: nil)
  }
}
