#include "selection.h"
#include "selection_kernels.h"

#include <torch/csrc/autograd/custom_function.h>

#include <cmath>

namespace assay {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

// Elsewhere, and under reduced precision, the library's own operations do the same.
bool fits_kernels(std::initializer_list<at::Tensor> tensors) {
  static const bool usable = kernels_run_here();
  if (!usable) return false;
  for (const auto &tensor : tensors) {
    if (!tensor.is_cpu() || tensor.scalar_type() != at::kFloat) return false;
  }
  return true;
}

Extent extent_of(const at::Tensor &x, int64_t size) { return {x.size(0), x.size(1), size}; }

const float *floats(const at::Tensor &tensor) { return tensor.const_data_ptr<float>(); }

float *room(at::Tensor &tensor) { return tensor.mutable_data_ptr<float>(); }

struct Lift : Function<Lift> {
  static at::Tensor forward(
      AutogradContext *context, const at::Tensor &x, const at::Tensor &slope,
      const at::Tensor &offset) {
    auto extent = extent_of(x, slope.size(2));
    auto out = at::empty({extent.variables, extent.rows, extent.size}, slope.options());
    lift(floats(x), floats(slope), floats(offset), room(out), extent);
    context->save_for_backward({x, out});
    return out;
  }

  static variable_list backward(AutogradContext *context, variable_list gradients) {
    auto saved = context->get_saved_variables();
    const auto &x = saved[0], &out = saved[1];
    auto gradient = gradients[0].contiguous();
    auto extent = extent_of(x, out.size(2));
    auto slope = at::empty({extent.variables, 1, extent.size}, out.options());
    auto offset = at::empty_like(slope);
    lift_gradients(floats(x), floats(out), floats(gradient), room(slope), room(offset), extent);
    return {at::Tensor(), slope, offset};
  }
};

struct Mixture : Function<Mixture> {
  static at::Tensor forward(
      AutogradContext *context, const at::Tensor &gates, const at::Tensor &x,
      const at::Tensor &embedding_weight, const at::Tensor &embedding_bias,
      const at::Tensor &norm_weight, const at::Tensor &norm_bias, const at::Tensor &shares,
      double epsilon) {
    auto extent = extent_of(x, norm_weight.size(2));
    auto out = at::empty({extent.rows, extent.size}, gates.options());
    auto moments = at::empty({extent.variables, extent.rows, 2}, gates.options());
    mix(floats(gates), floats(x),
        {floats(embedding_weight), floats(embedding_bias), floats(norm_weight), floats(norm_bias)},
        floats(shares), room(out), room(moments), static_cast<float>(epsilon), extent);
    context->save_for_backward(
        {gates, x, embedding_weight, embedding_bias, norm_weight, norm_bias, shares, moments});
    return out;
  }

  static variable_list backward(AutogradContext *context, variable_list gradients) {
    auto saved = context->get_saved_variables();
    const auto &gates = saved[0], &x = saved[1], &shares = saved[6];
    auto gradient = gradients[0].contiguous();
    auto extent = extent_of(x, saved[4].size(2));
    auto of_gates = at::empty_like(gates), of_shares = at::empty_like(shares);
    at::Tensor sums[4];
    for (auto &sum : sums) sum = at::empty({extent.variables, 1, extent.size}, gates.options());
    mix_gradients(
        floats(gates), floats(x), {floats(saved[2]), floats(saved[3]), floats(saved[4]), floats(saved[5])},
        floats(shares), floats(saved[7]), floats(gradient), room(of_gates),
        {room(sums[0]), room(sums[1]), room(sums[2]), room(sums[3])}, room(of_shares), extent);
    return {of_gates, at::Tensor(), sums[0], sums[1], sums[2], sums[3], of_shares, at::Tensor()};
  }
};

struct Drop : Function<Drop> {
  static at::Tensor forward(
      AutogradContext *context, const at::Tensor &values, double probability, int64_t seed) {
    auto out = at::empty_like(values);
    auto kept = at::empty_like(values, values.options().dtype(at::kByte));
    auto scale = static_cast<float>(1 / (1 - probability));
    drop(
        floats(values), room(out), kept.mutable_data_ptr<uint8_t>(), values.numel(),
        static_cast<uint32_t>(std::ldexp(probability, 32)), scale, static_cast<uint64_t>(seed));
    context->save_for_backward({kept});
    context->saved_data["scale"] = static_cast<double>(scale);
    return out;
  }

  static variable_list backward(AutogradContext *context, variable_list gradients) {
    auto kept = context->get_saved_variables()[0];
    auto gradient = gradients[0].contiguous();
    auto out = at::empty_like(gradient);
    drop_gradients(
        floats(gradient), kept.const_data_ptr<uint8_t>(), room(out), gradient.numel(),
        static_cast<float>(context->saved_data["scale"].toDouble()));
    return {out, at::Tensor(), at::Tensor()};
  }
};

} // namespace

at::Tensor lifted(const at::Tensor &x, const at::Tensor &slope, const at::Tensor &offset) {
  TORCH_CHECK(!x.requires_grad(), "the lifted values cannot have a gradient");
  if (fits_kernels({x, slope, offset})) {
    return Lift::apply(x.contiguous(), slope.contiguous(), offset.contiguous());
  }
  return at::elu(at::baddbmm(offset, x.t().unsqueeze(-1), slope));
}

at::Tensor mixture(
    const at::Tensor &gates, const at::Tensor &x, const at::Tensor &embedding_weight,
    const at::Tensor &embedding_bias, const at::Tensor &norm_weight, const at::Tensor &norm_bias,
    const at::Tensor &shares, double epsilon) {
  TORCH_CHECK(!x.requires_grad(), "the mixed values cannot have a gradient");
  if (fits_kernels(
          {gates, x, embedding_weight, embedding_bias, norm_weight, norm_bias, shares})) {
    return Mixture::apply(
        gates.contiguous(), x.contiguous(), embedding_weight.contiguous(),
        embedding_bias.contiguous(), norm_weight.contiguous(), norm_bias.contiguous(),
        shares.contiguous(), epsilon);
  }
  auto columns = x.t().unsqueeze(-1);
  auto sum = at::add(columns * embedding_weight + embedding_bias, at::glu(gates, -1));
  auto standard = at::layer_norm(sum, {sum.size(-1)}, {}, {}, epsilon);
  auto normed = standard * norm_weight + norm_bias;
  return at::sum(normed * shares.t().unsqueeze(-1), at::IntArrayRef({0}));
}

at::Tensor dropped(const at::Tensor &values, double probability, at::Generator generator) {
  if (fits_kernels({values}) && probability < 1) {
    auto seed = at::empty({1}, at::TensorOptions().dtype(at::kLong)).random_(generator);
    return Drop::apply(values.contiguous(), probability, seed.item<int64_t>());
  }
  auto kept = at::empty_like(values, values.options().requires_grad(false));
  {
    at::NoGradGuard guard;
    kept.bernoulli_(1 - probability, generator).div_(1 - probability);
  }
  return at::mul(values, kept);
}

} // namespace assay
