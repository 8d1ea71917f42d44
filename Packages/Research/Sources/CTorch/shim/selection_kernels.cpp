#include "selection_kernels.h"

#include <cstring>
#include <vector>

namespace assay {
namespace {

// Rows whose gradients are added in single precision before they join a sum in double.
constexpr int64_t block_rows = 64;

// eˣ to about one unit in the last place; not a number stays what it is.
inline float exponential(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  // Adding and subtracting 1.5 · 2²³ rounds to a whole number.
  float whole = x * 1.44269504088896341f + 12582912.0f;
  whole -= 12582912.0f;
  float rest = x - whole * 0.693359375f;
  rest -= whole * -2.12194440e-4f;
  float sum = 1.9875691500e-4f;
  sum = sum * rest + 1.3981999507e-3f;
  sum = sum * rest + 8.3334519073e-3f;
  sum = sum * rest + 4.1665795894e-2f;
  sum = sum * rest + 1.6666665459e-1f;
  sum = sum * rest + 5.0000001201e-1f;
  sum = sum * rest * rest + rest + 1.0f;
  int32_t bits = (static_cast<int32_t>(whole) + 127) << 23;
  float scale;
  std::memcpy(&scale, &bits, sizeof scale);
  return sum * scale;
}

inline float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }

// Sums of many rows for each of several vectors, without the rounding of one long sum.
class Sums {
public:
  Sums(int64_t vectors, int64_t size)
      : size_(size), part_(static_cast<size_t>(vectors * size)), whole_(part_.size()) {}

  float *part(int64_t vector) { return part_.data() + vector * size_; }

  void close_block() {
    for (size_t i = 0; i < part_.size(); i++) whole_[i] += part_[i];
    std::memset(part_.data(), 0, part_.size() * sizeof(float));
  }

  void store(int64_t vector, float *to) {
    for (int64_t k = 0; k < size_; k++) to[k] = static_cast<float>(whole_[static_cast<size_t>(vector * size_ + k)]);
    std::memset(whole_.data() + vector * size_, 0, static_cast<size_t>(size_) * sizeof(double));
  }

private:
  int64_t size_;
  std::vector<float> part_;
  std::vector<double> whole_;
};

// x · e + b + a · σ(g), the vector that is standardised.
inline void fill_sum(
    const float *gates, float x, const float *weight, const float *bias, int64_t n, float *open,
    float *sum) {
#pragma omp simd
  for (int64_t k = 0; k < n; k++) {
    open[k] = sigmoid(gates[n + k]);
    sum[k] = x * weight[k] + bias[k] + gates[k] * open[k];
  }
}

} // namespace

bool kernels_run_here() {
#if defined(__AVX2__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return true;
#endif
}

void lift(const float *x, const float *slope, const float *offset, float *out, Extent extent) {
  auto [rows, variables, n] = extent;
  for (int64_t v = 0; v < variables; v++) {
    const float *p = slope + v * n, *q = offset + v * n;
    for (int64_t r = 0; r < rows; r++, out += n) {
      float value = x[r * variables + v];
#pragma omp simd
      for (int64_t k = 0; k < n; k++) {
        float sum = value * p[k] + q[k];
        float below = exponential(sum) - 1.0f;
        out[k] = sum > 0.0f ? sum : below;
      }
    }
  }
}

void lift_gradients(
    const float *x, const float *out, const float *gradient, float *slope, float *offset,
    Extent extent) {
  auto [rows, variables, n] = extent;
  Sums sums(2, n);
  for (int64_t v = 0; v < variables; v++) {
    float *p = sums.part(0), *q = sums.part(1);
    for (int64_t r = 0; r < rows; r++, out += n, gradient += n) {
      float value = x[r * variables + v];
#pragma omp simd
      for (int64_t k = 0; k < n; k++) {
        // The derivative below zero is eˣ, which is the output plus one.
        float factor = out[k] > 0.0f ? 1.0f : out[k] + 1.0f;
        float inner = gradient[k] * factor;
        p[k] += inner * value;
        q[k] += inner;
      }
      if (r % block_rows == block_rows - 1) sums.close_block();
    }
    sums.close_block();
    sums.store(0, slope + v * n);
    sums.store(1, offset + v * n);
  }
}

