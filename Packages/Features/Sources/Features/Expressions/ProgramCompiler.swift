internal import ConfigValidation
internal import MarketModel

/// Lays out the steps of expressions so that every common part runs once.
struct ProgramCompiler {
  /// What decides when longer bars are complete, and which indicators there are.
  struct Setting {
    let interval: BarInterval
    let calendar: TradingCalendar
    let vocabulary: FeatureVocabulary
    /// The bars that the program will see, all of them and in their order, where they are known.
    var series: BarSeries?
  }

  /// A use of an indicator without the choice of its output.
  private struct CallKey: Hashable {
    let name: String
    let parameters: ParameterSet
    let input: ExpressionNode?

    init(_ call: IndicatorCall, _ input: ExpressionNode?) {
      (name, parameters) = (call.name, call.parameters)
      self.input = input
    }
  }

  private let setting: Setting
  private var program = FeatureProgram()
  private var registers: [ExpressionNode: Int] = [:]
  private var calls: [CallKey: Int] = [:]
  private var wholeColumns: [CallKey: Range<Int>] = [:]

  /// Returns a program with one output for each number, in order.
  ///
  /// - Throws: ``FeatureExpressionError`` when the vocabulary lacks an indicator or bars do not
  ///   make up whole bins of a timeframe.
  static func compile(
    _ nodes: [ExpressionNode],
    _ setting: Setting
  ) throws(FeatureExpressionError) -> FeatureProgram {
    var compiler = try prepared(for: nodes, setting)
    for node in nodes { compiler.program.outputs.append(try compiler.register(of: node)) }
    return compiler.program
  }

  /// Returns the columns of numbers over the series of a setting.
  ///
  /// - Precondition: The setting has a series.
  static func columns(
    of nodes: [ExpressionNode],
    named names: [String],
    _ setting: Setting
  ) throws(FeatureExpressionError) -> [FeatureColumn] {
    guard let series = setting.series else { preconditionFailure("columns need bars") }
    var compiler = try prepared(for: nodes, setting)
    var columns: [FeatureColumn?] = []
    for (node, name) in zip(nodes, names) {
      let column = try compiler.wholeColumn(of: node, named: name)
      if column == nil { compiler.program.outputs.append(try compiler.register(of: node)) }
      columns.append(column)
    }
    var rest = compiler.program.outputColumns(over: series)[...]
    return zip(names, columns).map { name, column in
      column ?? rest.removeFirst().renamed(name)
    }
  }

  /// A compiler that has the steps of every timeframe.
  private static func prepared(
    for nodes: [ExpressionNode],
    _ setting: Setting
  ) throws(FeatureExpressionError) -> ProgramCompiler {
    var compiler = ProgramCompiler(setting)
    for timeframe in timeframes(of: nodes) { try compiler.addTimeframe(timeframe, of: nodes) }
    return compiler
  }

  private init(_ setting: Setting) {
    self.setting = setting
  }

  private mutating func append(_ operation: FeatureProgram.Operation, width: Int = 1) -> Int {
    let target = program.registers.count
    program.registers += [Double?](repeating: nil, count: width)
    program.steps.append(.init(operation: operation, target: target))
    return target
  }

  private mutating func register(
    of node: ExpressionNode
  ) throws(FeatureExpressionError) -> Int {
    if let known = registers[node] { return known }
    let register = try newRegister(of: node)
    registers[node] = register
    return register
  }

  private mutating func newRegister(
    of node: ExpressionNode
  ) throws(FeatureExpressionError) -> Int {
    if case .indicator(let call, let input) = node { return try register(of: call, input) }
    var parts: [Int] = []
    for part in node.parts { parts.append(try register(of: part)) }
    switch node {
    case .field(let field): return append(.field(field))
    case .constant(let value): return append(.constant(value))
    case .unary(let function, _): return append(.unary(function, parts[0]))
    case .binary(let function, _, _): return append(.binary(function, parts[0], parts[1]))
    case .clamp(_, let lower, let upper):
      return append(.clamp(parts[0], lower: lower, upper: upper))
    case .lag(_, let bars): return append(.lag(parts[0], delay: delay(bars)))
    case .difference(_, let bars): return append(.difference(parts[0], delay: delay(bars)))
    case .fill(let part, let value):
      let lookback = part.lookback { setting.calendar.mostBars(in: $0, of: setting.interval) }
      return append(.fill(parts[0], with: value, after: lookback))
    case .conditional: return append(.conditional(parts[0], then: parts[1], otherwise: parts[2]))
    case .comparison(let comparison, _, _):
      return append(.comparison(comparison, parts[0], parts[1]))
    case .both: return append(.both(parts[0], parts[1]))
    case .either: return append(.either(parts[0], parts[1]))
    case .not: return append(.not(parts[0]))
    case .indicator, .resampled: preconditionFailure("these have registers of their own")
    }
  }

  private mutating func delay(_ bars: Int) -> Int {
    program.delays.append(DelayLine(bars: bars))
    return program.delays.count - 1
  }
}

// MARK: - Indicators

extension ProgramCompiler {
  private mutating func register(
    of call: IndicatorCall,
    _ input: ExpressionNode?
  ) throws(FeatureExpressionError) -> Int {
    let key = CallKey(call, input)
    if let known = calls[key] { return known + call.outputIndex }
    let base = try newRegister(of: call, input)
    calls[key] = base
    return base + call.outputIndex
  }

