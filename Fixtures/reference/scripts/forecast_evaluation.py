"""Records measures of forecasts: coefficients with Newey-West errors, scores, and returns of positions.

Run: python Fixtures/reference/scripts/forecast_evaluation.py > Fixtures/reference/forecast-evaluation.json
Needs: pip install numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1 statsmodels==0.15.0
"""

import json

import numpy
import scipy
import scipy.stats
import sklearn
import sklearn.metrics
import statsmodels
import statsmodels.api

HORIZON = 5
BARS_PER_YEAR = 252.0
RISK_FREE = 0.02
LEVELS = [0.1, 0.5, 0.9]


def standardized(values):
    return (values - values.mean()) / values.std()


def coefficient(x, y, lags):
    """The correlation and the HAC t-value of the slope of standardized values."""
    x, y = standardized(x), standardized(y)
    fit = statsmodels.api.OLS(y, statsmodels.api.add_constant(x)).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False}
    )
    return {"value": float(fit.params[1]), "t": float(fit.tvalues[1])}


def signal(positions, returns, samples_per_year):
    """Measures of the sum of position times return."""
    r = positions * returns
    excess = (r.mean() - RISK_FREE / samples_per_year) * numpy.sqrt(samples_per_year)
    total = numpy.concatenate([[0.0], numpy.cumsum(r)])
    drawdown = float((numpy.maximum.accumulate(total) - total).max())
    return {
        "sharpe": float(excess / r.std()),
        "sortino": float(excess / r[r < 0].std()),
        "max_drawdown": drawdown,
        "win_rate": float((r > 0).sum() / (positions != 0).sum()),
        "total_return": float(r.sum()),
        "calmar": float(r.mean() * samples_per_year / drawdown),
    }


random = numpy.random.default_rng(11)
steps = random.standard_normal(304) * 0.01
returns = numpy.array([steps[row : row + HORIZON].sum() for row in range(300)]).round(9)
forecasts = (0.3 * returns + 0.02 * random.standard_normal(300)).round(9)
quantiles = numpy.stack([forecasts - 0.02, forecasts, forecasts + 0.03], axis=1).round(9)
targets = (returns > 0).astype(float)
probabilities = (1 / (1 + numpy.exp(-60 * forecasts))).round(9)
positions = numpy.where(numpy.abs(forecasts) > 0.005, numpy.sign(forecasts), 0.0)

print(
    json.dumps(
        {
            "tool": "numpy, scipy, scikit-learn, statsmodels",
            "version": ", ".join(
                package.__version__ for package in (numpy, scipy, sklearn, statsmodels)
            ),
            "command": "python Fixtures/reference/scripts/forecast_evaluation.py",
            "horizon": HORIZON,
            "bars_per_year": BARS_PER_YEAR,
            "risk_free_rate": RISK_FREE,
            "dead_zone": 0.005,
            "levels": LEVELS,
            "forecasts": forecasts.tolist(),
            "quantiles": quantiles.tolist(),
            "returns": returns.tolist(),
            "probabilities": probabilities.tolist(),
            "pearson": coefficient(forecasts, returns, HORIZON - 1),
            "spearman": coefficient(
                scipy.stats.rankdata(forecasts), scipy.stats.rankdata(returns), HORIZON - 1
            ),
            "quantile_losses": [
                float(sklearn.metrics.mean_pinball_loss(returns, quantiles[:, place], alpha=level))
                for place, level in enumerate(LEVELS)
            ],
            "rmse": float(numpy.sqrt(sklearn.metrics.mean_squared_error(returns, forecasts))),
            "mae": float(sklearn.metrics.mean_absolute_error(returns, forecasts)),
            "log_loss": float(sklearn.metrics.log_loss(targets, probabilities)),
            "brier": float(sklearn.metrics.brier_score_loss(targets, probabilities)),
            "overlapping": signal(positions, returns, BARS_PER_YEAR),
            "non_overlapping": signal(
                positions[::HORIZON], returns[::HORIZON], BARS_PER_YEAR / HORIZON
            ),
        }
    )
)
