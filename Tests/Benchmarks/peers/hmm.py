"""W9 with hmmlearn: writes the rows and its initial parameters to data/raw, then measures it.

Run in the folder of common.py. The rows are a sticky chain of three states, 10,000 rows of 4 features.
Arguments: "prepare" to write only; "--reps N" for the number of timed runs.
"""
import sys, warnings
import numpy as np
from common import ARGS, emit, measure, statistics
from hmmlearn import __version__
from hmmlearn.hmm import GaussianHMM

warnings.filterwarnings("ignore")
g = np.random.Generator(np.random.PCG64(20240107))
n, d, K = 10_000, 4, 3
P = np.full((3, 3), .01); np.fill_diagonal(P, .98)
mu = np.array([[.05, .0, .0, .2], [-.1, .3, -.2, .0], [.0, -.3, .4, -.2]]); sd = np.array([.5, 1., 2.])
z = np.empty(n, int); z[0] = 0; u = g.random(n)
for i in range(1, n): z[i] = np.searchsorted(np.cumsum(P[z[i - 1]]), u[i])
X = mu[z] + sd[z][:, None] * g.standard_normal((n, d)); X[:, 1] += .3 * X[:, 0]
X.tofile("data/raw/hmm_rows.f64"); z.astype(float).tofile("data/raw/hmm_states.f64")

def model(covariance, iterations=200, implementation="scaling"):
    return GaussianHMM(K, covariance_type=covariance, n_iter=iterations, tol=1e-4, random_state=0, implementation=implementation)

for covariance in ("full", "diag"):
    m = model(covariance); m._init(X, None)
    np.concatenate([np.ravel(a) for a in (m.startprob_, m.transmat_, m.means_, m.covars_)]).tofile(f"data/raw/hmm_start_{covariance}.f64")
if "prepare" in sys.argv: sys.exit()
for covariance in ("full", "diag"):
    ts, cpu, m = measure(lambda: model(covariance).fit(X), reps=ARGS.reps or 5)
    emit(f"W9.hmm_fit_{covariance}", "hmmlearn(scaling)", __version__, f"{n}x{d} K={K}", ts, cpu, n * m.monitor_.iter, "obs-iters/s",
         loglik=m.score(X), iters=m.monitor_.iter)
    if covariance == "full":
        ts, cpu, v = measure(lambda: m.decode(X), reps=9)
        emit("W9.viterbi", "hmmlearn", __version__, f"{n}x{d}", ts, cpu, n, "obs/s", logprob=v[0])
