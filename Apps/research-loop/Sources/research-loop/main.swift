import CommandSupport
import ResearchLoopCommands
import Strategies

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

exit(
  await ResearchLoop.main(
    strategies: BuiltInStrategies.registry,
    context: .process(arguments: CommandLine.arguments)
  )
)
