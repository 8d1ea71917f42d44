// The table of CTorch.h over libtorch. Every entry is noexcept: an exception of the library becomes
// null or nonzero and a message for the calling thread.
//
// Only ATen is included, never torch/torch.h: half the compile time, and nothing of the C++
// frontend is needed.
#include "../include/CTorch.h"
#include "block_cache.h"
#include "selection.h"

#include <ATen/ATen.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <torch/csrc/api/include/torch/version.h>

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

struct assay_torch_tensor_s {
  at::Tensor value;
};

struct assay_torch_generator_s {
  at::Generator value;
};

struct assay_torch_adam_s {
  std::vector<at::Tensor> parameters, first, second;
  int64_t steps = 0;
  double beta1, beta2, epsilon, weight_decay;
  bool decoupled;
};

namespace {

thread_local std::string message;
std::atomic<int64_t> live{0};

torch_tensor wrap(at::Tensor tensor) {
  auto handle = new assay_torch_tensor_s{std::move(tensor)};
  live.fetch_add(1, std::memory_order_relaxed);
  return handle;
}

template <class Body> bool guarded(Body &&body) noexcept {
  try {
    body();
    return true;
  } catch (const c10::Error &error) {
    message = error.what_without_backtrace();
  } catch (const std::exception &error) {
    message = error.what();
  } catch (...) {
    message = "an unknown exception";
  }
  return false;
}

template <class Body> torch_tensor make(Body &&body) noexcept {
  torch_tensor result = nullptr;
  guarded([&] { result = wrap(body()); });
  return result;
}

template <class Body> int run(Body &&body) noexcept { return guarded(body) ? 0 : 1; }

at::Device device_of(int device) {
  return device < 0 ? at::Device(at::kCPU)
                    : at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(device));
}

at::IntArrayRef sizes_of(const int64_t *shape, int rank) {
  return at::IntArrayRef(shape, static_cast<size_t>(rank));
}

at::TensorOptions floats_on(int device) {
  return at::TensorOptions().dtype(at::kFloat).device(device_of(device));
}

std::vector<at::Tensor> tensors_of(const torch_tensor *tensors, int count) {
  std::vector<at::Tensor> values;
  values.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; i++) values.push_back(tensors[i]->value);
  return values;
}

// MARK: The process

const char *last_error() { return message.c_str(); }
const char *compiled_version() { return TORCH_VERSION; }
const char *build_settings() {
  static thread_local std::string text;
  guarded([&] { text = at::show_config(); });
  return text.c_str();
}
int cuda_device_count() {
  int count = 0;
  guarded([&] { count = at::hasCUDA() ? static_cast<int>(at::detail::getCUDAHooks().getNumGPUs()) : 0; });
  return count;
}
int64_t live_tensors() { return live.load(); }

// The small arrays of tensors and gradients stay with the process; large ones have a cache.
void prepare_memory() {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 2147483647);
#endif
  assay::install_block_cache();
}
void set_threads(int count) {
  guarded([&] { at::set_num_threads(count); });
}
int threads() { return at::get_num_threads(); }
int set_deterministic(bool on) {
  return run([&] {
    // Read by cuBLAS when it begins; without it the library refuses to be deterministic.
    if (on) setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);
    auto &context = at::globalContext();
    context.setDeterministicAlgorithms(on, false);
    context.setDeterministicFillUninitializedMemory(false);
    context.setDeterministicCuDNN(on);
    context.setBenchmarkCuDNN(!on);
  });
}
bool set_gradients(bool on) {
  bool before = at::GradMode::is_enabled();
  at::GradMode::set_enabled(on);
  return before;
}
int set_autocast(int device, bool on) {
  return run([&] {
    auto type = device_of(device).type();
    at::autocast::set_autocast_dtype(type, at::kBFloat16);
    at::autocast::set_autocast_enabled(type, on);
    if (!on) at::autocast::clear_cache();
  });
}

// MARK: Random numbers

torch_generator generator_create(uint64_t seed, int device) {
  torch_generator result = nullptr;
  guarded([&] {
    auto generator = at::globalContext().defaultGenerator(device_of(device)).clone();
    generator.set_current_seed(seed);
    result = new assay_torch_generator_s{std::move(generator)};
  });
  return result;
}
void generator_free(torch_generator generator) { delete generator; }
int64_t generator_state(torch_generator generator, uint8_t *into, int64_t capacity) {
  int64_t count = -1;
  guarded([&] {
    auto state = generator->value.get_state().contiguous();
    if (into != nullptr) {
      TORCH_CHECK(state.numel() <= capacity, "the state has ", state.numel(), " bytes");
      std::memcpy(into, state.data_ptr<uint8_t>(), static_cast<size_t>(state.numel()));
    }
    count = state.numel();
  });
  return count;
}
int generator_restore(torch_generator generator, const uint8_t *bytes, int64_t count) {
  return run([&] {
    auto state = at::empty({count}, at::TensorOptions().dtype(at::kByte));
    std::memcpy(state.data_ptr<uint8_t>(), bytes, static_cast<size_t>(count));
    generator->value.set_state(state);
  });
}

