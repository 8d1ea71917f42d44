"""Reference values of change points, computed by tools other than ours.

python3 -m venv venv && venv/bin/pip install ruptures==1.1.10 scipy==1.17.1 numpy==2.4.6
venv/bin/python Fixtures/reference/scripts/change-points.py > Fixtures/reference/change-points.json
"""
import json, warnings
warnings.filterwarnings("ignore")
import numpy as np, ruptures, scipy
from ruptures.base import BaseCost
from scipy import stats

g = np.random.Generator(np.random.PCG64(20261124))
def pieces(lengths, means, deviations): return np.round(np.concatenate([g.normal(m, s, n) for n, m, s in zip(lengths, means, deviations)]), 6)
steps = pieces((60, 45, 80, 15, 50), (0, 1.5, -.5, 2, .3), (1, 1, 1, 1, 1))
bursts = pieces((70, 40, 55, 30, 60), (0, 0, .4, .4, -.2), (.5, 1.6, .4, 2.5, .8))
pair = np.stack([pieces((50, 60, 40), (0, 1, 0), (.8,) * 3), pieces((50, 60, 40), (0, 0, 2), (1.5,) * 3)], 1)

class Independent(BaseCost):
    """n log variance summed over features."""
    model, min_size = "", 2
    def fit(self, signal): self.signal = signal; return self
    def error(self, start, end): return (end - start) * np.log(self.signal[start:end].var(0)).sum()

def pelt(signal, cost, penalty, minimum):
    signal = signal.reshape(len(signal), -1)
    # ruptures prunes at once, which loses optima when segments have a smallest length; without pruning is exact.
    best = [0.] + [np.inf] * len(signal); origin = [0] * (len(signal) + 1); cost.fit(signal)
    for end in range(minimum, len(signal) + 1):
        for start in range(0, end - minimum + 1):
            if start and start < minimum: continue
            value = best[start] + cost.error(start, end) + penalty
            if value < best[end]: best[end], origin[end] = value, start
    exact, end = [], len(signal)
    while origin[end]: exact.insert(0, origin[end]); end = origin[end]
    found = ruptures.Pelt(custom_cost=cost, min_size=minimum, jump=1).fit(signal).predict(pen=penalty)[:-1]
    bounds = [0] + exact + [len(signal)]
    return dict(penalty=penalty, minimumRows=minimum, positions=exact, rupturesPositions=[int(b) for b in found],
                cost=float(sum(cost.error(a, b) for a, b in zip(bounds, bounds[1:]))), rupturesCost=float(cost.sum_of_costs(found + [len(signal)])))

L2, Normal = ruptures.costs.CostL2, lambda: ruptures.costs.CostNormal(add_small_diag=False)
def bayes(y, run, mean, mean_rows, variance, variance_rows):
    """Adams and MacKay with scipy's Student t; every run length kept."""
    logp = np.zeros(1); m = np.array([mean]); s = np.array([variance * variance_rows]); r = np.zeros(1); rows = []
    logp = np.array([0.])
    for x in y:
        k, v = mean_rows + r, variance_rows + r
        joint = logp + stats.t.logpdf(x, v, m, np.sqrt(s / v * (k + 1) / k))
        joint -= np.logaddexp.reduce(joint); rows.append(np.exp(joint))
        s = s + k / (k + 1) * (x - m) ** 2; m = m + (x - m) / (k + 1); r = r + 1
        logp = np.concatenate([[-np.log(run)], joint + np.log1p(-1 / run)])
        m = np.concatenate([[mean], m]); s = np.concatenate([[variance * variance_rows], s]); r = np.concatenate([[0], r])
    return rows

posterior = bayes(bursts, 60, 0, .5, 1, 2)
print(json.dumps({
    "tool": "ruptures, numpy, scipy",
    "version": {"ruptures": ruptures.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
    "command": "python Fixtures/reference/scripts/change-points.py > Fixtures/reference/change-points.json",
    "steps": steps.tolist(), "bursts": bursts.tolist(), "pair": pair.tolist(),
    "meanShift": [pelt(steps, L2(), p, m) for p, m in ((4., 1), (10., 1), (10., 5), (25., 20), (60., 2))],
    "meanAndVariance": [pelt(bursts, Normal(), p, m) for p, m in ((6., 2), (12., 2), (12., 10), (30., 25))],
    "pairMeanShift": [pelt(pair, L2(), p, m) for p, m in ((15., 1), (15., 8))],
    "pairMeanAndVariance": [pelt(pair, Independent(), p, m) for p, m in ((10., 2), (20., 5))],
    "bayesian": {"expectedRunRows": 60, "mean": 0, "meanRows": .5, "variance": 1, "varianceRows": 2,
                 "mostProbableRun": [int(np.argmax(p)) + 1 for p in posterior], "within5": [float(p[:5].sum()) for p in posterior],
                 "last": posterior[-1].tolist()}}))
