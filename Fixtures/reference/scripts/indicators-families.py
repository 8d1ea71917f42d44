"""Records outside values of the indicators by family, over the bars of indicators-talib.json.

Run: python Fixtures/reference/scripts/indicators-families.py Fixtures/reference
Writes indicators-<family>.json into that folder.
Needs: pip install ta-lib==0.8.2 numpy pandas arch==8.0.0
"""

import json
import pathlib
import sys

import arch
import numpy as np
import pandas as pd
import talib as ta

folder = pathlib.Path(sys.argv[1])
bars = json.loads((folder / "indicators-talib.json").read_text())["bars"]
o, h, l, c, v = (np.array(bars[k]) for k in ("open", "high", "low", "close", "volume"))
size = len(c)
nan = np.full(size, np.nan)
typical, middle = (h + l + c) / 3, (h + l) / 2
flow = ((c - l) - (h - c)) / (h - l) * v


def over(function, x, period):
    """A function of every full window; windows that hold an undefined value are undefined."""
    return np.array([
        function(x[i - period + 1 : i + 1])
        if i >= period - 1 and not np.isnan(x[i - period + 1 : i + 1]).any() else np.nan
        for i in range(len(x))
    ])


def run(function, x, *arguments):
    """A TA-Lib function of a column that begins undefined."""
    start = int(np.isnan(x).sum())
    return np.concatenate([np.full(start, np.nan), function(x[start:], *arguments)])


def lag(x, by=1):
    return np.concatenate([np.full(by, np.nan), x[:-by]])


def held(*columns):
    """Columns that begin together."""
    undefined = np.any([np.isnan(x) for x in columns], axis=0)
    return [np.where(undefined, np.nan, x) for x in columns]


def value(x):
    return {"value": x}


def wilder(x, period):
    out = np.full(len(x), np.nan)
    out[period - 1] = np.mean(x[:period])
    for i in range(period, len(x)):
        out[i] = out[i - 1] + (x[i] - out[i - 1]) / period
    return out


def alma(period, offset, sigma):
    k = np.arange(period)
    w = np.exp(-((k - offset * (period - 1)) ** 2) / (2 * (period / sigma) ** 2))
    return over(lambda x: np.dot(w, x) / np.sum(w), c, period)


def zlema(period):
    shift = (period - 1) // 2
    return run(ta.EMA, 2 * c - lag(c, shift), period)


def averages():
    yield "dema", {"period": 20}, value(ta.DEMA(c, 20))
    yield "tema", {"period": 20}, value(ta.TEMA(c, 20))
    yield "trima", {"period": 20}, value(ta.TRIMA(c, 20))
    yield "trima", {"period": 15}, value(ta.TRIMA(c, 15))
    yield "kama", {"period": 10}, value(ta.KAMA(c, 10))
    yield "hma", {"period": 16}, value(run(ta.WMA, 2 * ta.WMA(c, 8) - ta.WMA(c, 16), 4))
    yield "hma", {"period": 21}, value(run(ta.WMA, 2 * ta.WMA(c, 10) - ta.WMA(c, 21), 4))
    yield "zlema", {"period": 20}, value(zlema(20))
    yield "vwma", {"period": 20}, value(ta.SUM(c * v, 20) / ta.SUM(v, 20))
    yield "t3", {"period": 5, "factor": 0.7}, value(ta.T3(c, 5, 0.7))
    yield "alma", {}, value(alma(9, 0.85, 6))
    yield "rma", {"period": 14}, value(wilder(c, 14))
    yield "midpoint", {"period": 14}, value(ta.MIDPOINT(c, 14))
    yield "midprice", {"period": 14}, value(ta.MIDPRICE(h, l, 14))


def kst():
    line = sum(
        (j + 1) * run(ta.SMA, ta.ROC(c, rate), mean)
        for j, (rate, mean) in enumerate([(10, 10), (15, 10), (20, 10), (30, 15)])
    )
    signal = run(ta.SMA, line, 9)
    return dict(zip(("line", "signal"), held(line, signal)))


