"""Records TA-Lib's values of the indicators on a small generated series.

Run: python Fixtures/reference/scripts/indicators-talib.py > Fixtures/reference/indicators-talib.json
Needs: pip install ta-lib==0.8.2 numpy
"""

import json

import numpy
import talib

state = 20_261_121


def uniform():
    """Knuth's MMIX generator; the upper 53 bits as a number in [0, 1)."""
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 11) * 2.0**-53


rows = []
close = 100.0
for index in range(320):
    opened = close * (1 + 0.01 * (uniform() - 0.5))
    close = opened * (1 + 0.04 * (uniform() - 0.5))
    high = max(opened, close) * (1 + 0.01 * uniform())
    low = min(opened, close) * (1 - 0.01 * uniform())
    rows.append((opened, high, low, close, float(int(1_000 + 9_000 * uniform()))))
o, h, l, c, v = (numpy.array(column) for column in zip(*rows))


def ema_first(x, period):
    a, out = 2 / (period + 1), [x[0]]
    for value in x[1:]:
        out.append(out[-1] + a * (value - out[-1]))
    return numpy.array(out)


def rolling(function, x, period):
    out = numpy.full(len(x), numpy.nan)
    for i in range(period - 1, len(x)):
        out[i] = function(x[i - period + 1 : i + 1])
    return out


def shifted(x, by=1):
    return numpy.concatenate([numpy.full(by, numpy.nan), x])


def directional(period):
    both = {"plus_di": talib.PLUS_DI(h, l, c, period), "minus_di": talib.MINUS_DI(h, l, c, period)}
    index = talib.ADX(h, l, c, period)
    return {k: numpy.where(numpy.isnan(index), index, x) for k, x in both.items()} | {"adx": index}


change = numpy.diff(c)
gain = shifted(rolling(numpy.mean, numpy.maximum(change, 0), 14))
loss = shifted(rolling(numpy.mean, numpy.maximum(-change, 0), 14))
upper, middle, lower = talib.BBANDS(c, 20, 2, 2)
line, signal, histogram = talib.MACD(c, 12, 26, 9)
high20, low20 = talib.MAX(h, 20), talib.MIN(l, 20)
rocp1 = talib.ROCP(c, 1)

cases = [
    ("sma", {"period": 20}, {"value": talib.SMA(c, 20)}),
    ("sma", {"period": 5, "input": "high"}, {"value": talib.SMA(h, 5)}),
    ("ema", {"period": 20}, {"value": talib.EMA(c, 20)}),
    ("ema", {"period": 20, "seeding": "firstValue"}, {"value": ema_first(c, 20)}),
    ("wma", {"period": 20}, {"value": talib.WMA(c, 20)}),
    ("rsi", {"period": 14}, {"value": talib.RSI(c, 14)}),
    ("rsi", {"period": 14, "smoothing": "simple"}, {"value": 100 * gain / (gain + loss)}),
    ("macd", {}, {"line": line, "signal": signal, "histogram": histogram}),
    ("true_range", {}, {"value": talib.TRANGE(h, l, c)}),
    ("atr", {"period": 14}, {"value": talib.ATR(h, l, c, 14)}),
    ("natr", {"period": 14}, {"value": talib.NATR(h, l, c, 14)}),
    ("adx", {"period": 14}, directional(14)),
    ("adx", {"period": 5}, directional(5)),
    ("stochastic", {}, dict(zip("kd", talib.STOCH(h, l, c, 14, 3, 0, 3, 0)))),
    ("stochastic", {"period": 5, "k_period": 1, "d_period": 4}, dict(zip("kd", talib.STOCH(h, l, c, 5, 1, 0, 4, 0)))),
    (
        "bollinger",
        {"period": 20, "deviations": 2.0},
        {
            "upper": upper,
            "middle": middle,
            "lower": lower,
            "percent_b": (c - lower) / (upper - lower),
            "bandwidth": (upper - lower) / middle,
        },
    ),
    ("stddev", {"period": 20}, {"value": talib.STDDEV(c, 20)}),
    ("mean_return", {"period": 20}, {"value": shifted(talib.SMA(rocp1[1:], 20))}),
    ("zscore", {"period": 20, "divisor": "population"},
     {"value": (c - talib.SMA(c, 20)) / talib.STDDEV(c, 20)}),
    ("roc", {"period": 10}, {"value": talib.ROCP(c, 10)}),
    ("momentum", {"period": 10}, {"value": talib.MOM(c, 10)}),
    ("donchian", {"period": 20},
     {"upper": high20, "middle": (high20 + low20) / 2, "lower": low20}),
    ("obv", {}, {"value": talib.OBV(c, v)}),
    ("realised_volatility", {"period": 20},
     {"value": shifted(rolling(lambda x: numpy.std(x, ddof=1), numpy.diff(numpy.log(c)), 20))}),
    ("percentile_rank", {"period": 60},
     {"value": rolling(lambda x: numpy.sum(x[:-1] < x[-1]) / 59, c, 60)}),
    ("quantile", {"period": 20, "fraction": 0.25},
     {"value": rolling(lambda x: numpy.quantile(x, 0.25), c, 20)}),
]


def numbers(column):
    return [None if numpy.isnan(x) else float(x) for x in column]


print(
    json.dumps(
        {
            "tool": "TA-Lib (Python wheel ta-lib), numpy where the catalog's witness says so",
            "version": f"ta-lib {talib.__version__}, numpy {numpy.__version__}",
            "command": "python Fixtures/reference/scripts/indicators-talib.py",
            "bars": {k: numbers(x) for k, x in zip(["open", "high", "low", "close", "volume"], (o, h, l, c, v))},
            "values": [
                {"indicator": name, "parameters": parameters,
                 "outputs": {k: numbers(x) for k, x in outputs.items()}}
                for name, parameters, outputs in cases
            ],
        },
        separators=(",", ":"),
    )
)