  private mutating func newRegister(
    of call: IndicatorCall,
    _ input: ExpressionNode?
  ) throws(FeatureExpressionError) -> Int {
    if let columns = try wholeColumns(of: call, input) {
      return append(
        .columns(from: columns.lowerBound, count: columns.count),
        width: columns.count
      )
    }
    let transform = try transform(of: call, call.parameters)
    let width = outputNames(of: transform).count
    guard let input else {
      program.barSteps.append(barStep(transform))
      return append(.bar(step: program.barSteps.count - 1), width: width)
    }
    guard let transform = transform as? any ValueTransform else {
      throw FeatureExpressionError(
        .arity(function: call.name, expected: "no input, since it reads whole bars", found: 1)
      )
    }
    let part = try register(of: input)
    program.valueSteps.append(valueStep(transform))
    return append(.value(part, step: program.valueSteps.count - 1), width: width)
  }

  /// The column of a number that is an indicator of stored prices, or `nil` for another.
  private mutating func wholeColumn(
    of node: ExpressionNode,
    named name: String
  ) throws(FeatureExpressionError) -> FeatureColumn? {
    guard case .indicator(let call, let input) = node,
      let columns = try wholeColumns(of: call, input)
    else { return nil }
    let column = program.columns[columns.lowerBound + call.outputIndex]
    return column.values.contains { !$0.isFinite } ? nil : column.renamed(name)
  }

  /// The positions of the columns of an indicator, computed over the series if that can be done.
  private mutating func wholeColumns(
    of call: IndicatorCall,
    _ input: ExpressionNode?
  ) throws(FeatureExpressionError) -> Range<Int>? {
    guard let series = setting.series, let parameters = call.parameters(reading: input) else {
      return nil
    }
    let key = CallKey(call, input)
    if let known = wholeColumns[key] { return known }
    let columns = try transform(of: call, parameters).columns(over: series)
    let positions = program.columns.count..<(program.columns.count + columns.count)
    program.columns += columns
    wholeColumns[key] = positions
    return positions
  }

  private func transform(
    of call: IndicatorCall,
    _ parameters: ParameterSet
  ) throws(FeatureExpressionError) -> any CausalTransform {
    guard let definition = setting.vocabulary.definition(named: call.name) else {
      throw FeatureExpressionError(.unknownName(call.name, suggestion: nil))
    }
    do {
      return try definition.makeTransform(parameters)
    } catch {
      throw FeatureExpressionError(.conflict(function: definition.name, rule: "\(error)"))
    }
  }

  private func barStep(_ transform: some CausalTransform) -> any BarStep {
    BarTransformStep(transform)
  }

  private func valueStep(_ transform: some ValueTransform) -> any ValueStep {
    ValueTransformStep(transform)
  }
}

// MARK: - Timeframes

extension ProgramCompiler {
  /// The timeframes of some trees, each once, in the order of their first use.
  private static func timeframes(of nodes: [ExpressionNode]) -> [Timeframe] {
    var found: [Timeframe] = []
    for part in nodes.flatMap(resampledParts) where !found.contains(part.timeframe) {
      found.append(part.timeframe)
    }
    return found
  }

  private static func resampledParts(
    of node: ExpressionNode
  ) -> [(part: ExpressionNode, timeframe: Timeframe)] {
    if case .resampled(let part, let timeframe) = node { return [(part, timeframe)] }
    return node.parts.flatMap(resampledParts)
  }

  /// Adds one step that makes the longer bars once for all parts that are computed on them.
  private mutating func addTimeframe(
    _ timeframe: Timeframe,
    of nodes: [ExpressionNode]
  ) throws(FeatureExpressionError) {
    guard timeframe.canResample(setting.interval) else {
      throw FeatureExpressionError(
        .resampling(.notCoarser(timeframe: timeframe, interval: setting.interval))
      )
    }
    var parts: [ExpressionNode] = []
    for part in nodes.flatMap(Self.resampledParts)
    where part.timeframe == timeframe && !parts.contains(part.part) {
      parts.append(part.part)
    }
    let inner = try Self.compile(
      parts,
      Setting(
        interval: timeframe.interval(from: setting.interval),
        calendar: setting.calendar,
        vocabulary: setting.vocabulary
      )
    )
    let rule = BinRule(timeframe, of: setting.interval, calendar: setting.calendar)
    program.timeframes.append(TimeframeStep(inner, rule))
    let base = append(.timeframe(step: program.timeframes.count - 1), width: parts.count)
    for (position, part) in parts.enumerated() {
      registers[.resampled(part, timeframe)] = base + position
    }
  }
}

extension IndicatorCall {
  /// The parameters of an indicator that reads bars as they are stored, or `nil` for another input.
  ///
  /// Prices and volumes of a series are finite; the middle of two prices need not be.
  fileprivate func parameters(reading input: ExpressionNode?) -> ParameterSet? {
    guard let input else { return parameters }
    guard case .field(let field) = input, field != .median, field != .typical else { return nil }
    var all = parameters
    all["input"] = .text(field.rawValue)
    return all
  }
}

extension TradingCalendar {
  /// The largest number of bars of an interval that fall into one bin, where no session is missing.
  func mostBars(in timeframe: Timeframe, of interval: BarInterval) -> Int {
    let isEquity = self == .usEquities
    let days: Int
    switch timeframe {
    case .bars(let count): return count
    case .intraday(let length): return Int(length.seconds / interval.seconds)
    case .days(let count): days = isEquity ? count - count / 7 * 2 : count
    case .weeks(let count, _): days = count * (isEquity ? 5 : 7)
    case .months(let count): days = count * (isEquity ? 23 : 31)
    }
    let session: Int64 = isEquity ? 23_400 : 86_400
    guard interval.isDailyOrLonger else {
      return days * Int((session + interval.seconds - 1) / interval.seconds)
    }
    let daysPerBar = Int(interval.seconds / 86_400)
    return interval == .day ? days : (days + daysPerBar - 1) / daysPerBar + 1
  }
}