def streak():
    out = np.full(size, np.nan)
    length = 0
    for i in range(1, size):
        sign = int(np.sign(c[i] - c[i - 1]))
        length = length + sign if sign * length > 0 else sign
        out[i] = length
    return out


def momentum():
    k, d = ta.STOCHRSI(c, 14, 5, 3, 0)
    yield "stochrsi", {}, {"k": k, "d": d}, 1
    k, d = ta.STOCHF(h, l, c, 5, 3, 0)
    yield "fast_stochastic", {}, {"k": k, "d": d}, 1
    yield "apo", {"average": "simple"}, value(ta.APO(c, 12, 26, 0)), 1
    yield "apo", {"average": "exponential"}, value(ta.APO(c, 12, 26, 1)), 1
    yield "ppo", {"average": "simple"}, value(ta.PPO(c, 12, 26, 0)), 1
    yield "ppo", {"average": "exponential"}, value(ta.PPO(c, 12, 26, 1)), 1
    yield "cci", {"period": 14}, value(ta.CCI(h, l, c, 14)), 1
    yield "mfi", {"period": 14}, value(ta.MFI(h, l, c, v, 14)), 1
    yield "trix", {"period": 15}, value(ta.TRIX(c, 15)), 1
    yield "ultimate_oscillator", {}, value(ta.ULTOSC(h, l, c, 7, 14, 28))
    yield "williams_r", {"period": 14}, value(ta.WILLR(h, l, c, 14)), 1
    yield "cmo", {"period": 14}, value(ta.CMO(c, 14)), 1
    yield "dpo", {"period": 20}, value(lag(c, 11) - ta.SMA(c, 20)), 1
    yield "bop", {}, value(ta.BOP(o, h, l, c)), 1
    yield "coppock", {}, value(run(ta.WMA, ta.ROC(c, 14) + ta.ROC(c, 11), 10)), 1
    yield "kst", {}, kst(), 1
    yield "awesome_oscillator", {}, value(ta.SMA(middle, 5) - ta.SMA(middle, 34)), 1
    yield "elder_ray", {"period": 13}, {"bull": h - ta.EMA(c, 13), "bear": l - ta.EMA(c, 13)}, 1
    path = over(np.sum, np.abs(c - lag(c)), 10)
    yield "efficiency_ratio", {"period": 10}, value(np.abs(c - lag(c, 10)) / path)
    yield "streak", {}, value(streak())


def supertrend(period, multiplier):
    atr = ta.ATR(h, l, c, period)
    line, direction = nan.copy(), nan.copy()
    upper, lower, rising = np.inf, -np.inf, False
    for i in range(period, size):
        top, bottom = middle[i] + multiplier * atr[i], middle[i] - multiplier * atr[i]
        upper = top if top < upper or c[i - 1] > upper else upper
        lower = bottom if bottom > lower or c[i - 1] < lower else lower
        rising = c[i] >= lower if rising else c[i] > upper
        line[i], direction[i] = (lower, 1) if rising else (upper, -1)
    return {"line": line, "direction": direction}


def trend():
    down, up = ta.AROON(h, l, 14)
    yield "aroon", {"period": 14}, {"up": up, "down": down, "oscillator": ta.AROONOSC(h, l, 14)}, 1
    tr = ta.TRANGE(h, l, c)
    plus, minus = np.abs(h - lag(l)), np.abs(l - lag(h))
    total = run(ta.SUM, tr, 14)
    yield "vortex", {"period": 14}, {
        "plus": run(ta.SUM, plus, 14) / total, "minus": run(ta.SUM, minus, 14) / total}
    yield "choppiness", {"period": 14}, value(
        100 * np.log10(total / (ta.MAX(h, 14) - ta.MIN(l, 14))) / np.log10(14))
    once = ta.EMA(h - l, 9)
    yield "mass_index", {}, value(run(ta.SUM, once / run(ta.EMA, once, 9), 25))
    yield "parabolic_sar", {}, value(ta.SAR(h, l, 0.02, 0.2))
    yield "parabolic_sar", {"acceleration": 0.05, "maximum": 0.12}, value(ta.SAR(h, l, 0.05, 0.12))
    yield "supertrend", {}, supertrend(10, 3)
    yield "supertrend", {"period": 7, "multiplier": 1.5}, supertrend(7, 1.5)
    tenkan, kijun, span = (ta.MIDPRICE(h, l, n) for n in (9, 26, 52))
    lines = held(tenkan, kijun, (tenkan + kijun) / 2, span)
    yield "ichimoku", {}, dict(zip(("conversion", "base", "span_a", "span_b"), lines))
    yield "linear_regression", {"period": 14}, {
        "line": ta.LINEARREG(c, 14), "slope": ta.LINEARREG_SLOPE(c, 14),
        "intercept": ta.LINEARREG_INTERCEPT(c, 14), "angle": ta.LINEARREG_ANGLE(c, 14),
        "forecast": ta.TSF(c, 14)}, 1
    time = np.arange(14.0)
    yield "r_squared", {"period": 14}, value(over(lambda x: np.corrcoef(time, x)[0, 1] ** 2, c, 14)), 1

    def error(x):
        rest = x - np.polyval(np.polyfit(time, x, 1), time)
        return np.sqrt(np.sum(rest**2) / 12)

    yield "standard_error", {"period": 14}, value(over(error, c, 14))


