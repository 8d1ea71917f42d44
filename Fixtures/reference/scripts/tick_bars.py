"""Records bars that pandas makes of seeded quotes and trades.

Time bars come from resample, tick bars from groups of rows. Volume and dollar bars cut where the sum
since the last cut reaches the limit (López de Prado 2018, section 2.3), and pandas groups the rows.

Run: python Fixtures/reference/scripts/tick_bars.py > Fixtures/reference/tick_bars.json
Needs: pip install pandas==3.1.1
"""

import json

import numpy
import pandas

COUNT = 600
generator = numpy.random.Generator(numpy.random.PCG64(20261121))
times = 1_600_000_000_000_000_000 + numpy.cumsum(
    numpy.where(generator.random(COUNT) < 0.3, 0, generator.exponential(9e9, COUNT)).astype("int64")
)
mids = (10_000 + numpy.cumsum(generator.integers(-3, 4, COUNT))) / 100
ticks = pandas.DataFrame(
    {
        "time": times,
        "price": mids,
        "size": numpy.round(generator.exponential(3, COUNT), 3),
        "bid": numpy.round(mids - 0.01, 2),
        "ask": numpy.round(mids + 0.02, 2),
        "isTrade": generator.random(COUNT) < 0.7,
    }
)
trades = ticks[ticks.isTrade].reset_index(drop=True)
quotes = ticks[~ticks.isTrade].reset_index(drop=True)
quotes["price"] = 0.5 * (quotes.bid + quotes.ask)
quotes["size"] = 0.0


def cuts(amounts, limit):
    """The number of the bar of each row: a row that reaches the limit ends its bar."""
    groups, total, group = [], 0.0, 0
    for amount in amounts:
        groups.append(group)
        total += amount
        if total >= limit:
            total, group = 0.0, group + 1
    return groups


def bars(rows, groups):
    grouped = rows.assign(value=rows.price * rows["size"]).groupby(groups)
    made = grouped.agg(
        first=("time", "first"),
        last=("time", "last"),
        open=("price", "first"),
        high=("price", "max"),
        low=("price", "min"),
        close=("price", "last"),
        volume=("size", "sum"),
        value=("value", "sum"),
        ticks=("price", "size"),
    )
    return {name: made[name].tolist() for name in made}


def binned(rows, rule):
    return bars(rows, pandas.to_datetime(rows.time).dt.floor(rule))


values = {
    "trades time:1m": binned(trades, "1min"),
    "trades time:5m": binned(trades, "5min"),
    "mid time:1m": binned(quotes, "1min"),
    "trades tick:7": bars(trades, numpy.arange(len(trades)) // 7),
    "mid tick:5": bars(quotes, numpy.arange(len(quotes)) // 5),
    "trades volume:25.0": bars(trades, cuts(trades["size"], 25)),
    "trades dollar:2500.0": bars(trades, cuts(trades.price * trades["size"], 2500)),
}
print(
    json.dumps(
        {
            "tool": "pandas",
            "version": pandas.__version__,
            "command": "python Fixtures/reference/scripts/tick_bars.py",
            "ticks": {name: ticks[name].tolist() for name in ticks},
            "values": values,
        }
    )
)
