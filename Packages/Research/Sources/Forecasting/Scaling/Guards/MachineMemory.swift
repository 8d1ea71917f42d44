internal import DataLake

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How much memory the machine has, or the part of it that this process may use.
public enum MachineMemory {
  /// The bytes of memory, or of the control group's limit where it is smaller; `nil` where neither is told.
  public static var bytes: Int? {
    let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    let machine = pages > 0 && size > 0 ? Int(pages) * Int(size) : nil
    let limits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
      .compactMap { path -> Int? in
        guard let text = try? AtomicFile.read(path) else { return nil }
        return Int(String(decoding: text, as: UTF8.self).filter { !$0.isWhitespace })
      }
    return (limits + [machine].compactMap(\.self)).min()
  }

  /// The most bytes that this process has had in memory so far, or `nil` where the system does not tell.
  public static var peakUse: Int? {
    var usage = rusage()
    #if canImport(Glibc)
    let process = __rusage_who_t(RUSAGE_SELF.rawValue)
    #else
    let process = RUSAGE_SELF
    #endif
    guard getrusage(process, &usage) == 0, usage.ru_maxrss > 0 else { return nil }
    #if canImport(Darwin)
    return Int(usage.ru_maxrss)
    #else
    return Int(usage.ru_maxrss) * 1_024
    #endif
  }
}