def ewma(period, decay, year):
    squares = np.log(c[1:] / c[:-1]) ** 2
    out = nan.copy()
    variance = np.mean(squares[:period])
    out[period] = variance
    for i in range(period + 1, size):
        variance = decay * variance + (1 - decay) * squares[i - 1]
        out[i] = variance
    return np.sqrt(out * year)


def har(window, proxy):
    daily = np.sqrt(proxy)
    weekly, monthly = (np.sqrt(over(np.mean, proxy, n)) for n in (5, 22))
    forecast = nan.copy()
    for i in range(21 + window, size):
        rows = np.arange(i - window, i)
        design = np.column_stack([np.ones(window), daily[rows], weekly[rows], monthly[rows]])
        fit = np.linalg.lstsq(design, daily[rows + 1], rcond=None)[0]
        forecast[i] = fit @ [1, daily[i], weekly[i], monthly[i]]
    columns = held(daily, weekly, monthly, forecast)
    return dict(zip(("daily", "weekly", "monthly", "forecast"), columns))


def garch(window, every):
    returns = 100 * np.diff(np.log(c))
    now, coming = nan.copy(), nan.copy()
    for i in range(window, size):
        if (i - window) % every == 0:
            model = arch.arch_model(returns[i - window : i], mean="Constant", vol="GARCH", rescale=False)
            fit = model.fit(disp="off", tol=1e-14, options={"maxiter": 2000})
            mean, omega, alpha, beta = fit.params
            variance = fit.conditional_volatility[-1] ** 2
        else:
            variance = following
        following = omega + alpha * (returns[i - 1] - mean) ** 2 + beta * variance
        now[i], coming[i] = np.sqrt(variance) / 100, np.sqrt(following) / 100
    return {"volatility": now, "forecast": coming}


def volatility():
    atr, ema = ta.ATR(h, l, c, 10), ta.EMA(c, 20)
    yield "keltner", {}, {"upper": ema + 2 * atr, "middle": ema, "lower": ema - 2 * atr}
    yield "chaikin_volatility", {}, value(run(ta.ROC, ta.EMA(h - l, 10), 10)), 1
    top = ta.MAX(c, 14)
    yield "ulcer_index", {"period": 14}, value(
        np.sqrt(run(ta.SUM, (100 * (c - top) / top) ** 2, 14) / 14))
    parkinson = np.log(h / l) ** 2 / (4 * np.log(2))
    klass = np.log(h / l) ** 2 / 2 - (2 * np.log(2) - 1) * np.log(c / o) ** 2
    rogers = np.log(h / c) * np.log(h / o) + np.log(l / c) * np.log(l / o)
    year = {"period": 20, "periods_per_year": 252}
    yield "parkinson", year, value(np.sqrt(over(np.mean, parkinson, 20) * 252))
    yield "garman_klass", year, value(np.sqrt(over(np.mean, klass, 20) * 252))
    yield "rogers_satchell", year, value(np.sqrt(over(np.mean, rogers, 20) * 252))
    gaps, bodies = np.log(o / lag(c)), np.log(c / o)
    k = 0.34 / (1.34 + 21 / 19)
    zhang = over(lambda x: np.var(x, ddof=1), gaps, 20) + k * over(
        lambda x: np.var(x, ddof=1), bodies, 20) + (1 - k) * over(np.mean, rogers, 20)
    yield "yang_zhang", year, value(np.sqrt(zhang * 252))
    yield "ewma_volatility", {"periods_per_year": 252}, value(ewma(20, 0.94, 252))
    yield "har", {"window": 100, "proxy": "parkinson"}, har(100, parkinson)
    yield "har", {"window": 60, "proxy": "garmanKlass"}, har(60, klass)
    yield "garch", {"window": 200, "refit_every": 40}, garch(200, 40), 0, 1e-6


