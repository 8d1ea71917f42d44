"""Linear forecasters, calibration measures and power laws, computed by scikit-learn, pandas, statsmodels and LightGBM.

python3 -m venv venv && venv/bin/pip install lightgbm==4.7.0 scikit-learn==1.9.1 numpy==2.4.6 pandas==3.1.1 scipy==1.17.1 statsmodels==0.15.0
venv/bin/python Fixtures/reference/scripts/forecasters.py > Fixtures/reference/forecasters.json
"""
import json
import lightgbm
import numpy as np
import pandas as pd
import sklearn
import statsmodels
import statsmodels.api as sm
from sklearn.calibration import _sigmoid_calibration, calibration_curve
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import brier_score_loss, log_loss, mean_pinball_loss, mean_squared_error
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(20261121)
listed = lambda values: [float(v) for v in values]

# A table of 120 rows and three features, the third without spread; samples read 6 rows, targets look 2 ahead.
ROWS, CONTEXT, HORIZON = 120, 6, 2
features = np.column_stack([rng.normal(3, 2, ROWS), rng.normal(0, 1, ROWS), np.full(ROWS, 1.5)])
real = 0.01 * features[:, 0] - 0.03 * features[:, 1] + 0.02 * np.roll(features[:, 1], 3) + rng.normal(0, 0.05, ROWS)
binary = (real > 0.02).astype(float)
samples = np.arange(ROWS - CONTEXT - HORIZON + 1)
decision = samples + CONTEXT - 1
LAGS, MEANS = [1, 3], [4]


def window(rows):
    blocks = [features[rows]] + [features[rows - lag] for lag in LAGS]
    for length in MEANS:
        blocks.append(np.stack([features[rows - length + 1 + k] for k in range(length)]).mean(axis=0))
    return np.hstack(blocks)


train, valid, test = samples[:70], samples[72:92], samples[92:]
scaler = StandardScaler().fit(window(decision[train]))
X = lambda s: scaler.transform(window(decision[s]))
y = lambda target, s: target[decision[s]]

ridge = {}
for penalty in (0.5, 25.0):
    model = Ridge(alpha=penalty, solver="cholesky").fit(X(train), y(real, train))
    ridge[penalty] = {
        "penalty": penalty, "coefficients": listed(model.coef_), "intercept": float(model.intercept_),
        "forecasts": listed(model.predict(X(test))),
        "training_loss": mean_squared_error(y(real, train), model.predict(X(train))),
        "validation_loss": mean_squared_error(y(real, valid), model.predict(X(valid))),
    }
logistic = {}
for penalty in (0.2, 10.0):
    model = LogisticRegression(C=1 / penalty, solver="newton-cholesky", tol=1e-14, max_iter=1000)
    model.fit(X(train), y(binary, train))
    chance = lambda s: model.predict_proba(X(s))[:, 1]
    logistic[penalty] = {
        "penalty": penalty, "coefficients": listed(model.coef_[0]), "intercept": float(model.intercept_[0]),
        "forecasts": listed(chance(test)),
        "training_loss": log_loss(y(binary, train), chance(train)),
        "validation_loss": log_loss(y(binary, valid), chance(valid)),
    }

# The weighted mean of targets through each row; gaps age the others.
gapped = real.copy()
gapped[[10, 11, 40]] = np.nan
ewma = pd.Series(gapped).ewm(span=8, adjust=True, ignore_na=False).mean()

boosting = {}
PARAMETERS = dict(learning_rate=0.1, num_leaves=7, min_data_in_leaf=5, feature_fraction=0.8, bagging_fraction=0.7,
                  bagging_freq=1, lambda_l2=0.3, seed=7, deterministic=True, force_row_wise=True, num_threads=1,
                  verbosity=-1)
