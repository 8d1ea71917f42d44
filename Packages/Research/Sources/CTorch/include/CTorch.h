// The tensor operations that Assay calls, as one table of C functions.
//
// The table is exported by a small library (shim/torch_shim.cpp, built by scripts/make-torch.sh)
// that is compiled against libtorch and found at run time, so that a build needs no libtorch and a
// CUDA build of it swaps in without rebuilding Swift.
//
// Conventions: a function that returns a tensor returns null on failure, one that returns int
// returns nonzero; the message is then in `last_error`, for the calling thread. Tensors that a
// function returns belong to the caller. Devices: -1 is the CPU, k >= 0 the k-th CUDA device.
#ifndef ASSAY_CTORCH_H
#define ASSAY_CTORCH_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Only Clang knows nullability, and only Swift needs it.
#if !defined(__clang__)
#define _Nullable
#define _Nonnull
#endif

#pragma clang assume_nonnull begin

typedef struct assay_torch_tensor_s *torch_tensor;
typedef struct assay_torch_generator_s *torch_generator;
typedef struct assay_torch_adam_s *torch_adam;

/// The version of the table; a library of another version is refused.
enum { ASSAY_TORCH_TABLE = 3 };

enum { TORCH_ADD = 0, TORCH_MULTIPLY, TORCH_MATMUL };

enum { TORCH_GELU = 0, TORCH_ELU, TORCH_SIGMOID };