def index(chosen):
    out = [1000.0]
    for i in range(1, size):
        out.append(out[-1] * (c[i] / c[i - 1] if chosen(v[i], v[i - 1]) else 1))
    return np.array(out)


def session(hour):
    day = (np.arange(size) * 86_400 - hour * 3_600) // 86_400
    out, kept = [], None
    for i in range(size):
        if day[i] != kept:
            kept, money, traded = day[i], 0.0, 0.0
        money, traded = money + typical[i] * v[i], traded + v[i]
        out.append(money / traded)
    return np.array(out)


def volume():
    yield "ad", {}, value(ta.AD(h, l, c, v)), 1000
    yield "adosc", {}, value(ta.ADOSC(h, l, c, v, 3, 10)), 1000
    yield "vwap", {"input": "close"}, value(ta.SUM(c * v, 20) / ta.SUM(v, 20))
    yield "vwap", {"input": "typical"}, value(ta.SUM(typical * v, 20) / ta.SUM(v, 20))
    yield "session_vwap", {}, value(session(0))
    yield "cmf", {"period": 20}, value(ta.SUM(flow, 20) / ta.SUM(v, 20)), 1
    yield "nvi", {}, value(index(lambda now, before: now < before))
    yield "pvi", {}, value(index(lambda now, before: now > before))
    yield "pvt", {}, value(np.concatenate([[0], np.cumsum(v[1:] * (c[1:] - c[:-1]) / c[:-1])])), 1000
    line = ta.PPO(v, 12, 26, 1)
    signal = run(ta.EMA, line, 9)
    yield "pvo", {}, dict(zip(
        ("line", "signal", "histogram"), held(line, signal, line - signal))), 1
    yield "relative_volume", {"period": 20}, value(v / lag(ta.SMA(v, 20)))
    yield "force_index", {"period": 13}, value(run(ta.EMA, (c - lag(c)) * v, 13)), 1000
    ease = (middle - lag(middle)) * (h - l) / (v / 10_000)
    yield "ease_of_movement", {"period": 14, "unit": 10_000}, value(run(ta.SMA, ease, 14)), 1


def entropy(period):
    codes = nan.copy()
    for i in range(2, size):
        codes[i] = int("".join(map(str, np.argsort(c[i - 2 : i + 1], kind="stable"))))

    def one(x):
        share = np.unique(x, return_counts=True)[1] / period
        return -np.sum(share * np.log(share)) / np.log(6)

    return over(one, codes, period)


