"""Records block lengths of the stationary bootstrap as the package arch chooses them.

Run: python Fixtures/reference/scripts/block_length.py > Fixtures/reference/block-length.json
Needs: pip install arch==8.0.0
"""

import json

import arch
import numpy
from arch.bootstrap import optimal_block_length


def series(kind, count, seed):
    """Values rounded to 6 decimals, so that both sides read the same numbers."""
    noise = numpy.random.default_rng(seed).standard_normal(count)
    values = noise.copy()
    for row in range(1, count):
        if kind == "persistent":
            values[row] = 0.8 * values[row - 1] + noise[row]
        if kind == "reverting":
            values[row] = -0.5 * values[row - 1] + noise[row]
    if kind == "overlapping":
        values = numpy.convolve(noise, numpy.ones(5), mode="same")
    return [round(float(value), 6) for value in values]


cases = []
for kind, count, seed in [
    ("independent", 300, 1),
    ("persistent", 300, 2),
    ("reverting", 200, 3),
    ("overlapping", 250, 4),
    ("persistent", 40, 5),
]:
    values = series(kind, count, seed)
    length = float(optimal_block_length(numpy.array(values))["stationary"].iloc[0])
    cases.append({"kind": kind, "values": values, "stationary": length})

print(
    json.dumps(
        {
            "tool": "arch",
            "version": arch.__version__,
            "command": "python Fixtures/reference/scripts/block_length.py",
            "cases": cases,
        }
    )
)
