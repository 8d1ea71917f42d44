"""W10 with Python torch: the same network, weights and batches as ours, from the files that ours wrote.

training.py FOLDER FORM WARM RUNS DROPOUT DEVICE PRECISION

FORM is "written" (variable by variable, as the paper draws it: Fixtures/reference/scripts/neural_models.py) or
"batched" (the variables' networks as batches of matrices; for the TFT). Prints one JSON line with all losses.
"""
import json, os, sys, time
import numpy as np
import torch
from torch import nn

sys.path.insert(0, os.environ["REFERENCE_SCRIPTS"])
import neural_models

folder, form, warm, runs, rate, device, precision = sys.argv[1:8]
warm, runs, neural_models.RATE = int(warm), int(runs), float(rate)
torch.set_num_threads(1)
spec = json.load(open(f"{folder}/training.json"))
shape, context, horizon, known = spec["model"], spec["context"], spec["horizon"], spec["known"]


class BatchedSelection(nn.Module):
    """The selection of variables with one product of matrices for all of them."""
    def __init__(self, variables, size):
        super().__init__()
        free = lambda *s: nn.Parameter(torch.zeros(*s))
        self.embedding_weight, self.embedding_bias = free(variables, 1, size), free(variables, 1, size)
        self.first_weight, self.first_bias = free(variables, size, size), free(variables, 1, size)
        self.second_weight, self.second_bias = free(variables, size, size), free(variables, 1, size)
        self.gate_weight, self.gate_bias = free(variables, size, 2 * size), free(variables, 1, 2 * size)
        self.norm_weight, self.norm_bias = free(variables, 1, size), free(variables, 1, size)
        self.weighting, self.dropout, self.size = neural_models.Network(variables * size, size, variables, size), nn.Dropout(neural_models.RATE), size

    def forward(self, x, c):
        batch, rows, variables = x.shape
        embedded = x.reshape(-1, variables).T[:, :, None] * self.embedding_weight + self.embedding_bias
        shares = torch.softmax(self.weighting(embedded.transpose(0, 1).reshape(batch, rows, -1), c), -1)
        hidden = nn.functional.elu(torch.baddbmm(self.first_bias, embedded, self.first_weight))
        hidden = self.dropout(torch.baddbmm(self.second_bias, hidden, self.second_weight))
        hidden = nn.functional.glu(torch.baddbmm(self.gate_bias, hidden, self.gate_weight))
        standard = nn.functional.layer_norm(embedded + hidden, (self.size,)) * self.norm_weight + self.norm_bias
        factors = shares.reshape(-1, variables).T[:, :, None]
        return (standard * factors).sum(0).reshape(batch, rows, -1), shares

    def export(self, prefix):
        found = {f"{prefix}.embedding.{p}": getattr(self, f"embedding_{p}") for p in ("weight", "bias")}
        for part in ("first", "second", "gate", "norm"):
            found |= {f"{prefix}.variables.{part}.{p}": getattr(self, f"{part}_{p}") for p in ("weight", "bias")}
        return found | self.weighting.export(f"{prefix}.weighting")


def build():
    if "quantiles" in shape:
        if form == "batched":
            neural_models.Selection = BatchedSelection
        return neural_models.TemporalFusion(1, spec["features"], known + 1, context, horizon, shape["d_model"], shape["n_heads"], len(shape["quantiles"]))
    used = (context - shape["patch_length"]) // shape["stride"] + 1
    positions = next(w["shape"][0] for w in spec["weights"] if w["name"] == "embedding.positions")
    return neural_models.Blocks(shape["patch_length"] * spec["features"], positions, used, shape["d_model"], shape["n_layers"], shape["n_heads"],
                                shape["d_ff"], 1, causal=False, flat=True)


