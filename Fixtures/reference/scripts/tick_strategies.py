"""Reference runs of the tick strategies over a made stream, by plain numpy; checks Fixtures/ticks/hand-computed.json on the way.

python3 -m venv venv && venv/bin/pip install numpy==2.4.6
venv/bin/python Fixtures/reference/scripts/tick_strategies.py > Fixtures/reference/tick-strategies.json

Every batch is worked out from the whole history before it: windows are sliced, averages are run from the first price.
"""
import json, pathlib
import numpy as np

SECOND = 1_000_000_000
YEAR = 365 * 86_400 * SECOND


def stream(count, seed, kind):
    """A walk on whole cents, from a linear congruential generator that any language can repeat."""
    state, cents, time, rows, book = seed, 10_000, 1_700_000_000 * SECOND, [], None
    for _ in range(count):
        draws = []
        for _ in range(5):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            draws.append(state >> 33)
        a, b, c, d, e = draws
        time += (1 + a % 400) * 1_000_000 + (7 * SECOND if a % 97 == 0 else 0)
        cents += b % 13 - 6 + (10_000 - cents if cents < 10_000 else -(cents - 10_000)) // 200
        if kind == "trades" or (kind == "both" and book and d % 3 == 0):
            rows.append(("t", time, cents / 100, (1 + c % 5000) / 1000, (1, -1, 1, -1, 0)[e % 5]))
        else:
            book = (cents / 100, (1 + c % 5000) / 1000, (cents + 1 + d % 3) / 100, (1 + e % 5000) / 1000)
            rows.append(("q", time) + book)
    return rows


