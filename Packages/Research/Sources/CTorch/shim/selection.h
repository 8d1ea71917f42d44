// Operations that are one pass over memory here and several in libtorch.
#ifndef ASSAY_SELECTION_H
#define ASSAY_SELECTION_H

#include <ATen/ATen.h>

namespace assay {

// elu(x[r, v] · slope[v] + offset[v]); x [rows, V] needs no gradient, slope and offset [V, 1, n];
// returns [V, rows, n].
at::Tensor lifted(const at::Tensor &x, const at::Tensor &slope, const at::Tensor &offset);

// Σ_v share[r, v] · norm(x[r, v] · e[v] + b[v] + glu(gates[v, r])); gates [V, rows, 2n], x and shares
// [rows, V], the others [V, 1, n]; returns [rows, n].
at::Tensor mixture(
    const at::Tensor &gates, const at::Tensor &x, const at::Tensor &embedding_weight,
    const at::Tensor &embedding_bias, const at::Tensor &norm_weight, const at::Tensor &norm_bias,
    const at::Tensor &shares, double epsilon);

// Zeroes elements with a probability and scales the others up, by draws of a generator of its own:
// the library's dropout draws from one that all threads share.
at::Tensor dropped(const at::Tensor &values, double probability, at::Generator generator);

} // namespace assay

#endif
