"""Reference values of performance metrics, computed by tools other than ours.

python3 -m venv venv && venv/bin/pip install quantstats==0.0.86 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1 arch==8.0.0
venv/bin/python Fixtures/reference/scripts/performance_metrics.py > Fixtures/reference/performance-metrics.json
"""
import json, warnings
warnings.filterwarnings("ignore")
import arch, numpy as np, pandas as pd, quantstats as qs, scipy
from arch.bootstrap import SPA, StationaryBootstrap
from scipy import stats

g = np.random.Generator(np.random.PCG64(20261121))
n = 250
bench = np.round(g.normal(4e-4, .009, n), 6)
rets = np.round(.6 * bench + g.standard_t(4, n) * .006 + 3e-4, 6)
rets[::17] = 0.0  # days out of the market
trades = np.round(g.standard_t(3, 40) * 120 + 25, 2); trades[5] = 0.0
ix = pd.bdate_range("2023-01-02", periods=n)
r, b, st = pd.Series(rets, index=ix), pd.Series(bench, index=ix), qs.stats
wealth = np.cumprod(1 + rets); peak = np.maximum(np.maximum.accumulate(wealth), 1.0); dd = 1 - wealth / peak
rf = .0001
v = {}
def put(name, value, tool, note=""): v[name] = {"value": float(value), "tool": tool, **({"note": note} if note else {})}
Q = "quantstats"
put("totalReturn", st.comp(r), Q)
put("compoundAnnualGrowthRate", st.cagr(r, periods=252), Q)
put("geometricMeanReturn", st.expected_return(r), Q)
put("annualizedVolatility", st.volatility(r, periods=252), Q)
put("sharpeRatio", st.sharpe(r, periods=252), Q)
put("sharpeRatioWithRiskFree", (rets - rf).mean() / rets.std(ddof=1) * np.sqrt(252), "numpy", "risk-free rate 0.0001 per period")
put("autocorrelationPenalty", st.autocorr_penalty(r), Q)
put("smartSharpeRatio", st.smart_sharpe(r, periods=252), Q)
put("autocorrelation", np.corrcoef(rets[:-1], rets[1:])[0, 1], "numpy")
put("autocorrelationLag5", np.corrcoef(rets[:-5], rets[5:])[0, 1], "numpy")
put("sortinoRatio", st.sortino(r, periods=252), Q)
put("downsideDeviation", np.sqrt((np.minimum(rets, 0) ** 2).mean()), "numpy")
put("calmarRatio", st.calmar(r, periods=252), Q)
put("omegaRatio", st.omega(r), Q)
put("gainToPainRatio", st.gain_to_pain_ratio(r), Q)
put("tailRatio", st.tail_ratio(r), Q)
put("commonSenseRatio", st.common_sense_ratio(r), Q)
put("cpcIndex", st.cpc_index(r), Q)
put("kellyCriterion", st.kelly_criterion(r), Q)
put("payoffRatio", st.payoff_ratio(r), Q)
put("profitFactor", st.profit_factor(r), Q)
put("winRate", st.win_rate(r), Q)
put("averageWin", st.avg_win(r), Q)
put("averageLoss", st.avg_loss(r), Q)
put("consecutiveWins", st.consecutive_wins(r), Q)
put("consecutiveLosses", st.consecutive_losses(r), Q)
put("bestReturn", st.best(r), Q)
put("worstReturn", st.worst(r), Q)
put("skewness", st.skew(r), Q, "equals scipy.stats.skew(bias=False)")
put("excessKurtosis", stats.kurtosis(rets, bias=False), "scipy")
put("historicalValueAtRisk", -np.quantile(rets, .05), "numpy")
put("parametricValueAtRisk", -st.value_at_risk(r), Q, "sign: ours is a positive loss")
put("historicalExpectedShortfall", -st.cvar(r, method="historical"), Q, "sign: ours is a positive loss")
put("parametricExpectedShortfall", -st.cvar(r), Q, "sign: ours is a positive loss")
put("outlierWinRatio", st.outlier_win_ratio(r), Q)
put("outlierLossRatio", st.outlier_loss_ratio(r), Q)
put("riskOfRuin", st.risk_of_ruin(r), Q, "units = n")
put("maximumDrawdown", -st.max_drawdown(r), Q, "sign: ours is a positive fraction")
put("ulcerIndex", st.ulcer_index(r) * np.sqrt((n - 1) / n), Q, "quantstats divides by n - 1, ours by n as Martin and McCann")
put("ulcerPerformanceIndex", st.cagr(r, periods=252) / np.sqrt((dd ** 2).mean()), "numpy", "quantstats takes the total return, ours the annual growth")
put("recoveryFactor", st.comp(r) / dd.max(), "numpy", "quantstats takes |sum of returns|, ours the compounded return with its sign")
tail = dd[-dd <= np.quantile(-dd, .05)].mean()
put("serenityIndex", st.cagr(r, periods=252) / (np.sqrt((dd ** 2).mean()) * tail / rets.std(ddof=1)), "numpy", "annual growth and historical shortfall of drawdowns")
put("timeInMarket", (rets != 0).mean(), "numpy", "quantstats rounds up to a percent")
put("probabilisticSharpeRatio", st.probabilistic_sharpe_ratio(r), Q)
put("beta", st.greeks(r, b, periods=252)["beta"], Q)
put("annualizedAlpha", st.greeks(r, b, periods=252)["alpha"], Q)
put("rSquared", st.r_squared(r, b), Q)
put("informationRatio", st.information_ratio(r, b) * np.sqrt(252), Q, "annualized; quantstats is per period")
put("treynorRatio", rets.mean() * 252 / st.greeks(r, b)["beta"], "numpy", "annualized mean; quantstats takes the total return")
put("systemQualityNumber", np.sqrt(len(trades)) * trades.mean() / trades.std(ddof=1), "numpy", "of the trades")
put("tradeExpectancy", trades.mean(), "numpy")
put("tradeProfitFactor", trades[trades > 0].sum() / -trades[trades < 0].sum(), "numpy")
det = st.drawdown_details(st.to_drawdown_series(r))
put("drawdownEpisodes", len(det), Q)
put("deepestEpisode", -det["max drawdown"].min() / 100, Q)
monthly = (1 + r).groupby([r.index.year, r.index.month]).prod() - 1
panel = np.stack([g.normal(m, .01, n) for m in (.0014, 0, -.0004, .0003, -.002)]).round(6)
mean = panel.mean(1); dev = panel - mean[:, None]; var = (dev ** 2).sum(1) / n
for i in range(1, n):
    var += 2 * ((1 - i / n) * .9 ** i + i / n * .9 ** (n - i)) * (dev[:, :n - i] * dev[:, i:]).sum(1) / n