void mix(
    const float *gates, const float *x, Selection<const float> parts, const float *shares,
    float *mixture, float *moments, float epsilon, Extent extent) {
  auto [rows, variables, n] = extent;
  std::vector<float> buffer(static_cast<size_t>(2 * n));
  float *open = buffer.data(), *sum = open + n;
  std::memset(mixture, 0, static_cast<size_t>(rows * n) * sizeof(float));
  for (int64_t v = 0; v < variables; v++) {
    const float *weight = parts.norm_weight + v * n, *bias = parts.norm_bias + v * n;
    for (int64_t r = 0; r < rows; r++, gates += 2 * n, moments += 2) {
      fill_sum(
          gates, x[r * variables + v], parts.embedding_weight + v * n,
          parts.embedding_bias + v * n, n, open, sum);
      float mean = 0.0f, variance = 0.0f;
#pragma omp simd reduction(+ : mean)
      for (int64_t k = 0; k < n; k++) mean += sum[k];
      mean /= static_cast<float>(n);
#pragma omp simd reduction(+ : variance)
      for (int64_t k = 0; k < n; k++) variance += (sum[k] - mean) * (sum[k] - mean);
      float scale = 1.0f / __builtin_sqrtf(variance / static_cast<float>(n) + epsilon);
      moments[0] = mean;
      moments[1] = scale;
      float share = shares[r * variables + v];
      float *to = mixture + r * n;
#pragma omp simd
      for (int64_t k = 0; k < n; k++) {
        to[k] += share * ((sum[k] - mean) * scale * weight[k] + bias[k]);
      }
    }
  }
}

void mix_gradients(
    const float *gates, const float *x, Selection<const float> parts, const float *shares,
    const float *moments, const float *gradient, float *gate_gradients, Selection<float> sums,
    float *share_gradients, Extent extent) {
  auto [rows, variables, n] = extent;
  std::vector<float> buffer(static_cast<size_t>(3 * n));
  float *open = buffer.data(), *sum = open + n, *inner = sum + n;
  Sums totals(4, n);
  float *of_weight = totals.part(0), *of_bias = totals.part(1);
  float *of_norm_weight = totals.part(2), *of_norm_bias = totals.part(3);
  for (int64_t v = 0; v < variables; v++) {
    const float *weight = parts.norm_weight + v * n, *bias = parts.norm_bias + v * n;
    for (int64_t r = 0; r < rows; r++, gates += 2 * n, gate_gradients += 2 * n, moments += 2) {
      float value = x[r * variables + v], share = shares[r * variables + v];
      fill_sum(
          gates, value, parts.embedding_weight + v * n, parts.embedding_bias + v * n, n, open,
          sum);
      float mean = moments[0], scale = moments[1];
      const float *from = gradient + r * n;
      float of_share = 0.0f, first = 0.0f, second = 0.0f;
#pragma omp simd reduction(+ : of_share, first, second)
      for (int64_t k = 0; k < n; k++) {
        float standard = (sum[k] - mean) * scale;
        of_share += from[k] * (standard * weight[k] + bias[k]);
        float outer = share * from[k];
        of_norm_weight[k] += outer * standard;
        of_norm_bias[k] += outer;
        inner[k] = outer * weight[k];
        sum[k] = standard;
        first += inner[k];
        second += inner[k] * standard;
      }
      share_gradients[r * variables + v] = of_share;
      first /= static_cast<float>(n);
      second /= static_cast<float>(n);
#pragma omp simd
      for (int64_t k = 0; k < n; k++) {
        float back = scale * (inner[k] - first - sum[k] * second);
        gate_gradients[k] = back * open[k];
        gate_gradients[n + k] = back * gates[k] * open[k] * (1.0f - open[k]);
        of_weight[k] += back * value;
        of_bias[k] += back;
      }
      if (r % block_rows == block_rows - 1) totals.close_block();
    }
    totals.close_block();
    totals.store(0, sums.embedding_weight + v * n);
    totals.store(1, sums.embedding_bias + v * n);
    totals.store(2, sums.norm_weight + v * n);
    totals.store(3, sums.norm_bias + v * n);
  }
}

namespace {

// Mixes the bits of a number so that any change of it changes each bit of the result with even odds.
inline uint32_t mixed(uint32_t bits) {
  bits ^= bits >> 16;
  bits *= 0x7feb352dU;
  bits ^= bits >> 15;
  bits *= 0x846ca68bU;
  return bits ^ (bits >> 16);
}

} // namespace

void drop(
    const float *values, float *out, uint8_t *kept, int64_t count, uint32_t threshold, float scale,
    uint64_t seed) {
  auto low = static_cast<uint32_t>(seed), high = static_cast<uint32_t>(seed >> 32);
  // Positions beyond 2³² begin anew with another key.
  for (int64_t start = 0; start < count; start += int64_t(1) << 32) {
    int64_t length = count - start < (int64_t(1) << 32) ? count - start : int64_t(1) << 32;
#pragma omp simd
    for (int64_t i = 0; i < length; i++) {
      uint32_t bits = mixed(mixed(static_cast<uint32_t>(i) + low) + high);
      bool keeps = bits >= threshold;
      kept[start + i] = keeps;
      out[start + i] = keeps ? values[start + i] * scale : 0.0f;
    }
    high = mixed(high + 1);
  }
}

void drop_gradients(
    const float *gradient, const uint8_t *kept, float *out, int64_t count, float scale) {
#pragma omp simd
  for (int64_t i = 0; i < count; i++) out[i] = kept[i] ? gradient[i] * scale : 0.0f;
}

} // namespace assay
