// Loops over plain arrays that the selection of variables spends its time in.
//
// Compiled by themselves for processors with AVX2, without any header of libtorch, whose inline
// functions must not be compiled twice in different ways.
//
// Shapes: `rows` samples and times, `variables` V, `size` n; arrays are dense, last dimension fastest.
#ifndef ASSAY_SELECTION_KERNELS_H
#define ASSAY_SELECTION_KERNELS_H

#include <cstdint>

namespace assay {

// Whether this processor has the instructions that the loops were compiled for.
bool kernels_run_here();

struct Extent {
  int64_t rows, variables, size;
};

// out[v, r] = elu(x[r, v] · slope[v] + offset[v]).
void lift(const float *x, const float *slope, const float *offset, float *out, Extent extent);

// The gradients of slope and offset, from `out` and its gradient.
void lift_gradients(
    const float *x, const float *out, const float *gradient, float *slope, float *offset,
    Extent extent);

// What is added to and scaled after the gates of a mixture; each of shape [V, n].
template <class Number> struct Selection {
  Number *embedding_weight, *embedding_bias, *norm_weight, *norm_bias;
};

// mixture[r] = Σ_v share[r, v] · norm(x[r, v] · e[v] + b[v] + glu(gates[v, r])), gates [V, rows, 2n];
// keeps the mean and reciprocal deviation of each standardised vector, [V, rows, 2].
void mix(
    const float *gates, const float *x, Selection<const float> parts, const float *shares,
    float *mixture, float *moments, float epsilon, Extent extent);

// The gradients of all arguments but x.
void mix_gradients(
    const float *gates, const float *x, Selection<const float> parts, const float *shares,
    const float *moments, const float *gradient, float *gate_gradients, Selection<float> sums,
    float *share_gradients, Extent extent);

// out = values · scale where an element is kept, else 0; an element is kept with probability
// 1 − threshold / 2³², decided by its position and the seed.
void drop(
    const float *values, float *out, uint8_t *kept, int64_t count, uint32_t threshold, float scale,
    uint64_t seed);

// out = gradient · scale where an element was kept, else 0.
void drop_gradients(
    const float *gradient, const uint8_t *kept, float *out, int64_t count, float scale);

} // namespace assay

#endif