sd = np.sqrt(var); statistic = max((np.sqrt(n) * mean / sd).max(), 0)
center = np.where(np.sqrt(n) * mean / sd >= -np.sqrt(2 * np.log(np.log(n))), mean, 0)
draws = StationaryBootstrap(10, panel.T, seed=7).apply(lambda x: np.sqrt(n) * (x.mean(0) - center) / sd, 20000)
put("superiorPredictiveAbilityPValue", (np.maximum(draws.max(1), 0) > statistic).mean(), "numpy, arch.bootstrap.StationaryBootstrap",
    "20,000 paths, mean block 10; arch's own SPA uses deviations for recentering only and does not divide the statistic by them")
nostud = SPA(np.zeros(n), -panel.T, block_size=10, reps=20000, seed=7, bootstrap="stationary", studentize=False); nostud.compute()
put("whitePValue", nostud.pvalues["upper"], "arch", "20,000 paths, mean block 10, not studentized, upper")
print(json.dumps({
    "tool": "quantstats, numpy, scipy, pandas, arch",
    "version": {"quantstats": qs.__version__, "numpy": np.__version__, "scipy": scipy.__version__, "pandas": pd.__version__, "arch": arch.__version__},
    "command": "python Fixtures/reference/scripts/performance_metrics.py > Fixtures/reference/performance-metrics.json",
    "inputs": {"returns": rets.tolist(), "benchmark": bench.tolist(), "trades": trades.tolist(), "dates": [d.strftime("%Y-%m-%d") for d in ix],
               "panel": panel.tolist()},
    "monthly": [[int(y), int(m), float(x)] for (y, m), x in monthly.items()],
    "values": v}, indent=1))
