"""Reference values of samplers and pruners, computed by tools other than ours.

python3 -m venv venv && venv/bin/pip install optuna==5.0.0 cmaes==0.13.1 scipy==1.17.1
venv/bin/python Fixtures/reference/scripts/search.py > Fixtures/reference/search.json
"""
import json, warnings
warnings.filterwarnings("ignore")
import cmaes, numpy as np, optuna, scipy
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_weights
from optuna.study._multi_objective import _fast_non_domination_rank
from scipy import stats
optuna.logging.set_verbosity(optuna.logging.ERROR)
g = np.random.Generator(np.random.PCG64(20261121))

def sobol():
    few = stats.qmc.Sobol(128, scramble=False).random(64)
    many = stats.qmc.Sobol(8, scramble=False).random(1024)
    return {"first": few.tolist(), "last": many[-32:].tolist()}

def parzen(count):
    space = {"number": FloatDistribution(-1, 3), "rate": FloatDistribution(1e-4, 10, log=True), "step": FloatDistribution(0, 1, step=.25),
             "integer": IntDistribution(2, 30), "log": IntDistribution(1, 500, log=True), "choice": CategoricalDistribution(("a", "b", "c"))}
    def draws(n): return {"number": np.round(g.uniform(-1, 3, n), 6), "rate": np.round(np.exp(g.uniform(np.log(1e-4), np.log(10), n)), 9), "step": g.integers(0, 5, n) * .25,
                          "integer": g.integers(2, 31, n).astype(float), "log": np.rint(np.exp(g.uniform(0, np.log(500), n))), "choice": g.integers(0, 3, n).astype(float)}
    seen, asked = draws(count), draws(12)
    estimator = _ParzenEstimator(seen, space, _ParzenEstimatorParameters(1., True, False, default_weights, True))
    rows = lambda d: np.stack(list(d.values()), 1).tolist()
    return {"seen": rows(seen), "asked": rows(asked), "logDensities": estimator.log_pdf(asked).tolist()}

def evolution(dimension, population, generations):
    mean = np.round(g.uniform(.2, .8, dimension), 3); solver = cmaes.CMA(mean=mean, sigma=.2, population_size=population, seed=1); rows = []
    scale = 10 ** np.linspace(0, 2, dimension)
    for _ in range(generations):
        points = [solver.ask() for _ in range(population)]
        solver.tell([(p, float((scale * (p - .6) ** 2).sum())) for p in points])
        points.sort(key=lambda p: float((scale * (p - .6) ** 2).sum()))
        rows.append([p.tolist() for p in points])
    return {"mean": mean.tolist(), "stepSize": .2, "population": population, "ranked": rows, "lastMean": solver.mean.tolist(), "lastStepSize": float(solver._sigma),
            "lastCovariance": [solver._C[i, j] for i in range(dimension) for j in range(i + 1)]}

def pruned(pruner, curves):
    study = optuna.create_study(direction="minimize", pruner=pruner); ends = []
    for curve in curves:
        trial = study.ask(); end = None
        for step, value in enumerate(curve):
            trial.report(value, step + 1)
            if trial.should_prune(): end = step + 1; break
        if end is None: study.tell(trial, float(np.mean(curve)))
        else: study.tell(trial, state=optuna.trial.TrialState.PRUNED)
        ends.append(end)
    return ends

curves = [np.round(level + slope / (np.arange(27) + 1) + g.normal(0, .15, 27), 4).tolist() for level, slope in zip(g.normal(1, .3, 60), g.normal(2, .8, 60))]
P = optuna.pruners
decisions = [
    dict(kind="median", startupTrials=5, firstStep=0, stepInterval=1, leastTrials=1, ends=pruned(P.MedianPruner(5, 0, 1, n_min_trials=1), curves)),
    dict(kind="median", startupTrials=3, firstStep=6, stepInterval=4, leastTrials=4, ends=pruned(P.MedianPruner(3, 6, 4, n_min_trials=4), curves)),
    dict(kind="halving", step=1, reduction=3, skipped=0, ends=pruned(P.SuccessiveHalvingPruner(1, 3, 0), curves)),
    dict(kind="halving", step=2, reduction=2, skipped=1, ends=pruned(P.SuccessiveHalvingPruner(2, 2, 1), curves)),
    dict(kind="wilcoxon", threshold=.1, startupSteps=4, ends=pruned(P.WilcoxonPruner(p_threshold=.1, n_startup_steps=4), curves)),
]
def signed(values, method):
    return {"differences": values, "probability": float(stats.wilcoxon(values, alternative="greater", zero_method="zsplit", method=method).pvalue)}
ranks = [signed(np.round(g.normal(.2, 1, n), 6).tolist(), "exact") for n in (2, 5, 17, 50)]
ranks += [signed(np.round(g.normal(.2, 1, n), d).tolist(), "approx") for n, d in ((9, 0), (30, 1), (80, 3))]
losses = np.round(g.uniform(0, 1, (60, 3)), 1)
print(json.dumps({
    "tool": "optuna, cmaes, scipy",
    "version": {"optuna": optuna.__version__, "cmaes": cmaes.__version__, "scipy": scipy.__version__},
    "command": "python Fixtures/reference/scripts/search.py > Fixtures/reference/search.json",
    "sobol": sobol(), "parzen": [parzen(n) for n in (0, 1, 2, 7, 40)],
    "evolution": [evolution(2, 6, 12), evolution(6, 9, 25)],
    "curves": curves, "pruners": decisions, "signedRanks": ranks,
    "fronts": {"losses": losses.tolist(), "ranks": [int(r) for r in _fast_non_domination_rank(losses)]}}))
