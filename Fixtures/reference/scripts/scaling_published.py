"""Power laws of published validation losses, computed by numpy and scipy.

.deps/bench-venv/bin/python Fixtures/reference/scripts/scaling_published.py

Writes Fixtures/reference/scaling-published.csv and Fixtures/reference/scaling-published.json. The losses are the best
validation losses (of 19 samples each) that a public study of SPY found for four budgets and three horizons. The
numbers of parameters are those of the fixed patch transformers of each budget with 20 features, context 60, patches
of 10 rows and stride 10, by the formula of docs/scaling.md.
"""
import csv
import json
import pathlib

import numpy as np
import scipy
from scipy import stats

HERE = pathlib.Path(__file__).resolve().parent.parent
SHAPES = {"2M": (192, 4, 768), "20M": (512, 6, 2048), "200M": (1024, 16, 4096), "2B": (2304, 32, 9216)}
LOSSES = {
    1: {"2M": 0.314, "20M": 0.346, "200M": 0.349, "2B": 0.360},
    3: {"2M": 0.254, "20M": 0.304, "200M": 0.328, "2B": 0.372},
    5: {"2M": 0.337, "20M": 0.346, "200M": 0.352, "2B": 0.358},
}


def parameters(d, layers, ff, features=20, patch=10, stride=10, context=60):
    n = (context - patch) // stride + 1
    block = 4 * d * d + 4 * d + 2 * d * ff + ff + d + 4 * d
    return patch * features * d + d + (n + 10) * d + layers * block + 2 * d + n * d + 1


sizes = {budget: parameters(*shape) for budget, shape in SHAPES.items()}
with open(HERE / "scaling-published.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["budget", "param_count", "horizon", "val_loss"])
    for horizon, losses in LOSSES.items():
        for budget, loss in losses.items():
            writer.writerow([budget, sizes[budget], horizon, loss])

laws = {}
for horizon, losses in LOSSES.items():
    x = np.log([sizes[budget] for budget in losses])
    y = np.log(list(losses.values()))
    fit = stats.linregress(x, y)
    slope, intercept = np.polyfit(x, y, 1)
    assert abs(slope - fit.slope) < 1e-12
    width = stats.t.ppf(0.975, len(x) - 2) * fit.stderr
    laws[f"h{horizon}"] = {
        "alpha": -fit.slope, "coefficient": float(np.exp(intercept)), "r_squared": fit.rvalue ** 2,
        "lower": -fit.slope - width, "upper": -fit.slope + width, "reduction_per_tenfold": 1 - 10 ** fit.slope,
    }
with open(HERE / "scaling-published.json", "w") as file:
    json.dump({
        "tools": {"numpy": np.__version__, "scipy": scipy.__version__},
        "command": "python Fixtures/reference/scripts/scaling_published.py",
        "laws": laws,
    }, file, indent=1)
    file.write("\n")
