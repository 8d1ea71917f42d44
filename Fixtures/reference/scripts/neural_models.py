"""Outputs of forecasting networks, computed by Python torch modules other than ours.

python3 -m venv venv && venv/bin/pip install torch==2.13.0 numpy==2.4.6
venv/bin/python Fixtures/reference/scripts/neural_models.py > Fixtures/reference/neural-models.json

The models are written variable by variable and layer by layer, as the paper draws them, without the batching that
makes ours fast. Weights are named as ours are, so that both hold the same numbers; outputs are computed in double
precision from weights and inputs that single precision holds.
"""
import json
import torch
from torch import nn

# The share of elements that models made from here on drop while they learn; benchmarks set it.
RATE = 0.


class Gate(nn.Module):
    def __init__(self, inputs, size):
        super().__init__()
        self.value, self.open, self.norm = nn.Linear(inputs, size), nn.Linear(inputs, size), nn.LayerNorm(size)
        self.dropout = nn.Dropout(RATE)

    def forward(self, x, residual):
        x = self.dropout(x)
        return self.norm(residual + self.value(x) * torch.sigmoid(self.open(x)))

    def export(self, prefix):
        return {f"{prefix}.gate.weight": torch.cat([self.value.weight, self.open.weight]),
                f"{prefix}.gate.bias": torch.cat([self.value.bias, self.open.bias]),
                f"{prefix}.norm.weight": self.norm.weight, f"{prefix}.norm.bias": self.norm.bias}


def dense(prefix, layer):
    found = {f"{prefix}.weight": layer.weight}
    if layer.bias is not None:
        found[f"{prefix}.bias"] = layer.bias
    return found


class Network(nn.Module):
    def __init__(self, inputs, hidden, outputs, context=None):
        super().__init__()
        self.first, self.second = nn.Linear(inputs, hidden), nn.Linear(hidden, hidden)
        self.context = nn.Linear(context, hidden, bias=False) if context else None
        self.skip = nn.Linear(inputs, outputs) if inputs != outputs else None
        self.gate = Gate(hidden, outputs)

    def forward(self, x, c=None):
        hidden = self.first(x)
        if c is not None:
            hidden = hidden + self.context(c)
        return self.gate(self.second(nn.functional.elu(hidden)), x if self.skip is None else self.skip(x))

    def export(self, prefix):
        found = dense(f"{prefix}.first", self.first) | dense(f"{prefix}.second", self.second) | self.gate.export(prefix)
        if self.context is not None:
            found |= dense(f"{prefix}.context", self.context)
        if self.skip is not None:
            found |= dense(f"{prefix}.skip", self.skip)
        return found


class Selection(nn.Module):
    def __init__(self, variables, size):
        super().__init__()
        self.embeddings = nn.ModuleList(nn.Linear(1, size) for _ in range(variables))
        self.networks = nn.ModuleList(Network(size, size, size) for _ in range(variables))
        self.weighting = Network(variables * size, size, variables, size)

    def forward(self, x, c):
        embedded = [layer(x[..., i:i + 1]) for i, layer in enumerate(self.embeddings)]
        shares = torch.softmax(self.weighting(torch.cat(embedded, -1), c), -1)
        mixed = sum(shares[..., i:i + 1] * net(e) for i, (net, e) in enumerate(zip(self.networks, embedded)))
        return mixed, shares

    def export(self, prefix):
        nets = self.networks
        transposed = lambda pick: torch.stack([pick(n).weight.T for n in nets])
        biases = lambda pick: torch.stack([pick(n).bias[None] for n in nets])
        found = {f"{prefix}.embedding.weight": torch.stack([e.weight.T for e in self.embeddings]),
                 f"{prefix}.embedding.bias": torch.stack([e.bias[None] for e in self.embeddings])}
        for name, pick in (("first", lambda n: n.first), ("second", lambda n: n.second)):
            found[f"{prefix}.variables.{name}.weight"], found[f"{prefix}.variables.{name}.bias"] = transposed(pick), biases(pick)
        found[f"{prefix}.variables.gate.weight"] = torch.stack([torch.cat([n.gate.value.weight, n.gate.open.weight]).T for n in nets])
        found[f"{prefix}.variables.gate.bias"] = torch.stack([torch.cat([n.gate.value.bias, n.gate.open.bias])[None] for n in nets])
        found[f"{prefix}.variables.norm.weight"] = torch.stack([n.gate.norm.weight[None] for n in nets])
        found[f"{prefix}.variables.norm.bias"] = torch.stack([n.gate.norm.bias[None] for n in nets])
        return found | self.weighting.export(f"{prefix}.weighting")


