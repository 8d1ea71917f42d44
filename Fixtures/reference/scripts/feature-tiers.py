"""Records the columns of the tiers a20 and vix on generated daily bars.

Run: python Fixtures/reference/scripts/feature-tiers.py > Fixtures/reference/feature-tiers.json
Needs: pip install ta-lib==0.8.2 pandas==3.1.1 numpy

Weekly columns are those of the newest week that ended before the row's own week began: weeks run from
Monday to Sunday, and a week's value is first seen on the first trading day after its last one.
"""

import json

import numpy
import pandas
import talib

HOLIDAYS = """2018-01-01 2018-01-15 2018-02-19 2018-03-30 2018-05-28 2018-07-04 2018-09-03 2018-11-22
2018-12-05 2018-12-25 2019-01-01 2019-01-21 2019-02-18 2019-04-19 2019-05-27 2019-07-04""".split()
ROWS = 330


def generated():
    """Bars of a random walk on the sessions of New York, from Knuth's MMIX generator."""
    state = 20_261_122

    def uniform():
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 11) * 2.0**-53

    days = pandas.bdate_range("2018-01-01", periods=ROWS + 40)
    days = days[~days.isin(pandas.to_datetime(HOLIDAYS))][:ROWS]
    rows = []
    close = 20.0
    for _ in range(ROWS):
        opened = close * (1 + 0.01 * (uniform() - 0.5))
        close = opened * (1 + 0.06 * (uniform() - 0.5))
        high = max(opened, close) * (1 + 0.01 * uniform())
        low = min(opened, close) * (1 - 0.01 * uniform())
        rows.append((opened, high, low, close, float(int(1_000 + 9_000 * uniform()))))
    return pandas.DataFrame(rows, index=days, columns=["open", "high", "low", "close", "volume"])


def weekly(bars, compute):
    """The value of the newest week that ended before the week of each row."""
    week = bars.index.to_period("W-SUN")
    closes = bars["close"].groupby(week).last()
    values = pandas.Series(compute(closes.to_numpy()), index=closes.index)
    return values.shift(1).reindex(week).to_numpy()


def a20(bars):
    o, h, l, c, v = (bars[name].to_numpy() for name in ["open", "high", "low", "close", "volume"])
    stochastic = lambda x: talib.STOCHRSI(x, 14, 5, 3, 0)[0]
    upper, _, lower = talib.BBANDS(c, 20, 2, 2)
    price_volume = pandas.Series(c * v).rolling(20).sum()
    return {
        "dema_9": talib.DEMA(c, 9),
        "dema_10": talib.DEMA(c, 10),
        "sma_12": talib.SMA(c, 12),
        "dema_20": talib.DEMA(c, 20),
        "dema_25": talib.DEMA(c, 25),
        "sma_50": talib.SMA(c, 50),
        "dema_90": talib.DEMA(c, 90),
        "sma_100": talib.SMA(c, 100),
        "sma_200": talib.SMA(c, 200),
        "rsi_daily": talib.RSI(c, 14),
        "rsi_weekly": weekly(bars, lambda x: talib.RSI(x, 14)),
        "stochrsi_daily": stochastic(c),
        "stochrsi_weekly": weekly(bars, stochastic),
        "macd_line": talib.MACD(c, 12, 26, 9)[0],
        "obv": talib.OBV(c, v),
        "adosc": talib.ADOSC(h, l, c, v, 3, 10),
        "atr_14": talib.ATR(h, l, c, 14),
        "adx_14": talib.ADX(h, l, c, 14),
        "bb_percent_b": (c - lower) / (upper - lower),
        "vwap_20": (price_volume / pandas.Series(v).rolling(20).sum()).to_numpy(),
    }


def vix(bars):
    c = bars["close"]
    below = lambda window: 100 * (window[:-1] < window[-1]).sum() / 59
    score = (c - c.rolling(20).mean()) / c.rolling(20).std()
    score = score.where(numpy.isfinite(score), 0.0)
    score.iloc[:19] = numpy.nan
    return {
        "vix_close": c,
        "vix_sma_10": c.rolling(10).mean(),
        "vix_sma_20": c.rolling(20).mean(),
        "vix_percentile_60d": c.rolling(60).apply(below, raw=True),
        "vix_zscore_20d": score,
        "vix_regime": pandas.cut(c, [-1, 15, 25, 1e9], right=False, labels=[0.0, 1.0, 2.0]).astype(float),
        "vix_change_1d": 100 * c.pct_change(1),
        "vix_change_5d": 100 * c.pct_change(5),
    }


def plain(column):
    return [None if numpy.isnan(value) else float(value) for value in column]


if __name__ == "__main__":
    bars = generated()
    document = {
        "tool": "TA-Lib and pandas",
        "version": f"{talib.__version__}, {pandas.__version__}",
        "command": "python Fixtures/reference/scripts/feature-tiers.py",
        "dates": [str(date.date()) for date in bars.index],
        "bars": {name: plain(bars[name]) for name in bars},
        "values": {
            "a20": {name: plain(column) for name, column in a20(bars).items()},
            "vix": {name: plain(column) for name, column in vix(bars).items()},
        },
    }
    print(json.dumps(document))
