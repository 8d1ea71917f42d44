"""Makes ../regime-statistics.json: distributions by scipy, errors by statsmodels, bootstraps by numpy
and arch.

Run: python3 regime_statistics.py   (scipy, statsmodels, numpy, arch)
"""
import json, pathlib
import arch, numpy as np, scipy, statsmodels
import statsmodels.api as sm
from arch.bootstrap import MovingBlockBootstrap
from scipy import special, stats

STATES, HORIZONS, ROWS, SEED, TRIAL = 5, [1, 5, 10, 20], 600, 42, 3
BLOCK, RESAMPLES, PURPOSE = 10, 300, 0x52470001


def optional(values):
    return [None if np.isnan(v) else float(v) for v in values]


def distributions():
    shapes = [(0.5, 0.5), (2, 3), (9.5, 0.5), (0.5, 40), (30, 70), (1500, 0.5), (1e5, 0.5), (0.01, 8)]
    points = [1e-12, 1e-3, 0.02, 0.3, 0.5, 0.77, 0.98, 0.9999]
    beta = [[a, b, x, float(special.betainc(a, b, x))] for a, b in shapes for x in points]
    freedoms = [0.5, 1, 2, 3.5, 10, 29, 250, 3000, 1e4, 1e6]
    values = [-30, -8, -2.5, -1, -1e-4, 0, 0.3, 1.96, 4, 12]
    student = [
        [df, t, float(stats.t.cdf(t, df)), float(2 * stats.t.sf(abs(t), df))]
        for df in freedoms
        for t in values
    ]
    return beta, student


def hac(y, states, lags):
    """The t-statistics of one dummy per state; a missing y is a row of zeros, which keeps the time."""
    dummies = np.array([[float(s == k) for k in range(STATES)] for s in states])
    dummies[np.isnan(y)] = 0
    kept = [k for k in range(STATES) if dummies[:, k].any()]
    fit = sm.OLS(np.nan_to_num(y), dummies[:, kept]).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False}
    )
    return {k: (float(t), float(e)) for k, t, e in zip(kept, fit.tvalues, fit.bse)}


def forward(returns, horizon):
    """Compounded by logarithms, which is another way than the product."""
    logs, out = np.log1p(returns), np.full(len(returns), np.nan)
    for row in range(len(returns) - horizon):
        out[row] = np.exp(np.sum(logs[row + 1 : row + 1 + horizon]))
    return out


def philox_words(seed, purpose, trial, path):
    """Philox 4x32-10 (Salmon et al. 2011), the counters being (block, path, trial, purpose)."""
    block = 0
    while True:
        c, k = [block, path, trial, purpose], [seed & 0xFFFFFFFF, seed >> 32]
        for _ in range(10):
            a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
            c = [(b >> 32) ^ c[1] ^ k[0], b & 0xFFFFFFFF, (a >> 32) ^ c[3] ^ k[1], a & 0xFFFFFFFF]
            k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
        yield from c
        block += 1


def below(words, bound):
    product = next(words) * bound
    if product & 0xFFFFFFFF < bound:
        while product & 0xFFFFFFFF < (2**32 - bound) % bound:
            product = next(words) * bound
    return product >> 32


def resampled_rows(number):
    words, rows = philox_words(SEED, PURPOSE, TRIAL, number), []
    while len(rows) < ROWS:
        start = below(words, ROWS - BLOCK + 1)
        rows += range(start, start + BLOCK)
    return np.array(rows[:ROWS])


def mean(values):
    values = values[~np.isnan(values)]
    return np.mean(values) if len(values) else np.nan


def interval(values):
    values = np.array(values)
    values = values[~np.isnan(values)]
    return [float(v) for v in np.quantile(values, [0.025, 0.975])] + [len(values)]


def edge(observed, values):
    values = np.array(values)
    values = values[~np.isnan(values)]
    extreme = np.sum(np.abs(values - values.mean()) >= abs(observed))
    return {"value": float(observed), "interval": interval(values),
            "p_value": float((1 + extreme) / (1 + len(values)))}


def arch_interval(y, member):
    """The interval of one state's mean by arch's own moving-block bootstrap, with many resamples."""
    bootstrap = MovingBlockBootstrap(BLOCK, np.where(np.isnan(y), 0, y), member & ~np.isnan(y), seed=1)
    means = [np.sum(d[0][0] * d[0][1]) / np.sum(d[0][1]) for d in bootstrap.bootstrap(20_000)]
    return [float(v) for v in np.quantile(means, [0.025, 0.975])]


def main():
    generator = np.random.default_rng(7)
    states = [2]
    while len(states) < ROWS:
        step = generator.choice([0, -1, 1], p=[0.86, 0.07, 0.07])
        states.append(int(np.clip(states[-1] + step, 0, STATES - 1)))
    states = np.array(states)
    market = generator.normal(0.0005, 0.03, ROWS)
    basket = np.round(1.1 * market + generator.normal(0, 0.02, ROWS) - 0.004 * (states - 2), 8)
    benchmark = np.round(market, 8)
    basket[[100, 333]] = np.nan
    benchmark[[250]] = np.nan
    columns = {h: forward(basket, h) - forward(benchmark, h) for h in HORIZONS}
    rows = []
    draws = [resampled_rows(number) for number in range(RESAMPLES)]
    for state in range(STATES):
        for horizon in HORIZONS:
            y = columns[horizon]
            own = y[(states == state) & ~np.isnan(y)]
            t, p = stats.ttest_1samp(own, 0)
            means = [mean(y[d][states[d] == state]) for d in draws]
            rows.append({
                "state": state, "horizon": horizon, "count": len(own), "mean": float(own.mean()),
                "deviation": float(own.std(ddof=1)), "hit_rate": float((own > 0).mean()),
                "t": float(t), "p": float(p), "t_newey_west": hac(y, states, horizon - 1)[state][0],
                "interval": interval(means),
            })
    y1, y5 = columns[1], columns[5]
    worst = lambda d: mean(y1[d][states[d] == 0])
    best = lambda d: mean(y5[d][states[d] == STATES - 1])
    whole = np.arange(ROWS)
    edges = {
        "edge_worst": edge(worst(whole) - mean(y1), [worst(d) - mean(y1[d]) for d in draws]),
        "edge_best": edge(best(whole) - mean(y5), [best(d) - mean(y5[d]) for d in draws]),
        "spread": edge(best(whole) - worst(whole), [best(d) - worst(d) for d in draws]),
    }
    gapped = np.where(states == 3, y5, np.nan)
    beta, student = distributions()
    document = {
        "tool": "scipy, statsmodels, numpy, arch",
        "version": ", ".join(m.__version__ for m in (scipy, statsmodels, np, arch)),
        "command": "python3 Fixtures/reference/scripts/regime_statistics.py",
        "incomplete_beta": beta, "student": student,
        "newey_west": [[lags, hac(y5, states, lags)[3][1]] for lags in [0, 1, 4, 19]],
        "newey_west_values": optional(gapped),
        "states": [int(s) for s in states], "basket": optional(basket),
        "benchmark": optional(benchmark), "horizons": HORIZONS,
        "forward_20": optional(columns[20]), "rows": rows, "edges": edges,
        "seed": SEED, "trial": TRIAL, "arch_interval_state_1": arch_interval(y1, states == 1),
    }
    path = pathlib.Path(__file__).parent.parent / "regime-statistics.json"
    path.write_text(json.dumps(document) + "\n")


main()