W = lambda s: window(decision[s])
for name, target, extra in (
    ("regression", real, {}), ("binary", binary, {}), ("quantile", real, {"alpha": 0.9}),
):
    metric = {"regression": "l2", "binary": "binary_logloss", "quantile": "quantile"}[name]
    parameters = dict(PARAMETERS, objective=name, metric=metric, **extra)
    data = lightgbm.Dataset(W(train), y(target, train), params=parameters)
    held = lightgbm.Dataset(W(valid), y(target, valid), reference=data, params=parameters)
    model = lightgbm.train(parameters, data, 60, valid_sets=[held],
                           callbacks=[lightgbm.early_stopping(10, verbose=False)])
    boosting[name] = {"rounds": model.best_iteration, "forecasts": listed(model.predict(W(test))),
                      "gains": listed(model.feature_importance("gain", iteration=model.best_iteration))}

# Scores with ties, and outcomes that follow them.
scores = np.round(rng.normal(0, 1.5, 200), 1)
came = (rng.uniform(size=200) < 1 / (1 + np.exp(-(0.8 * scores - 0.3)))).astype(float)
slope, offset = _sigmoid_calibration(scores, came)
isotonic = IsotonicRegression(out_of_bounds="clip").fit(scores, came)
asked = np.linspace(-6, 6, 41)
chances = np.clip(np.round(1 / (1 + np.exp(-scores)) + rng.normal(0, 0.05, 200), 2), 0, 1)
curves = {}
for ours, theirs in (("equal_width", "uniform"), ("equal_count", "quantile")):
    share, mean = calibration_curve(came, chances, n_bins=8, strategy=theirs)
    edges = np.linspace(0, 1, 9) if ours == "equal_width" else np.percentile(chances, np.linspace(0, 1, 9) * 100)
    counts = np.bincount(np.searchsorted(edges[1:-1], chances), minlength=8)
    counts = counts[counts > 0]
    base = came.mean()
    curves[ours] = {
        "mean": listed(mean), "share": listed(share), "counts": [int(c) for c in counts],
        "expected_error": float(np.sum(counts / 200 * np.abs(mean - share))),
        "reliability": float(np.sum(counts / 200 * (mean - share) ** 2)),
        "resolution": float(np.sum(counts / 200 * (share - base) ** 2)),
    }

published = {"h1": [0.314, 0.346, 0.349, 0.360], "h3": [0.254, 0.304, 0.328, 0.372], "h5": [0.337, 0.346, 0.352, 0.358]}
laws = {}
for name, errors in published.items():
    sizes = [2e6, 2e7, 2e8, 2e9]
    fit = sm.OLS(np.log(errors), sm.add_constant(np.log(sizes))).fit()
    low, high = fit.conf_int(0.05)[1]
    laws[name] = {"sizes": sizes, "errors": errors, "alpha": -fit.params[1], "coefficient": np.exp(fit.params[0]),
                  "r_squared": fit.rsquared, "lower": -high, "upper": -low}

print(json.dumps({
    "tools": {"scikit-learn": sklearn.__version__, "pandas": pd.__version__, "statsmodels": statsmodels.__version__,
              "lightgbm": lightgbm.__version__, "numpy": np.__version__},
    "command": "python Fixtures/reference/scripts/forecasters.py > Fixtures/reference/forecasters.json",
    "table": {"features": [listed(c) for c in features.T], "real": listed(real), "binary": listed(binary),
              "context": CONTEXT, "horizon": HORIZON, "lags": LAGS, "means": MEANS,
              "training": [int(s) for s in train], "validation": [int(s) for s in valid], "test": [int(s) for s in test]},
    "ridge": list(ridge.values()), "logistic": list(logistic.values()),
    "ewma": {"span": 8, "gaps": [10, 11, 40], "means": listed(ewma)},
    "boosting": boosting,
    "calibration": {"scores": listed(scores), "outcomes": listed(came), "slope": slope, "offset": offset,
                    "asked": listed(asked), "isotonic": listed(isotonic.predict(asked)),
                    "probabilities": listed(chances), "curves": curves,
                    "brier": brier_score_loss(came, chances), "log_loss": log_loss(came, chances),
                    "pinball": mean_pinball_loss(came, chances, alpha=0.9)},
    "laws": laws,
}, indent=1))
