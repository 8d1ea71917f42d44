import WalkForwardCommands

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

exit(WalkForwardTraining.main(Array(CommandLine.arguments.dropFirst())))