def statistics():
    close = pd.Series(c)
    change = close.pct_change()

    def skew(x):
        return pd.Series(x).skew()

    def kurt(x):
        return pd.Series(x).kurt()

    yield "skewness", {"of": "levels"}, value(over(skew, c, 20)), 1
    yield "skewness", {"of": "returns"}, value(over(skew, change.to_numpy(), 20)), 1
    yield "kurtosis", {"of": "levels"}, value(over(kurt, c, 20)), 1
    yield "kurtosis", {"of": "returns"}, value(over(kurt, change.to_numpy(), 20)), 1
    top, bottom = ta.MAX(c, 20), ta.MIN(c, 20)
    yield "extremes", {"period": 20}, {"maximum": top, "minimum": bottom, "range": top - bottom}
    row = np.arange(size)
    start = row < 19
    yield "bars_since_extreme", {"period": 20}, {
        "high": np.where(start, np.nan, row - ta.MAXINDEX(h, 20)),
        "low": np.where(start, np.nan, row - ta.MININDEX(l, 20))}
    yield "median", {"period": 20}, value(over(np.median, c, 20))
    yield "median", {"period": 7, "input": "volume"}, value(over(np.median, v, 7))
    yield "sum", {"period": 20}, value(ta.SUM(c, 20))
    yield "variance", {"period": 20}, value(ta.VAR(c, 20))
    yield "variance", {"period": 20, "divisor": "sample"}, value(over(lambda x: np.var(x, ddof=1), c, 20))
    yield "correlation", {"of": "levels"}, value(ta.CORREL(c, v, 20)), 1
    traded = pd.Series(v).pct_change()
    yield "correlation", {"of": "returns"}, value(change.rolling(20).corr(traded).to_numpy()), 1
    yield "covariance", {"of": "levels"}, value(close.rolling(20).cov(pd.Series(v)).to_numpy()), 1000
    yield "beta", {"of": "returns"}, value(ta.BETA(o, c, 20)), 1
    yield "beta", {"of": "levels"}, value(np.array([
        np.nan if i < 19 else np.polyfit(o[i - 19 : i + 1], c[i - 19 : i + 1], 1)[0]
        for i in range(size)])), 1
    yield "autocorrelation", {"lag": 1}, value(change.rolling(20).corr(change.shift(1)).to_numpy()), 1
    yield "autocorrelation", {"lag": 5, "of": "levels"}, value(
        close.rolling(20).corr(close.shift(5)).to_numpy()), 1
    short, long = (np.log(c / lag(c, n)) for n in (1, 5))
    yield "variance_ratio", {}, value(over(np.var, long, 60) / (5 * over(np.var, short, 60)))
    yield "permutation_entropy", {"period": 50}, value(entropy(50))


def heikin_ashi():
    close = (o + h + l + c) / 4
    opens = [(o[0] + c[0]) / 2]
    for i in range(1, size):
        opens.append((opens[-1] + close[i - 1]) / 2)
    opened = np.array(opens)
    return {"open": opened, "close": close,
            "high": np.max([h, opened, close], axis=0), "low": np.min([l, opened, close], axis=0)}


def price():
    yield "typical_price", {}, value(ta.TYPPRICE(h, l, c))
    yield "median_price", {}, value(ta.MEDPRICE(h, l))
    yield "weighted_close", {}, value(ta.WCLPRICE(h, l, c))
    yield "average_price", {}, value(ta.AVGPRICE(o, h, l, c))
    yield "heikin_ashi", {}, heikin_ashi()
    yield "gap", {}, value(o / lag(c) - 1), 1
    yield "log_return", {"period": 1}, value(np.log(c / lag(c))), 1
    yield "log_return", {"period": 5}, value(np.log(c / lag(c, 5))), 1
    yield "cumulative_return", {}, value(c / c[0] - 1), 1
    yield "drawdown", {"period": 60}, value(c / ta.MAX(c, 60) - 1), 1


def numbers(column):
    return [None if np.isnan(x) else float(f"{x:.14g}") for x in column]


for family in (averages, momentum, trend, volatility, volume, statistics, price):
    entries = []
    for name, parameters, outputs, *limits in family():
        entry = {"indicator": name, "parameters": parameters,
                 "outputs": {k: numbers(x) for k, x in outputs.items()}}
        # A difference of larger terms has their rounding error: the scale is what errors relate to.
        entry |= dict(zip(("scale", "tolerance"), limits))
        entries.append(entry)
    path = folder / f"indicators-{family.__name__}.json"
    path.write_text(json.dumps(
        {
            "tool": "TA-Lib (Python wheel ta-lib), numpy, pandas and arch as the catalog's witness says",
            "version": f"ta-lib {ta.__version__}, numpy {np.__version__}, pandas {pd.__version__}, "
            f"arch {arch.__version__}",
            "command": "python Fixtures/reference/scripts/indicators-families.py Fixtures/reference",
            "bars": "indicators-talib.json",
            "values": entries,
        },
        separators=(",", ":"),
    ) + "\n")
