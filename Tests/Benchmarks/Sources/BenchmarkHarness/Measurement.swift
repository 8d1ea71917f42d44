#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The times of several runs of one workload.
public struct Measurement {
  /// Wall-clock seconds of every timed run, in order.
  public let seconds: [Double]

  /// Processor seconds of every timed run, all threads together, in order.
  public let processorSeconds: [Double]

  /// Runs a function once untimed and then several times timed.
  public init(runs: Int, _ body: () -> Void) {
    body()
    var (wall, processor): ([Double], [Double]) = ([], [])
    for _ in 0..<runs {
      let (start, used) = (clock(CLOCK_MONOTONIC), clock(CLOCK_PROCESS_CPUTIME_ID))
      body()
      wall.append(clock(CLOCK_MONOTONIC) - start)
      processor.append(clock(CLOCK_PROCESS_CPUTIME_ID) - used)
    }
    (seconds, processorSeconds) = (wall, processor)
  }

  /// Runs a function once, timed, for each of several inputs.
  public init<Input>(eachOf inputs: [Input], _ body: (Input) -> Void) {
    var (wall, processor): ([Double], [Double]) = ([], [])
    for input in inputs {
      let (start, used) = (clock(CLOCK_MONOTONIC), clock(CLOCK_PROCESS_CPUTIME_ID))
      body(input)
      wall.append(clock(CLOCK_MONOTONIC) - start)
      processor.append(clock(CLOCK_PROCESS_CPUTIME_ID) - used)
    }
    (seconds, processorSeconds) = (wall, processor)
  }

  /// The least processor time of a run.
  public var leastProcessorSeconds: Double { processorSeconds.min() ?? 0 }

  /// The median time.
  public var median: Double { seconds.sorted()[seconds.count / 2] }

  /// Prints one JSON line in the shape that the peers use.
  ///
  /// - Parameters:
  ///   - workload: The name of the workload.
  ///   - variant: What distinguishes this row.
  ///   - size: The size in words.
  ///   - items: How many items one run handles.
  ///   - unit: What the throughput counts.
  ///   - checks: Results by name, for comparison with the peers.
  ///   - series: Results that are lists.
  public func report(
    _ workload: String,
    variant: String,
    size: String,
    items: Double,
    unit: String,
    checks: [(String, Double)],
    series: [(String, [Double])] = []
  ) {
    let sorted = seconds.sorted()
    var fields = [
      "\"workload\": \"\(workload)\"", "\"peer\": \"assay\"", "\"version\": \"\(variant)\"",
      "\"size\": \"\(size)\"", "\"median_s\": \(rounded(median))",
      "\"min_s\": \(rounded(sorted[0]))", "\"max_s\": \(rounded(sorted[sorted.count - 1]))",
      "\"median_cpu_s\": \(rounded(processorSeconds.sorted()[seconds.count / 2]))",
      "\"min_cpu_s\": \(rounded(processorSeconds.min() ?? 0))",
      "\"runs\": \(seconds.count)", "\"throughput\": \((items / median).rounded())",
      "\"unit\": \"\(unit)\"", "\"peak_rss_mib\": \((10 * peakMemoryMiB()).rounded() / 10)",
    ]
    fields += checks.map { "\"\($0.0)\": \($0.1)" }
    fields += series.map { "\"\($0.0)\": \($0.1)" }
    print("{\(fields.joined(separator: ", "))}")
    fflush(nil)
  }
}

private func rounded(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e6 }

private func clock(_ id: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(id, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// The most memory that this process has held at once.
public func peakMemoryMiB() -> Double {
  // The kernel's own high-water mark, in KiB.
  guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
    return 0
  }
  for line in text.split(separator: "\n") where line.hasPrefix("VmHWM:") {
    return (Double(line.split(separator: " ").dropLast().last ?? "0") ?? 0) / 1_024
  }
  return 0
}

/// Reads a file of raw little-endian doubles.
///
/// - Returns: The numbers, or `nil` when the file cannot be read.
public func readDoubles(_ path: String) -> [Double]? {
  guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return nil }
  return data.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
}

/// Reads a file of raw little-endian 64-bit integers.
///
/// - Returns: The numbers, or `nil` when the file cannot be read.
public func readIntegers(_ path: String) -> [Int64]? {
  guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return nil }
  return data.withUnsafeBytes { Array($0.bindMemory(to: Int64.self)) }
}