class TemporalFusion(nn.Module):
    def __init__(self, series, past, future, context, horizon, size, heads, quantiles):
        super().__init__()
        self.context, self.horizon, self.heads, self.size = context, horizon, heads, size
        self.series = nn.Embedding(series, size)
        self.contexts = nn.ModuleList(Network(size, size, size) for _ in range(4))
        self.past, self.future = Selection(past, size), Selection(future, size)
        self.encoder, self.decoder = nn.LSTM(size, size, batch_first=True), nn.LSTM(size, size, batch_first=True)
        self.recurrent, self.enrichment = Gate(size, size), Network(size, size, size, size)
        each = size // heads
        self.queries = nn.ModuleList(nn.Linear(size, each) for _ in range(heads))
        self.keys = nn.ModuleList(nn.Linear(size, each) for _ in range(heads))
        self.value, self.output = nn.Linear(size, each), nn.Linear(each, size)
        self.attention_gate, self.feed_forward, self.output_gate = Gate(size, size), Network(size, size, size), Gate(size, size)
        self.head, self.dropout = nn.Linear(size, quantiles), nn.Dropout(RATE)

    def forward(self, ids, past, future):
        vector = self.series(ids)
        selection, enrichment, hidden, cell = (net(vector) for net in self.contexts)
        past_mix, past_shares = self.past(past, selection[:, None])
        future_mix, future_shares = self.future(future, selection[:, None])
        read, state = self.encoder(past_mix, (hidden[None], cell[None]))
        written, _ = self.decoder(future_mix, state)
        temporal = self.recurrent(torch.cat([read, written], 1), torch.cat([past_mix, future_mix], 1))
        enriched = self.enrichment(temporal, enrichment[:, None])
        ahead = enriched[:, self.context:]
        looks = []
        for query, key in zip(self.queries, self.keys):
            scores = query(ahead) @ key(enriched).transpose(1, 2) / (self.size // self.heads) ** .5
            for row in range(self.horizon):
                scores[:, row, self.context + row + 1:] = -torch.inf
            looks.append(torch.softmax(scores, -1))
        looks = torch.stack(looks)
        mixed = self.dropout(looks).mean(0) @ self.value(enriched)
        looks = looks.mean(0)
        joined = self.attention_gate(self.output(mixed), ahead)
        decided = self.output_gate(self.feed_forward(joined), temporal[:, self.context:])
        return self.head(decided), past_shares, future_shares, looks

    def export(self):
        found = {"series.embedding": self.series.weight}
        for name, net in zip(("selection", "enrichment", "hidden", "cell"), self.contexts):
            found |= net.export(f"contexts.{name}")
        found |= self.past.export("past") | self.future.export("future")
        for name, net in (("encoder", self.encoder), ("decoder", self.decoder)):
            for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
                found[f"{name}.{part}"] = getattr(net, f"{part}_l0")
        found |= self.recurrent.export("recurrent") | self.enrichment.export("enrichment")
        for name, parts in (("query", self.queries), ("key", self.keys)):
            found[f"attention.{name}.weight"] = torch.cat([p.weight for p in parts])
            found[f"attention.{name}.bias"] = torch.cat([p.bias for p in parts])
        found |= dense("attention.value", self.value) | dense("attention.output", self.output)
        found |= self.attention_gate.export("attention_gate") | self.feed_forward.export("feed_forward")
        return found | self.output_gate.export("output_gate") | dense("head", self.head)


class Blocks(nn.Module):
    """torch's own pre-norm encoder layers over given vectors."""
    def __init__(self, inputs, positions, used, size, layers, heads, width, outputs, causal, flat):
        super().__init__()
        self.used, self.causal, self.flat = used, causal, flat
        self.embedding, self.positions = nn.Linear(inputs, size), nn.Parameter(torch.randn(positions, size) * .5)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(size, heads, width, RATE, nn.functional.gelu, batch_first=True, norm_first=True) for _ in range(layers))
        self.norm, self.head = nn.LayerNorm(size), nn.Linear(size * used if flat else size, outputs)
        self.dropout = nn.Dropout(RATE)

    def forward(self, x):
        x = self.dropout(self.embedding(x) + self.positions[:self.used])
        mask = nn.Transformer.generate_square_subsequent_mask(self.used) if self.causal else None
        for block in self.blocks:
            x = block(x, src_mask=mask)
        x = self.norm(x)
        return self.head(x.flatten(1) if self.flat else x[:, -1])

    def export(self):
        found = dense("embedding", self.embedding) | {"embedding.positions": self.positions}
        for i, b in enumerate(self.blocks):
            p = f"blocks.{i}"
            found |= dense(f"{p}.attention_norm", b.norm1) | dense(f"{p}.feed_forward_norm", b.norm2)
            found |= {f"{p}.attention.in.weight": b.self_attn.in_proj_weight, f"{p}.attention.in.bias": b.self_attn.in_proj_bias}
            found |= dense(f"{p}.attention.out", b.self_attn.out_proj)
            found |= dense(f"{p}.feed_forward.in", b.linear1) | dense(f"{p}.feed_forward.out", b.linear2)
        return found | dense("norm", self.norm) | dense("head", self.head)


