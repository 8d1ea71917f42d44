internal import CommandSupport
internal import Logging
internal import Reporting
internal import Research
internal import ServiceLifecycle
internal import Synchronization
internal import UnixSignals

/// Runs cycles under a service group, so that SIGTERM and SIGINT end them between two units of work.
final class LoopService: Service {
  private let job: CycleJob
  private let repeats: Bool
  private let stop = StopFlag()
  private let failure = Mutex<(any Error)?>(nil)

  private init(_ job: CycleJob, repeats: Bool) {
    self.job = job
    self.repeats = repeats
  }

  /// Runs one cycle, or cycles until a signal arrives.
  static func run(_ job: CycleJob, repeats: Bool) async throws {
    let service = LoopService(job, repeats: repeats)
    if job.context.handlesSignals {
      let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
          services: [
            .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)
          ],
          gracefulShutdownSignals: [.sigterm, .sigint],
          logger: Logger(label: "research-loop", factory: { _ in SwiftLogNoOpLogHandler() })
        )
      )
      try await group.run()
    } else {
      try await service.run()
    }
    if let error = service.failure.withLock({ $0 }) { throw error }
  }

  /// Runs until done or asked to stop; what went wrong is kept, since the group would wrap it.
  func run() async throws {
    await withGracefulShutdownHandler {
      do {
        if repeats { try await runRepeatedly() } else { try await job.runCycle(stop) }
      } catch {
        failure.withLock { $0 = error }
      }
    } onGracefulShutdown: {
      self.stop.set()
    }
  }

  private func runRepeatedly() async throws {
    // A configuration that never worked is a mistake of whoever started the loop.
    var pauseHours = try job.load().config.loop.intervalHours
    while !stop.isSet {
      do {
        if try job.hasRecentBars() { try await job.runCycle(stop) }
        pauseHours = try job.load().config.loop.intervalHours
      } catch let error as CommandFailure {
        if stop.isSet { break }
        job.context.console.error("error: \(error)")
      }
      guard !stop.isSet else { break }
      job.context.console.error(
        "next cycle in \(NumberText.duration(seconds: pauseHours * 3_600))"
      )
      let pause = Duration.seconds(pauseHours * 3_600)
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
    }
    job.context.console.error("stopped")
  }
}