@torch.no_grad()
def adopt(model):
    """Puts our weights in: the model exports the number of each of its weights, which says where each of ours goes."""
    own, start = list(model.parameters()), 0
    for p in own:
        p.copy_(torch.arange(start, start + p.numel(), dtype=torch.float64).view(p.shape))
        start += p.numel()
    places = {name: t.detach().flatten().numpy() for name, t in model.double().export().items()} if start >= 1 << 24 else None
    if places is None:
        places = {name: t.detach().flatten().numpy() for name, t in model.export().items()}
    flat, given, at = np.zeros(start, np.float32), np.fromfile(f"{folder}/weights.f32", np.float32), 0
    for w in spec["weights"]:
        count = int(np.prod(w["shape"]))
        flat[places[w["name"]].astype(np.int64)] = given[at:at + count]
        at += count
    assert at == start == len(given), "the models have different numbers of weights"
    model.float()
    start = 0
    for p in model.parameters():
        p.copy_(torch.from_numpy(flat[start:start + p.numel()]).view(p.shape))
        start += p.numel()


def gather(rows):
    """The inputs and targets of one batch of samples."""
    first = torch.tensor(rows, device=device)[:, None]
    past = features[first + torch.arange(context, device=device)]
    decision = first[:, 0] + context - 1
    if "quantiles" not in shape:
        patches = [past[:, s:s + shape["patch_length"]].flatten(1) for s in range(0, context - shape["patch_length"] + 1, shape["stride"])]
        return torch.stack(patches, 1), targets[decision]
    ahead = features[first + context + torch.arange(horizon, device=device)][..., spec["features"] - known:]
    steps = (torch.arange(1, horizon + 1, device=device) / horizon).expand(len(rows), -1)[..., None]
    return (torch.zeros(len(rows), dtype=torch.long, device=device), past, torch.cat([ahead, steps], -1)), targets[decision]


def loss_of(inputs, wanted):
    with torch.autocast(device.split(":")[0], torch.bfloat16, enabled=precision == "bf16"):
        if "quantiles" not in shape:
            return nn.functional.mse_loss(model(inputs), wanted)
        error = wanted[..., None] - model(*inputs)[0]
        return torch.maximum(levels * error, (levels - 1) * error).sum(-1).mean()


features = torch.from_numpy(np.fromfile(f"{folder}/features.f32", np.float32).reshape(-1, spec["features"])).to(device)
returns = np.fromfile(f"{folder}/returns.f64").reshape(-1, horizon)
spread = returns[spec["decisions"]].std(0)
center = 0 if "quantiles" in shape else returns[spec["decisions"]].mean(0)
targets = torch.from_numpy(((returns - center) / spread).astype(np.float32)).to(device)
model = build()
adopt(model)
model.to(device).train()
if "quantiles" in shape:
    levels = torch.tensor(shape["quantiles"], device=device)
teaching = spec["training"]
optimizer = torch.optim.AdamW(model.parameters(), lr=teaching["learning_rate"], weight_decay=teaching["weight_decay"], fused=os.environ.get("FUSED") == "1")

losses, wall, cpu = [], [], []
for number, rows in enumerate(spec["batches"][:warm + runs]):
    started, used = time.perf_counter(), time.process_time()
    optimizer.zero_grad(set_to_none=True)
    loss = loss_of(*gather(rows))
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), teaching["gradient_norm"])
    optimizer.step()
    losses.append(loss.item())
    if number >= warm:
        wall.append(time.perf_counter() - started)
        cpu.append(time.process_time() - used)
peak = next(int(line.split()[1]) / 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({
    "workload": f"W10.step.{spec['name']}", "peer": f"torch-{form}", "version": f"{torch.__version__}, 1 thread",
    "size": f"{sum(p.numel() for p in model.parameters())} parameters, batch {len(spec['batches'][0])}, dropout {neural_models.RATE}, {device}, {precision}",
    "median_s": float(np.median(wall)), "min_s": min(wall), "median_cpu_s": float(np.median(cpu)), "min_cpu_s": min(cpu), "runs": runs,
    "peak_rss_mib": round(peak, 1), "losses": losses}), flush=True)
