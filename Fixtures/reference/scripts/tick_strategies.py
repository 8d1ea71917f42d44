"""Reference runs of the tick strategies over a made stream, by plain numpy; checks Fixtures/ticks/hand-computed.json on the way.

python3 -m venv venv && venv/bin/pip install numpy==2.4.6
venv/bin/python Fixtures/reference/scripts/tick_strategies.py > Fixtures/reference/tick-strategies.json

Every batch is worked out from the whole history before it: windows are sliced, averages are run from the first price.
"""
import json, pathlib, sys
import numpy as np

SECOND = 1_000_000_000
YEAR = 365 * 86_400 * SECOND


def stream(count, seed, quotes):
    """A walk on whole cents, from a linear congruential generator that any language can repeat."""
    state, cents, time, rows = seed, 10_000, 1_700_000_000 * SECOND, []
    for _ in range(count):
        draws = []
        for _ in range(5):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            draws.append(state >> 33)
        a, b, c, d, e = draws
        time += (1 + a % 400) * 1_000_000 + (7 * SECOND if a % 97 == 0 else 0)
        cents += b % 13 - 6 + (10_000 - cents) // 200
        if quotes: rows.append((time, cents / 100, (1 + c % 5000) / 1000, (cents + 1 + d % 3) / 100, (1 + e % 5000) / 1000))
        else: rows.append((time, cents / 100, (1 + c % 5000) / 1000, (1, -1, 1, -1, 0)[d % 5]))
    return rows