def numbers(tensor): return {"shape": list(tensor.shape), "values": [float(f"{v:.7g}") for v in tensor.detach().flatten().tolist()]}
def shake(model):
    """Norms begin as the identity, which would hide a mistake in them. Rounded so that the file holds the weights exactly."""
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(torch.tensor([float(f"{v:.7g}") for v in (p + .2 * torch.randn_like(p)).flatten().tolist()]).view(p.shape))
def rounded(*shape): return torch.round(torch.randn(*shape), decimals=3)


def main():
    torch.manual_seed(20261121)
    torch.set_num_threads(1)
    result = {"tool": f"torch {torch.__version__}", "command": "python Fixtures/reference/scripts/neural_models.py"}
    with torch.no_grad():
        model = TemporalFusion(series=3, past=4, future=2, context=6, horizon=3, size=8, heads=2, quantiles=3)
        shake(model)
        ids, past, future = torch.tensor([0, 2, 1, 2, 0]), rounded(5, 6, 4), rounded(5, 3, 2)
        exported = {k: numbers(v) for k, v in model.export().items()}
        outputs = model.eval().double()(ids, past.double(), future.double())
        result["temporal_fusion"] = {
            "weights": exported, "series": ids.tolist(), "past": numbers(past), "future": numbers(future),
            **dict(zip(("quantiles", "past_shares", "future_shares", "attention"), map(numbers, outputs)))}
        assert sum(p.numel() for p in model.parameters()) == sum(v.numel() for v in model.export().values())

        rows = rounded(3, 12, 2)
        patches = torch.stack([rows[:, s:s + 4].flatten(1) for s in range(0, 9, 2)], 1)
        model = Blocks(8, 15, 5, 8, 2, 2, 12, 1, causal=False, flat=True)
        shake(model)
        result["patch_transformer"] = {"weights": {k: numbers(v) for k, v in model.export().items()}, "input": numbers(rows), "output": numbers(model.eval().double()(patches.double()))}

        rows = rounded(3, 7, 3)
        model = Blocks(3, 7, 7, 8, 2, 4, 12, 2, causal=True, flat=False)
        shake(model)
        result["encoder_transformer"] = {"weights": {k: numbers(v) for k, v in model.export().items()}, "input": numbers(rows), "output": numbers(model.eval().double()(rows.double()))}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
