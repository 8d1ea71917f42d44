import CommandSupport
import WalkForwardCommands

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

exit(await WalkForwardTraining.main(context: .process(arguments: CommandLine.arguments)))
