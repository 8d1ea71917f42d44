"""Writes TA-Lib's values of the ten indicators of W1 as raw doubles, NaN where undefined.

The score alone is numpy's, from two passes over each window: TA-Lib takes the difference of sums of squares of
prices, and loses more digits than are to be compared. How many is said on stderr.

Run: python indicators_reference.py FOLDER    (FOLDER holds open.f64, high.f64 and so on)
"""

import sys

import numpy
import talib

folder = sys.argv[1]
high, low, close, volume = (
    numpy.fromfile(f"{folder}/{name}.f64") for name in ("high", "low", "close", "volume")
)


def score(values, period, rows=100_000):
    out = numpy.full(len(values), numpy.nan)
    windows = numpy.lib.stride_tricks.sliding_window_view(values, period)
    for first in range(0, len(windows), rows):
        part = windows[first : first + rows]
        distances = part - part.mean(axis=1)[:, None]
        deviations = numpy.sqrt((distances * distances).mean(axis=1))
        out[first + period - 1 :][: len(part)] = distances[:, -1] / deviations
    return out


scores = score(close, 60)
peer_scores = (close - talib.SMA(close, 60)) / talib.STDDEV(close, 60, 1.0)
lost = numpy.nanmax(numpy.abs(peer_scores - scores))
print(f"bench: TA-Lib's own zscore60 differs from two passes by up to {lost:.1e}", file=sys.stderr)
outputs = {
    "sma20": {"value": talib.SMA(close, 20)},
    "ema20": {"value": talib.EMA(close, 20)},
    "rsi14": {"value": talib.RSI(close, 14)},
    "macd": dict(zip(["line", "signal", "histogram"], talib.MACD(close, 12, 26, 9))),
    "bbands20": dict(zip(["upper", "middle", "lower"], talib.BBANDS(close, 20, 2.0, 2.0))),
    "atr14": {"value": talib.ATR(high, low, close, 14)},
    "adx14": {"adx": talib.ADX(high, low, close, 14)},
    "stoch14_3_3": dict(zip("kd", talib.STOCH(high, low, close, 14, 3, 0, 3, 0))),
    "obv": {"value": talib.OBV(close, volume)},
    "zscore60": {"value": scores},
}
for indicator, columns in outputs.items():
    for name, values in columns.items():
        values.tofile(f"{folder}/w1_{indicator}_{name}.f64")
