/// How the probabilities of a model are corrected by what came on its validation samples.
public enum CalibrationMethod: String, Hashable, Sendable, CaseIterable {
  /// They are left as they are.
  case none

  /// By a sigmoid, as ``PlattScaling`` fits it.
  case platt

  /// By a rising step function, as ``IsotonicCalibration`` fits it.
  case isotonic
}