/// X(return type, name, parameters)
#define ASSAY_TORCH_FUNCTIONS(X)                                                                   \
  X(const char *_Nonnull, last_error, (void))                                                      \
  X(const char *_Nonnull, compiled_version, (void))                                                \
  X(const char *_Nonnull, build_settings, (void))                                                  \
  X(int, cuda_device_count, (void))                                                                \
  X(int64_t, live_tensors, (void))                                                                 \
  X(void, prepare_memory, (void))                                                                  \
  X(void, set_threads, (int))                                                                      \
  X(int, threads, (void))                                                                          \
  X(int, set_deterministic, (bool))                                                                \
  X(bool, set_gradients, (bool))                                                                   \
  X(int, set_autocast, (int device, bool))                                                         \
  /* Random numbers: a stream of its own for each generator. */                                    \
  X(torch_generator _Nullable, generator_create, (uint64_t seed, int device))                      \
  X(void, generator_free, (torch_generator))                                                       \
  X(int64_t, generator_state, (torch_generator, uint8_t *_Nullable into, int64_t capacity))        \
  X(int, generator_restore, (torch_generator, const uint8_t *, int64_t count))                     \
  /* Making and reading tensors. */                                                                \
  X(torch_tensor _Nullable, from_floats, (const float *, const int64_t *shape, int rank, int device))\
  X(torch_tensor _Nullable, from_integers,                                                         \
    (const int64_t *, const int64_t *shape, int rank, int device))                                 \
  X(torch_tensor _Nullable, full, (double, const int64_t *shape, int rank, int device))            \
  X(torch_tensor _Nullable, uniform,                                                               \
    (double low, double high, const int64_t *shape, int rank, torch_generator, int device))        \
  X(torch_tensor _Nullable, normal,                                                                \
    (double deviation, const int64_t *shape, int rank, torch_generator, int device))               \
  X(torch_tensor _Nullable, causal_mask, (int64_t rows, int64_t columns, int device))              \
  X(void, free, (torch_tensor))                                                                    \
  X(int, rank, (torch_tensor))                                                                     \
  X(int64_t, size, (torch_tensor, int dimension))                                                  \
  X(int64_t, count, (torch_tensor))                                                                \
  X(int, read_floats, (torch_tensor, float *, int64_t count))                                      \
  X(int, item, (torch_tensor, double *))                                                           \
  X(int, copy_floats, (torch_tensor to, const float *, int64_t count))                             \
  /* Operations. */                                                                                \
  X(torch_tensor _Nullable, binary, (int operation, torch_tensor, torch_tensor))                   \
  X(torch_tensor _Nullable, unary, (int operation, torch_tensor))                                  \
  X(torch_tensor _Nullable, scale, (torch_tensor, double factor))                                  \
  X(torch_tensor _Nullable, linear, (torch_tensor, torch_tensor weight, torch_tensor _Nullable bias))\
  X(torch_tensor _Nullable, linear_each,                                                           \
    (torch_tensor, torch_tensor weight, torch_tensor bias))                                        \
  X(torch_tensor _Nullable, lifted, (torch_tensor, torch_tensor slope, torch_tensor offset))       \
  X(torch_tensor _Nullable, mixture,                                                               \
    (torch_tensor gates, torch_tensor, torch_tensor embedding_weight, torch_tensor embedding_bias, \
     torch_tensor norm_weight, torch_tensor norm_bias, torch_tensor shares, double epsilon))       \
  X(torch_tensor _Nullable, softmax, (torch_tensor, int dimension))                                \
  X(torch_tensor _Nullable, glu, (torch_tensor, int dimension))                                    \
  X(torch_tensor _Nullable, layer_norm,                                                            \
    (torch_tensor, torch_tensor weight, torch_tensor bias, double epsilon))                        \
  X(torch_tensor _Nullable, dropout, (torch_tensor, double probability, torch_generator))          \
  X(torch_tensor _Nullable, embedding, (torch_tensor weight, torch_tensor indices))                \
  X(torch_tensor _Nullable, reshape, (torch_tensor, const int64_t *shape, int rank))               \
  X(torch_tensor _Nullable, permute, (torch_tensor, const int64_t *order, int rank))               \
  X(torch_tensor _Nullable, transpose, (torch_tensor, int, int))                                   \
  X(torch_tensor _Nullable, narrow, (torch_tensor, int dimension, int64_t start, int64_t length))  \
  X(torch_tensor _Nullable, select, (torch_tensor, int dimension, int64_t index))                  \
  X(torch_tensor _Nullable, unsqueeze, (torch_tensor, int dimension))                              \
  X(torch_tensor _Nullable, index_rows, (torch_tensor, const int64_t *rows, int64_t count))        \
  X(torch_tensor _Nullable, cat, (const torch_tensor _Nullable *_Nonnull, int count, int dimension))\
  X(torch_tensor _Nullable, sum_over, (torch_tensor, int dimension, bool keeps))                   \
  X(torch_tensor _Nullable, mean_over, (torch_tensor, int dimension, bool keeps))                  \
  X(torch_tensor _Nullable, masked_fill, (torch_tensor, torch_tensor mask, double))                \
  X(torch_tensor _Nullable, attention,                                                             \
    (torch_tensor query, torch_tensor key, torch_tensor value, bool causal))                       \
  X(int, lstm,                                                                                     \
    (torch_tensor, torch_tensor hidden, torch_tensor cell,                                         \
     const torch_tensor _Nullable *_Nonnull weights, int layers, torch_tensor _Nullable *_Nonnull out))\
  X(torch_tensor _Nullable, binary_cross_entropy, (torch_tensor logits, torch_tensor target))      \
  X(torch_tensor _Nullable, mean_squared_error, (torch_tensor, torch_tensor target))               \
  X(torch_tensor _Nullable, quantile_loss,                                                         \
    (torch_tensor, torch_tensor target, const double *quantiles, int count))                       \
  /* Gradients and the optimiser. */                                                               \
  X(int, require_gradient, (torch_tensor))                                                         \
  X(int, backward, (torch_tensor))                                                                 \
  X(int, gradient, (torch_tensor, torch_tensor _Nullable *_Nonnull))                               \
  X(torch_adam _Nullable, adam_create,                                                             \
    (const torch_tensor _Nullable *_Nonnull, int count, double beta1, double beta2,                \
     double epsilon, double weight_decay, bool decoupled))                                         \
  X(void, adam_free, (torch_adam))                                                                 \
  X(int, adam_clear, (torch_adam))                                                                 \
  X(int, adam_clip, (torch_adam, double largest_norm, double *norm))                               \
  X(int, adam_step, (torch_adam, double rate))                                                     \
  X(int64_t, adam_steps, (torch_adam))                                                             \
  X(int, adam_set_steps, (torch_adam, int64_t))                                                    \
  X(torch_tensor _Nullable, adam_moment, (torch_adam, int order, int parameter))

/// The functions of a loaded library.
typedef struct {
#define ASSAY_TORCH_FIELD(result, name, parameters) result(*_Nonnull name) parameters;
  ASSAY_TORCH_FUNCTIONS(ASSAY_TORCH_FIELD)
#undef ASSAY_TORCH_FIELD
} torch_functions;

/// Returns the table of the library at `path`, or null with a message that is valid until the next
/// call on this thread. The library stays loaded until the process ends.
const torch_functions *_Nullable assay_torch_load(
    const char *path, const char *_Nullable *_Nonnull message);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif
#endif
