public import ConfigValidation

extension FeatureExpression {
  /// Returns the value of an indicator of the catalog.
  ///
  /// - Parameters:
  ///   - name: The name in the vocabulary.
  ///   - input: What the indicator reads, or `nil` for one that reads whole bars.
  ///   - output: Which of several outputs; `nil` for an indicator that has one.
  ///   - parameters: Values laid over the declared ones.
  ///   - vocabulary: The indicators that can be called.
  /// - Returns: An expression that names every parameter.
  /// - Throws: ``FeatureExpressionError`` with every issue.
  public static func indicator(
    _ name: String,
    of input: FeatureExpression?,
    output: String? = nil,
    _ parameters: ParameterSet,
    in vocabulary: FeatureVocabulary = .standard
  ) throws(FeatureExpressionError) -> FeatureExpression {
    guard let definition = vocabulary.definition(named: name) else {
      throw FeatureExpressionError(
        .unknownName(name, suggestion: nearestName(to: name, among: vocabulary.names))
      )
    }
    let callable = CallableIndicator(definition)
    guard callable.readsValues == (input != nil) else {
      throw FeatureExpressionError(
        .arity(
          function: name,
          expected: callable.readsValues ? "an input" : "no input, since it reads whole bars",
          found: input == nil ? 0 : 1
        )
      )
    }
    return FeatureExpression(
      try callable.node(input: input?.node, parameters, output: output)
    )
  }

  /// Returns the value of an indicator that reads this expression.
  ///
  /// For parameters known when the program is written; the others have the values that the catalog
  /// declares.
  ///
  /// - Precondition: The catalog has the indicator, it reads one number of each bar, and the
  ///   parameters and the output suit it.
  public func indicator(
    _ name: String,
    output: String? = nil,
    _ parameters: ParameterSet
  ) -> FeatureExpression {
    Self.known(name, of: self, output, parameters)
  }

  /// Returns the value of an indicator that reads whole bars.
  ///
  /// - Precondition: As ``indicator(_:output:_:)``.
  public static func bars(
    _ name: String,
    output: String? = nil,
    _ parameters: ParameterSet
  ) -> FeatureExpression {
    known(name, of: nil, output, parameters)
  }

  private static func known(
    _ name: String,
    of input: FeatureExpression?,
    _ output: String?,
    _ parameters: ParameterSet
  ) -> FeatureExpression {
    do {
      return try indicator(name, of: input, output: output, parameters)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}

extension FeatureExpression {
  /// The mean of the last *period* values.
  public func sma(_ period: Int) -> FeatureExpression {
    indicator("sma", ["period": .integer(period)])
  }

  /// The exponential average, started at the simple mean of the first *period* values.
  public func ema(_ period: Int) -> FeatureExpression {
    indicator("ema", ["period": .integer(period)])
  }

  /// Wilder's relative strength index, 0 to 100.
  public func rsi(_ period: Int) -> FeatureExpression {
    indicator("rsi", ["period": .integer(period)])
  }

  /// The change over *period* bars.
  public func momentum(_ period: Int) -> FeatureExpression {
    indicator("momentum", ["period": .integer(period)])
  }

  /// The simple return over *period* bars, as a fraction.
  public func roc(_ period: Int) -> FeatureExpression {
    indicator("roc", ["period": .integer(period)])
  }

  /// The distance from the mean of the last *period* values, in sample standard deviations.
  public func zscore(_ period: Int) -> FeatureExpression {
    indicator("zscore", ["period": .integer(period)])
  }

  /// The standard deviation of the last *period* values.
  public func standardDeviation(_ period: Int, _ divisor: VarianceDivisor) -> FeatureExpression {
    indicator("stddev", ["period": .integer(period), "divisor": .text(divisor.rawValue)])
  }

  /// The share of the `period - 1` values before the newest that lie below it.
  public func percentileRank(_ period: Int) -> FeatureExpression {
    indicator("percentile_rank", ["period": .integer(period)])
  }

  /// Wilder's average of the true range.
  public static func atr(_ period: Int) -> FeatureExpression {
    bars("atr", ["period": .integer(period)])
  }
}