// MARK: Making and reading tensors

torch_tensor from_floats(const float *values, const int64_t *shape, int rank, int device) {
  return make([&] {
    auto borrowed = at::from_blob(const_cast<float *>(values), sizes_of(shape, rank), at::kFloat);
    return device < 0 ? borrowed.clone() : borrowed.to(device_of(device));
  });
}
torch_tensor from_integers(const int64_t *values, const int64_t *shape, int rank, int device) {
  return make([&] {
    auto borrowed = at::from_blob(const_cast<int64_t *>(values), sizes_of(shape, rank), at::kLong);
    return device < 0 ? borrowed.clone() : borrowed.to(device_of(device));
  });
}
torch_tensor full(double value, const int64_t *shape, int rank, int device) {
  return make([&] { return at::full(sizes_of(shape, rank), value, floats_on(device)); });
}
torch_tensor uniform(
    double low, double high, const int64_t *shape, int rank, torch_generator generator, int device) {
  return make([&] {
    return at::empty(sizes_of(shape, rank), floats_on(device))
        .uniform_(low, high, generator->value);
  });
}
torch_tensor normal(
    double deviation, const int64_t *shape, int rank, torch_generator generator, int device) {
  return make([&] {
    return at::empty(sizes_of(shape, rank), floats_on(device))
        .normal_(0, deviation, generator->value);
  });
}
torch_tensor causal_mask(int64_t rows, int64_t columns, int device) {
  return make([&] {
    auto options = at::TensorOptions().dtype(at::kBool).device(device_of(device));
    return at::ones({rows, columns}, options).triu(columns - rows + 1);
  });
}
void free_tensor(torch_tensor tensor) {
  live.fetch_sub(1, std::memory_order_relaxed);
  delete tensor;
}
int rank(torch_tensor tensor) { return static_cast<int>(tensor->value.dim()); }
int64_t size(torch_tensor tensor, int dimension) {
  int64_t result = -1;
  guarded([&] { result = tensor->value.size(dimension); });
  return result;
}
int64_t count(torch_tensor tensor) { return tensor->value.numel(); }
int read_floats(torch_tensor tensor, float *out, int64_t count) {
  return run([&] {
    auto values = tensor->value.detach().to(at::kCPU, at::kFloat).contiguous();
    TORCH_CHECK(values.numel() == count, "the tensor has ", values.numel(), " elements");
    std::memcpy(out, values.data_ptr<float>(), static_cast<size_t>(count) * sizeof(float));
  });
}
int item(torch_tensor tensor, double *out) {
  return run([&] { *out = tensor->value.item().toDouble(); });
}
int copy_floats(torch_tensor to, const float *values, int64_t count) {
  return run([&] {
    at::NoGradGuard guard;
    TORCH_CHECK(to->value.numel() == count, "the tensor has ", to->value.numel(), " elements");
    to->value.copy_(
        at::from_blob(const_cast<float *>(values), {count}, at::kFloat).view(to->value.sizes()));
  });
}

// MARK: Operations

