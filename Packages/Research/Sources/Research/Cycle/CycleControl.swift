/// Who watches a cycle, and who may stop it.
struct CycleControl: Sendable {
  let observe: @Sendable (CycleEvent) -> Void
  let shouldStop: @Sendable () -> Bool

  /// Ends the cycle between two units of work when somebody asked for it.
  func checkStop(_ stage: CycleStage) throws(CycleError) {
    if shouldStop() { throw .stopped(during: stage) }
  }
}