def batches(rows):
    """Rows by second of the epoch; empty seconds are left out."""
    found = {}
    for row in rows: found.setdefault(row[0] // SECOND, []).append(row)
    return list(found.values())


def price(row): return row[1] if len(row) == 4 else (row[1] + row[3]) / 2


def ofi(data, window, threshold, source, allow_short=False):
    decay, total, before = (1 - 1 / window if window >= 2 else 0.0), 0.0, None
    for batch in data:
        net = 0.0
        if source == "trades": net = sum(size * side for _, _, size, side in batch)
        else:
            for row in batch:
                if before is not None:
                    (_, b0, bs0, a0, as0), (_, b1, bs1, a1, as1) = before, row
                    net += (b1 >= b0) * bs1 - (b1 <= b0) * bs0 - (a1 <= a0) * as1 + (a1 >= a0) * as0
                before = row
        total = total * decay + net
        yield 1 if total > threshold else -1 if total < -threshold else 0


def bollinger(data, window, deviations, buffer, allow_short=False):
    seen = []
    for batch in data:
        prices = [price(row) for row in batch]
        seen += prices
        values = np.array((prices if buffer == "batch" else seen)[-window:])
        if len(values) < window: yield 0; continue
        gap, width = values[-1] - values.mean(), deviations * values.std()
        yield 1 if gap < -width - 1e-9 else -1 if gap > width + 1e-9 else 0


def ema(data, fast, slow, allow_short=False):
    averages, count, above = None, 0, None
    for batch in data:
        for row in batch:
            p = price(row)
            averages = [p, p] if averages is None else [x + 2 / (n + 1) * (p - x) for x, n in zip(averages, (fast, slow))]
            count += 1
        if count < slow: yield 0; continue
        now, crossed = averages[0] > averages[1], 0
        if above is not None and now != above: crossed = 1 if now else -1
        above = now
        yield crossed


def account(data, signals, cash, fee_rate, allow_short=False, target=None):
    """One unit long, flat or short; filled and marked at the last price of the batch."""
    position, fills, equity, times, trades, fees = 0.0, [], [], [], [], 0.0
    entry = None
    for index, (batch, signal) in enumerate(zip(data, signals)):
        p, now = price(batch[-1]), batch[-1][0]
        wanted = position
        if signal == 1: wanted = 1.0
        if signal == -1: wanted = -1.0 if allow_short else 0.0
        units = wanted - position
        if units > 0 and not allow_short and cash < units * p * (1 + fee_rate): units = 0.0
        if units:
            fee = abs(units) * p * fee_rate
            cash -= units * p + fee
            fees += fee
            closed = -position if position * units < 0 else 0.0
            if closed: trades.append((entry, now, p, fee * abs(closed / units)))
            position += units
            if position: entry = (now, p, units, fee * abs(position / units) if closed else fee)
            fills.append([index, units, p, fee, position, cash])
        equity.append(cash + position * p)
        times.append(now)
    return dict(fills=fills, equity=equity, times=times, fees=fees, trades=trades, cash=cash)


def profits(trades):
    return [u * (p - p0) - f0 - f for (_, p0, u, f0), _, p, f in trades]


def summary(run, cash):
    curve = np.array([cash] + run["equity"])
    returns = np.diff(curve) / curve[:-1]
    peaks = np.maximum.accumulate(curve)
    gains = np.array(profits(run["trades"]))
    times = np.array(run["times"])
    spacing = float(times[-1] - times[0]) / (len(times) - 1)
    result = dict(
        finalEquity=curve[-1], fillCount=len(run["fills"]), tradeCount=len(gains), fees=run["fees"],
        maximumDrawdown=float(np.max((peaks - curve) / peaks)), meanReturn=float(returns.mean()),
        sampleDeviation=float(returns.std(ddof=1)), batchCount=len(times), firstBatch=int(times[0]), lastBatch=int(times[-1]))
    if len(gains):
        result |= dict(winRate=float((gains > 0).mean()), averageTradeProfit=float(gains.mean()),
                       profitFactor=float(gains[gains > 0].sum() / -gains[gains < 0].sum()) if (gains < 0).any() else None,
                       averageHoldingNanoseconds=float(np.mean([t - e[0] for e, t, _, _ in run["trades"]])))
    return result


RULES = {"OFIMomentumStrategy": ofi, "TickBollingerReversionStrategy": bollinger, "TickEmaCrossStrategy": ema}


def check_by_hand(root):
    for case in json.load(open(root / "Fixtures/ticks/hand-computed.json"))["cases"]:
        data = [[((k * SECOND + i * 1_000_000),) + tuple(row) for i, row in enumerate(b.get("trades") or b["quotes"])] for k, b in enumerate(case["batches"])]
        parameters = dict(case["parameters"])
        if parameters.get("source") == "auto": parameters["source"] = "trades" if "trades" in case["batches"][0] else "quotes"
        run = account(data, RULES[case["strategy"]](data, **parameters), case["startingCash"], case["feeRate"], case["parameters"].get("allow_short", False))
        assert np.allclose(np.array(run["fills"]).reshape(-1, 6), np.array(case["fills"]).reshape(-1, 6), rtol=0, atol=1e-9), (case["name"], run["fills"])
        assert np.allclose(run["equity"], case["equity"], rtol=0, atol=1e-9), (case["name"], run["equity"])


def main():
    check_by_hand(pathlib.Path(__file__).resolve().parents[3])
    streams = {"trades": stream(6000, 20261121, False), "quotes": stream(6000, 7, True)}
    wanted = [
        ("OFIMomentumStrategy", "trades", dict(window=20, threshold=15.0, source="trades")),
        ("OFIMomentumStrategy", "quotes", dict(window=10, threshold=12.0, source="quotes")),
        ("OFIMomentumStrategy", "trades", dict(window=1, threshold=5.0, source="trades", allow_short=True)),
        ("TickBollingerReversionStrategy", "trades", dict(window=60, deviations=2.0, buffer="ring")),
        ("TickBollingerReversionStrategy", "trades", dict(window=6, deviations=1.25, buffer="batch", allow_short=True)),
        ("TickBollingerReversionStrategy", "quotes", dict(window=40, deviations=1.5, buffer="ring")),
        ("TickEmaCrossStrategy", "trades", dict(fast=12, slow=26)),
        ("TickEmaCrossStrategy", "quotes", dict(fast=30, slow=120, allow_short=True)),
    ]
    runs = []
    for name, kind, parameters in wanted:
        for fee_rate in (0.0, 0.001):
            data = batches(streams[kind])
            run = account(data, RULES[name](data, **parameters), 1000.0, fee_rate, parameters.get("allow_short", False))
            assert len(run["fills"]) > 20, (name, kind, len(run["fills"]))
            runs.append(dict(strategy=name, stream=kind, parameters=parameters, feeRate=fee_rate,
                             fills=[[row[0]] + row[1:] for row in run["fills"]], equity=run["equity"][::25], summary=summary(run, 1000.0)))
    first = {kind: rows[:3] for kind, rows in streams.items()}
    print(json.dumps(dict(
        tool="numpy", version=np.__version__,
        command="python Fixtures/reference/scripts/tick_strategies.py > Fixtures/reference/tick-strategies.json",
        reading="fills: [batch, signed units, price, fee, position after, cash after]; equity: after every 25th batch, from the first",
        count=6000, firstRows=first, startingCash=1000.0, runs=runs)))


main()