torch_tensor binary(int operation, torch_tensor left, torch_tensor right) {
  return make([&] {
    const auto &a = left->value, &b = right->value;
    switch (operation) {
    case TORCH_ADD: return at::add(a, b);
    case TORCH_MULTIPLY: return at::mul(a, b);
    case TORCH_MATMUL: return at::matmul(a, b);
    default: TORCH_CHECK(false, "no such operation");
    }
  });
}
torch_tensor unary(int operation, torch_tensor tensor) {
  return make([&] {
    const auto &a = tensor->value;
    switch (operation) {
    case TORCH_GELU: return at::gelu(a);
    case TORCH_ELU: return at::elu(a);
    case TORCH_SIGMOID: return at::sigmoid(a);
    default: TORCH_CHECK(false, "no such operation");
    }
  });
}
torch_tensor scale(torch_tensor tensor, double factor) {
  return make([&] { return at::mul(tensor->value, factor); });
}
torch_tensor linear(torch_tensor tensor, torch_tensor weight, torch_tensor bias) {
  return make([&] {
    return at::linear(
        tensor->value, weight->value,
        bias != nullptr ? std::optional<at::Tensor>(bias->value) : std::nullopt);
  });
}
torch_tensor linear_each(torch_tensor tensor, torch_tensor weight, torch_tensor bias) {
  return make([&] { return at::baddbmm(bias->value, tensor->value, weight->value); });
}
torch_tensor lifted(torch_tensor tensor, torch_tensor slope, torch_tensor offset) {
  return make([&] { return assay::lifted(tensor->value, slope->value, offset->value); });
}
torch_tensor mixture(
    torch_tensor gates, torch_tensor tensor, torch_tensor embedding_weight,
    torch_tensor embedding_bias, torch_tensor norm_weight, torch_tensor norm_bias,
    torch_tensor shares, double epsilon) {
  return make([&] {
    return assay::mixture(
        gates->value, tensor->value, embedding_weight->value, embedding_bias->value,
        norm_weight->value, norm_bias->value, shares->value, epsilon);
  });
}
torch_tensor softmax(torch_tensor tensor, int dimension) {
  return make([&] { return at::softmax(tensor->value, dimension); });
}
torch_tensor glu(torch_tensor tensor, int dimension) {
  return make([&] { return at::glu(tensor->value, dimension); });
}
torch_tensor layer_norm(
    torch_tensor tensor, torch_tensor weight, torch_tensor bias, double epsilon) {
  return make([&] {
    return at::layer_norm(
        tensor->value, weight->value.sizes(), weight->value, bias->value, epsilon);
  });
}
torch_tensor dropout(torch_tensor tensor, double probability, torch_generator generator) {
  return make([&] { return assay::dropped(tensor->value, probability, generator->value); });
}
torch_tensor embedding(torch_tensor weight, torch_tensor indices) {
  return make([&] { return at::embedding(weight->value, indices->value); });
}
torch_tensor reshape(torch_tensor tensor, const int64_t *shape, int rank) {
  return make([&] { return tensor->value.reshape(sizes_of(shape, rank)); });
}
torch_tensor permute(torch_tensor tensor, const int64_t *order, int rank) {
  return make([&] { return tensor->value.permute(sizes_of(order, rank)); });
}
torch_tensor transpose(torch_tensor tensor, int one, int other) {
  return make([&] {
    return tensor->value.transpose(static_cast<int64_t>(one), static_cast<int64_t>(other));
  });
}
torch_tensor narrow(torch_tensor tensor, int dimension, int64_t start, int64_t length) {
  return make([&] {
    return tensor->value.narrow(static_cast<int64_t>(dimension), start, length);
  });
}
torch_tensor select(torch_tensor tensor, int dimension, int64_t index) {
  return make([&] { return tensor->value.select(static_cast<int64_t>(dimension), index); });
}
torch_tensor unsqueeze(torch_tensor tensor, int dimension) {
  return make([&] { return tensor->value.unsqueeze(dimension); });
}
torch_tensor index_rows(torch_tensor tensor, const int64_t *rows, int64_t count) {
  return make([&] {
    auto index = at::from_blob(const_cast<int64_t *>(rows), {count}, at::kLong);
    return at::index_select(tensor->value, 0, index.to(tensor->value.device()));
  });
}
torch_tensor cat(const torch_tensor *tensors, int count, int dimension) {
  return make([&] {
    return at::cat(tensors_of(tensors, count), static_cast<int64_t>(dimension));
  });
}
torch_tensor sum_over(torch_tensor tensor, int dimension, bool keeps) {
  return make([&] {
    return tensor->value.sum(at::IntArrayRef({static_cast<int64_t>(dimension)}), keeps);
  });
}
torch_tensor mean_over(torch_tensor tensor, int dimension, bool keeps) {
  return make([&] {
    return tensor->value.mean(at::IntArrayRef({static_cast<int64_t>(dimension)}), keeps);
  });
}
torch_tensor masked_fill(torch_tensor tensor, torch_tensor mask, double value) {
  return make([&] { return tensor->value.masked_fill(mask->value, value); });
}
torch_tensor attention(torch_tensor query, torch_tensor key, torch_tensor value, bool causal) {
  return make([&] {
    return at::scaled_dot_product_attention(
        query->value, key->value, value->value, {}, 0.0, causal);
  });
}
int lstm(
    torch_tensor tensor, torch_tensor hidden, torch_tensor cell, const torch_tensor *weights,
    int layers, torch_tensor *out) {
  return run([&] {
    auto results = at::lstm(
        tensor->value, {hidden->value, cell->value}, tensors_of(weights, 4 * layers), true, layers,
        0.0, at::GradMode::is_enabled(), false, true);
    out[0] = wrap(std::get<0>(results));
    out[1] = wrap(std::get<1>(results));
    out[2] = wrap(std::get<2>(results));
  });
}
torch_tensor binary_cross_entropy(torch_tensor logits, torch_tensor target) {
  return make([&] {
    return at::binary_cross_entropy_with_logits(logits->value, target->value);
  });
}
torch_tensor mean_squared_error(torch_tensor tensor, torch_tensor target) {
  return make([&] { return at::mse_loss(tensor->value, target->value); });
}
torch_tensor quantile_loss(
    torch_tensor tensor, torch_tensor target, const double *quantiles, int count) {
  return make([&] {
    auto error = target->value.unsqueeze(-1) - tensor->value;
    auto levels = at::from_blob(const_cast<double *>(quantiles), {count}, at::kDouble)
                      .to(error.options().requires_grad(false));
    return at::maximum(levels * error, (levels - 1) * error).sum(-1).mean();
  });
}