def batches(rows):
    """Rows by second of the epoch; empty seconds are left out."""
    found = {}
    for row in rows: found.setdefault(row[1] // SECOND, []).append(row)
    return list(found.values())


def price(row): return row[2] if row[0] == "t" else (row[2] + row[4]) / 2


def ofi(data, window, threshold, source, allow_short=False):
    decay, total, before = (1 - 1 / window if window >= 2 else 0.0), 0.0, None
    for batch in data:
        net = 0.0
        for row in batch:
            if source == "trades": net += row[3] * row[4]
            else:
                if before is not None:
                    (b0, bs0, a0, as0), (b1, bs1, a1, as1) = before[2:], row[2:]
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


class Account:
    """Cash and one position, with the profit of every stretch from flat to flat or turned round."""

    def __init__(self, cash, fee_rate):
        self.cash, self.fee_rate, self.position, self.fees = cash, fee_rate, 0.0, 0.0
        self.flow, self.opened, self.fills, self.equity, self.trades, self.path, self.marks = 0.0, None, [], [], [], [], []

    def fill(self, index, time, units, p):
        fee = abs(units) * p * self.fee_rate
        self.cash -= units * p + fee
        self.fees += fee
        before, self.position = self.position, self.position + units
        paid = -units * p - fee
        if before * units < 0 and abs(units) >= abs(before):
            share = abs(before / units)
            self.trades.append((self.opened, time, self.flow + paid * share))
            self.flow, self.opened = paid * (1 - share), time
        else:
            if before == 0: self.flow, self.opened = 0.0, time
            self.flow += paid
        self.fills.append([index, units, p, fee, self.position, self.cash])


def follow(data, signals, cash, fee_rate, allow_short=False):
    """One unit long, flat or short; filled at the last trade or quote of the batch, when the batch or the stream ends."""
    account = Account(cash, fee_rate)
    for index, (batch, signal) in enumerate(zip(data, signals)):
        last = batch[-1]
        end = last[1] if batch is data[-1] else (last[1] // SECOND + 1) * SECOND
        account.path += [account.cash + account.position * price(row) for row in batch[:-1]]  # the last tick is marked once, after what it fills
        wanted = {1: 1.0, -1: -1.0 if allow_short else 0.0}.get(signal, account.position)
        units = wanted - account.position
        p = last[2] if last[0] == "t" or units < 0 else last[4]
        if units: account.fill(index, end, units, p)
        account.equity.append(account.cash + account.position * price(last))
        account.path.append(account.equity[-1])
        account.marks.append(end)
    return account


def make_market(data, cash, fee_rate, half_spread_bps, skew_bps, tolerance_bps, price_step, inventory_limit, allow_short=False):
    """Offers that rest from the end of a batch on, and fill at their price when a trade or the other side reaches it."""
    account, orders, middle = Account(cash, fee_rate), [], None
    for index, batch in enumerate(data):
        for row in batch:
            reach = lambda side: row[2] if row[0] == "t" else row[4] if side > 0 else row[2]
            for side, limit in list(orders):
                if (reach(side) - limit) * side <= 0:
                    account.fill(index, row[1], float(side), limit)
                    orders.remove((side, limit))
            if row[0] == "q": bid, ask, middle = row[2], row[4], (row[2] + row[4]) / 2
            if row is not batch[-1]: account.path.append(account.cash + account.position * middle)
        centre = middle * (1 - skew_bps * 1e-4 * account.position)
        offers = {1: centre - half_spread_bps * 1e-4 * middle, -1: centre + half_spread_bps * 1e-4 * middle}
        if price_step: offers = {1: np.floor(offers[1] / price_step) * price_step, -1: np.ceil(offers[-1] / price_step) * price_step}
        if offers[1] >= ask: offers[1] = bid
        if offers[-1] <= bid: offers[-1] = ask
        orders = [(side, limit) for side, limit in orders if abs(limit - offers[side]) <= tolerance_bps * 1e-4 * middle]
        held = [side for side, _ in orders]
        if 1 not in held and account.position + 1 <= inventory_limit: orders.append((1, float(offers[1])))
        if -1 not in held and account.position - 1 >= (-inventory_limit if allow_short else 0): orders.append((-1, float(offers[-1])))
        account.equity.append(account.cash + account.position * middle)
        account.path.append(account.equity[-1])
        account.marks.append(batch[-1][1] if batch is data[-1] else (batch[-1][1] // SECOND + 1) * SECOND)
    return account


def replay(name, data, parameters, cash, fee_rate):
    if name == "MarketMakerStrategy": return make_market(data, cash, fee_rate, **parameters)
    return follow(data, RULES[name](data, **parameters), cash, fee_rate, parameters.get("allow_short", False))


def summary(account, cash):
    curve = np.array([cash] + account.equity)
    returns = np.diff(curve) / curve[:-1]
    gains = np.array([profit for _, _, profit in account.trades])
    losses = -gains[gains < 0].sum()
    path = np.array([cash] + account.path)
    peaks = np.maximum.accumulate(path)
    periods = (len(account.marks) - 1) * YEAR / (account.marks[-1] - account.marks[0])
    downside = np.sqrt(np.mean(np.minimum(returns, 0) ** 2))
    return dict(
        finalEquity=curve[-1], fillCount=len(account.fills), tradeCount=len(gains), fees=account.fees, batchCount=len(account.equity),
        maximumDrawdown=float(np.max((peaks - path) / peaks)), periodsPerYear=periods, sharpe=float(returns.mean() / returns.std(ddof=1) * np.sqrt(periods)),
        sortino=float(returns.mean() / downside * np.sqrt(periods)), volatility=float(returns.std(ddof=1) * np.sqrt(periods)),
        calmar=float((curve[-1] - cash) / np.max(peaks - path)), meanReturn=float(returns.mean()), sampleDeviation=float(returns.std(ddof=1)), winRate=float((gains > 0).mean()),
        averageTradeProfit=float(gains.mean()), profitFactor=float(gains[gains > 0].sum() / losses) if losses else None,
        heldNanoseconds=sum(end - start for start, end, _ in account.trades))


RULES = {"OFIMomentumStrategy": ofi, "TickBollingerReversionStrategy": bollinger, "TickEmaCrossStrategy": ema}


def check_by_hand(root):
    for case in json.load(open(root / "Fixtures/ticks/hand-computed.json"))["cases"]:
        data = []
        for k, batch in enumerate(case["batches"]):
            rows = [("t", *row) for row in batch.get("trades", [])] + [("q", *row) for row in batch.get("quotes", [])]
            data.append([(row[0], k * SECOND + (i + 1) * 1_000_000, *row[1:]) for i, row in enumerate(rows)])
        parameters = dict(case["parameters"])
        if parameters.get("source") == "auto": parameters["source"] = "trades" if "trades" in case["batches"][0] else "quotes"
        run = replay(case["strategy"], data, parameters, case["startingCash"], case["feeRate"])
        assert np.allclose(np.array(run.fills).reshape(-1, 6), np.array(case["fills"]).reshape(-1, 6), rtol=0, atol=1e-9), (case["name"], run.fills)
        assert np.allclose(run.equity, case["equity"], rtol=0, atol=1e-9), (case["name"], run.equity)


def main():
    check_by_hand(pathlib.Path(__file__).resolve().parents[3])
    streams = {kind: stream(6000, seed, kind) for kind, seed in (("trades", 20261121), ("quotes", 7), ("both", 99))}
    offers = dict(tolerance_bps=1.0, price_step=0.01, inventory_limit=3.0)
    wanted = [
        ("OFIMomentumStrategy", "trades", dict(window=20, threshold=15.0, source="trades")),
        ("OFIMomentumStrategy", "quotes", dict(window=10, threshold=12.0, source="quotes")),
        ("OFIMomentumStrategy", "trades", dict(window=1, threshold=5.0, source="trades", allow_short=True)),
        ("TickBollingerReversionStrategy", "trades", dict(window=60, deviations=2.0, buffer="ring")),
        ("TickBollingerReversionStrategy", "trades", dict(window=6, deviations=1.25, buffer="batch", allow_short=True)),
        ("TickBollingerReversionStrategy", "quotes", dict(window=40, deviations=1.5, buffer="ring")),
        ("TickEmaCrossStrategy", "trades", dict(fast=12, slow=26)),
        ("TickEmaCrossStrategy", "quotes", dict(fast=30, slow=120, allow_short=True)),
        ("MarketMakerStrategy", "both", dict(half_spread_bps=8.0, skew_bps=2.0, **offers)),
        ("MarketMakerStrategy", "both", dict(half_spread_bps=3.0, skew_bps=1.0, allow_short=True, **offers)),
    ]
    runs = []
    for name, kind, parameters in wanted:
        for fee_rate in (0.0, 0.001):
            account = replay(name, batches(streams[kind]), parameters, 1000.0, fee_rate)
            assert len(account.fills) > 20, (name, kind, len(account.fills))
            runs.append(dict(strategy=name, stream=kind, parameters=parameters, feeRate=fee_rate,
                             fills=account.fills[::1 + len(account.fills) // 100], equity=account.equity[::25], summary=summary(account, 1000.0)))
    print(json.dumps(dict(
        tool="numpy", version=np.__version__,
        command="python Fixtures/reference/scripts/tick_strategies.py > Fixtures/reference/tick-strategies.json",
        reading="fills: [batch, signed units, price, fee, position after, cash after], every k-th from the first with k = 1 + fillCount / 100 rounded down; equity: after every 25th batch, from the first",
        count=6000, firstRows={kind: [list(row) for row in rows[:4]] for kind, rows in streams.items()}, startingCash=1000.0, runs=runs)))


main()
