internal import TorchEngine

/// A network with the loss that it is taught by.
protocol Network: AnyObject {
  /// Its weights.
  var weights: WeightStore { get }

  /// The mean loss over samples, to be differentiated.
  func loss(_ samples: ArraySlice<Int>, _ mode: ForwardMode) throws(TorchError) -> Tensor
}