// MARK: Gradients and the optimiser

int require_gradient(torch_tensor tensor) {
  return run([&] { tensor->value.set_requires_grad(true); });
}
int backward(torch_tensor loss) {
  return run([&] { loss->value.backward(); });
}
int gradient(torch_tensor tensor, torch_tensor *out) {
  return run([&] {
    const auto &found = tensor->value.grad();
    *out = found.defined() ? wrap(found) : nullptr;
  });
}
torch_adam adam_create(
    const torch_tensor *parameters, int count, double beta1, double beta2, double epsilon,
    double weight_decay, bool decoupled) {
  torch_adam result = nullptr;
  guarded([&] {
    auto adam = std::make_unique<assay_torch_adam_s>();
    adam->parameters = tensors_of(parameters, count);
    for (const auto &parameter : adam->parameters) {
      adam->first.push_back(at::zeros_like(parameter.detach()));
      adam->second.push_back(at::zeros_like(parameter.detach()));
    }
    adam->beta1 = beta1;
    adam->beta2 = beta2;
    adam->epsilon = epsilon;
    adam->weight_decay = weight_decay;
    adam->decoupled = decoupled;
    result = adam.release();
  });
  return result;
}
void adam_free(torch_adam adam) { delete adam; }
int adam_clear(torch_adam adam) {
  return run([&] {
    for (auto &parameter : adam->parameters) parameter.mutable_grad() = at::Tensor();
  });
}
int adam_clip(torch_adam adam, double largest_norm, double *norm) {
  return run([&] {
    at::NoGradGuard guard;
    std::vector<at::Tensor> gradients;
    for (const auto &parameter : adam->parameters) {
      if (parameter.grad().defined()) gradients.push_back(parameter.grad());
    }
    TORCH_CHECK(!gradients.empty(), "no parameter has a gradient");
    *norm = at::stack(at::_foreach_norm(gradients)).norm().item().toDouble();
    if (*norm > largest_norm) at::_foreach_mul_(gradients, largest_norm / (*norm + 1e-6));
  });
}
int adam_step(torch_adam adam, double rate) {
  return run([&] {
    at::NoGradGuard guard;
    std::vector<at::Tensor> parameters, gradients, first, second;
    for (size_t i = 0; i < adam->parameters.size(); i++) {
      auto gradient = adam->parameters[i].grad();
      if (!gradient.defined()) continue;
      parameters.push_back(adam->parameters[i]);
      gradients.push_back(gradient);
      first.push_back(adam->first[i]);
      second.push_back(adam->second[i]);
    }
    adam->steps++;
    double steps = static_cast<double>(adam->steps);
    double correction1 = 1 - std::pow(adam->beta1, steps);
    double correction2 = 1 - std::pow(adam->beta2, steps);
    if (adam->weight_decay != 0) {
      if (adam->decoupled) {
        at::_foreach_mul_(parameters, 1 - rate * adam->weight_decay);
      } else {
        gradients = at::_foreach_add(gradients, parameters, adam->weight_decay);
      }
    }
    at::_foreach_lerp_(first, gradients, 1 - adam->beta1);
    at::_foreach_mul_(second, adam->beta2);
    at::_foreach_addcmul_(second, gradients, gradients, 1 - adam->beta2);
    auto deviation = at::_foreach_sqrt(second);
    at::_foreach_div_(deviation, std::sqrt(correction2));
    at::_foreach_add_(deviation, adam->epsilon);
    at::_foreach_addcdiv_(parameters, first, deviation, -rate / correction1);
  });
}
int64_t adam_steps(torch_adam adam) { return adam->steps; }
int adam_set_steps(torch_adam adam, int64_t steps) {
  adam->steps = steps;
  return 0;
}
torch_tensor adam_moment(torch_adam adam, int order, int parameter) {
  return make([&] {
    auto &moments = order == 1 ? adam->first : adam->second;
    return moments.at(static_cast<size_t>(parameter));
  });
}

auto free = free_tensor;

const torch_functions table = {
#define ASSAY_TORCH_ENTRY(result, name, parameters) name,
    ASSAY_TORCH_FUNCTIONS(ASSAY_TORCH_ENTRY)
#undef ASSAY_TORCH_ENTRY
};

} // namespace

extern "C" __attribute__((visibility("default"))) const torch_functions *assay_torch_table(
    int version) {
  return version == ASSAY_TORCH_TABLE ? &table : nullptr;
}
