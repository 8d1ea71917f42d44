"""Records what a plain replay of quotes and trades makes of a list of orders: immediate fills, and a venue with
latency and a line at each price. One global list of events, no blocks, no shortcuts.

Run: python Fixtures/reference/scripts/tick_replay.py > Fixtures/reference/tick-replay.json
Needs: pip install numpy==2.4.6
"""

import heapq
import json

import numpy as np

BATCH, CASH, MAKER, TAKER, SLIP = 1_000_000_000, 10_000.0, 0.0001, 0.0005, 0.0002
START = 1_700_000_000_000_000_000


def stream(seed, count):
    """Rows of (time, kind, bid, bid size, ask, ask size, price, size, side); the book is carried along."""
    g = np.random.Generator(np.random.PCG64(seed))
    time, middle, rows = START, 400, []
    bid, bid_size, ask, ask_size = 199.5, 5.0, 200.5, 5.0
    for index in range(count):
        time += int(g.choice([0, 1_000_000, 7_000_000, 40_000_000, 300_000_000, 1_900_000_000],
                             p=[0.15, 0.3, 0.3, 0.15, 0.09, 0.01]))
        if index > 0 and g.random() < 0.4:
            side = int(g.choice([-1, 1, 0], p=[0.45, 0.45, 0.1]))
            price = (bid if side < 0 else ask) if side else float(g.choice([bid, ask]))
            if g.random() < 0.05:
                price += 0.5 * side
            rows.append((time, 1, bid, bid_size, ask, ask_size, price, float(g.integers(1, 5)), side))
        else:
            if g.random() < 0.35:
                middle += int(g.choice([-1, 1]))
            wide = int(g.random() < 0.3)
            bid, ask = 0.5 * (middle - 1 - wide), 0.5 * (middle + 1)
            bid_size, ask_size = float(g.integers(1, 9)), float(g.integers(1, 9))
            rows.append((time, 0, bid, bid_size, ask, ask_size, 0.0, 0.0, 0))
    return rows


def orders(seed, rows):
    """Actions by tick: (tick, kind, units, limit, cancelled order)."""
    g = np.random.Generator(np.random.PCG64(seed))
    actions, submitted = [], 0
    for tick, row in enumerate(rows):
        if g.random() > 0.3:
            continue
        kind = str(g.choice(["market", "gtc", "post_only", "ioc", "cancel"], p=[0.15, 0.3, 0.2, 0.1, 0.25]))
        if kind == "cancel":
            if submitted:
                actions.append((tick, kind, 0.0, 0.0, max(0, submitted - 1 - int(g.integers(0, 3)))))
            continue
        units = float(g.integers(1, 7)) * float(g.choice([-1, 1]))
        base = row[2] if units > 0 else row[4]
        limit = base + 0.5 * float(g.integers(-1, 3)) * (1 if units > 0 else -1)
        actions.append((tick, kind, units, 0.0 if kind == "market" else limit, -1))
        submitted += 1
    return actions


class Account:
    def __init__(self):
        self.cash, self.units, self.fills, self.counts = CASH, 0.0, [], dict(rejected=0, cancelled=0, late=0)

    def fill(self, time, order, units, price, maker):
        fee = abs(units) * price * (MAKER if maker else TAKER)
        self.cash -= units * price + fee
        self.units += units
        self.fills.append([time, order, units, price, fee, maker, self.units, self.cash])


def middle(row):
    return 0.5 * (row[2] + row[4])


def slipped(price, units):
    return price * (1 + SLIP) if units > 0 else price * (1 - SLIP)


def summary(marks, ticks_equity):
    """Figures of the marks at ends of batches, and the deepest fall over every tick."""
    equity = np.array([CASH] + [m[1] for m in marks])
    returns = equity[1:] / equity[:-1] - 1
    years = 365 * 86_400e9 * (len(marks) - 1) / (marks[-1][0] - marks[0][0])
    path = np.array([CASH] + ticks_equity)
    peak = np.maximum.accumulate(path)
    downside = np.sqrt(np.mean(np.minimum(returns, 0) ** 2))
    return dict(
        periods_per_year=years, sharpe=returns.mean() / returns.std(ddof=1) * np.sqrt(years),
        sortino=returns.mean() / downside * np.sqrt(years), volatility=returns.std(ddof=1) * np.sqrt(years),
        drawdown=float(((peak - path) / peak).max()), drawdown_amount=float((peak - path).max()),
        final_equity=float(equity[-1]))


def immediate(rows, actions):
    account, resting, marks, path, by_tick, number = Account(), {}, [], [], {}, 0
    for action in actions:
        by_tick.setdefault(action[0], []).append(action)
    for tick, row in enumerate(rows):
        if tick and row[0] // BATCH != rows[tick - 1][0] // BATCH:
            marks.append([(rows[tick - 1][0] // BATCH + 1) * BATCH, account.cash + account.units * middle(rows[tick - 1])])
        for order, (units, limit) in list(resting.items()):
            opposite = row[4] if units > 0 else row[2]
            way = 1 if units > 0 else -1
            if way * opposite <= way * limit or (row[1] and way * row[6] <= way * limit):
                account.fill(row[0], order, units, limit, True)
                del resting[order]
        for _, kind, units, limit, which in by_tick.get(tick, []):
            if kind == "cancel":
                if resting.pop(which, None):
                    account.counts["cancelled"] += 1
                continue
            order, number, way = number, number + 1, 1 if units > 0 else -1
            opposite = row[4] if units > 0 else row[2]
            if kind == "market":
                account.fill(row[0], order, units, slipped(opposite, units), False)
            elif way * opposite <= way * limit:
                if kind == "post_only":
                    account.counts["rejected"] += 1
                else:
                    account.fill(row[0], order, units, opposite, False)
            elif kind == "ioc":
                account.counts["cancelled"] += 1
            else:
                resting[order] = (units, limit)
        path.append(account.cash + account.units * middle(row))
    marks.append([rows[-1][0], path[-1]])
    return dict(fills=account.fills, marks=marks, **account.counts, summary=summary(marks, path))


def venue(rows, actions, feed, there, back, partial, clock):
    account, live, known, done, marks, path, number = Account(), {}, [CASH, 0.0], set(), [], [], 0
    by_tick, events, sequence, book = {}, [], 0, None
    for action in actions:
        by_tick.setdefault(action[0], []).append(action)
    for tick, row in enumerate(rows):
        heapq.heappush(events, (row[0], 0, tick, ("tick", row)))
        heapq.heappush(events, (row[0] + feed, 4, tick, ("local", tick)))
        if tick and (row[0] + feed) // BATCH != (rows[tick - 1][0] + feed) // BATCH:
            end = ((rows[tick - 1][0] + feed) // BATCH + 1) * BATCH
            heapq.heappush(events, (end, 3, tick, ("mark", tick - 1)))
    end_of_venue = rows[-1][0]

    def answer(time, *what):
        nonlocal sequence
        sequence += 1
        heapq.heappush(events, (time + back, 2, sequence, ("answer",) + what))

    def execute(time, order, units, price, maker):
        account.fill(time, order, units, price, maker)
        answer(time, "fill", account.cash, account.units)

    while events:
        time, _, _, what = heapq.heappop(events)
        if what[0] == "tick":
            row = book = what[1]
            for order in sorted(live):
                o = live[order]
                way, size, hit = (1 if o["units"] > 0 else -1), abs(o["units"]), 0.0
                own, own_size = (row[2], row[3]) if way > 0 else (row[4], row[5])
                other, other_size = (row[4], row[5]) if way > 0 else (row[2], row[3])
                if row[1]:
                    if way * row[6] < way * o["limit"]:
                        hit = size
                    elif row[6] == o["limit"] and row[8] != way:
                        o["traded"] += row[7]
                        if o["ahead"] is not None:
                            rest = row[7] - o["ahead"]
                            o["ahead"] = max(0.0, -rest)
                            if rest > 0:
                                hit = min(size, rest) if partial else size
                elif way * other <= way * o["limit"]:
                    hit = min(size, other_size) if partial else size
                    o["ahead"], o["shown"], o["traded"] = 0.0, 0.0, 0.0
                elif own == o["limit"]:
                    if o["ahead"] is None:
                        o["ahead"] = own_size
                    elif clock and o["ahead"] > 0:
                        before = o["shown"] - o["traded"]
                        if before > own_size and before > 0:
                            o["ahead"] -= (before - own_size) * min(1.0, o["ahead"] / before)
                    o["ahead"], o["shown"], o["traded"] = min(o["ahead"], own_size), own_size, 0.0
                elif way * own < way * o["limit"]:
                    o["ahead"], o["shown"], o["traded"] = 0.0, 0.0, 0.0
                if hit > 0:
                    o["units"] -= way * hit
                    execute(time, order, way * hit, o["limit"], True)
                    if o["units"] == 0:
                        del live[order]
                        answer(time, "done", order)
        elif what[0] == "new" and time <= end_of_venue:
            _, order, kind, units, limit = what
            way, row = (1 if units > 0 else -1), book
            own, own_size = (row[2], row[3]) if way > 0 else (row[4], row[5])
            other, other_size = (row[4], row[5]) if way > 0 else (row[2], row[3])
            crosses = kind == "market" or way * other <= way * limit
            if crosses and kind == "post_only":
                account.counts["rejected"] += 1
                answer(time, "done", order)
                continue
            left = abs(units)
            if crosses:
                size = min(left, other_size) if partial else left
                price = slipped(other, units) if kind == "market" else other
                execute(time, order, way * size, price, False)
                left -= size
            if left and kind in ("market", "ioc"):
                account.counts["cancelled"] += 1
            if not left or kind in ("market", "ioc"):
                answer(time, "done", order)
            else:
                o = dict(units=way * left, limit=limit, ahead=0.0, shown=0.0, traded=0.0)
                if limit == own:
                    o["ahead"] = o["shown"] = own_size
                elif way * limit < way * own:
                    o["ahead"] = None
                live[order] = o
        elif what[0] == "cancel" and time <= end_of_venue:
            if live.pop(what[1], None):
                account.counts["cancelled"] += 1
                answer(time, "done", what[1])
            else:
                account.counts["late"] += 1
        elif what[0] == "answer" and what[1] == "fill":
            known = [what[2], what[3]]
        elif what[0] == "answer":
            done.add(what[2])
        elif what[0] == "mark":
            marks.append([time, known[0] + known[1] * middle(rows[what[1]])])
        elif what[0] == "local":
            path.append(known[0] + known[1] * middle(rows[what[1]]))
            for _, kind, units, limit, which in by_tick.get(what[1], []):
                sequence += 1
                if kind == "cancel":
                    # An order known to be done is left as it is.
                    if which not in done:
                        heapq.heappush(events, (time + there, 1, sequence, ("cancel", which)))
                else:
                    heapq.heappush(events, (time + there, 1, sequence, ("new", number, kind, units, limit)))
                    number += 1
    marks.append([rows[-1][0] + feed, account.cash + account.units * middle(rows[-1])])
    path += [m[1] for m in marks]
    figures = summary(marks, path)
    # Marks and ticks are not in one order here, so the fall is left to the other cases.
    del figures["drawdown"], figures["drawdown_amount"]
    return dict(fills=account.fills, marks=marks, **account.counts, summary=figures)


def cases():
    rows = stream(20261121, 900)
    actions = orders(20261122, rows)
    venues = [
        dict(feed=0, there=0, back=0, partial=False, clock=False),
        dict(feed=5_000_000, there=10_000_000, back=3_000_000, partial=False, clock=False),
        dict(feed=5_000_000, there=10_000_000, back=3_000_000, partial=True, clock=False),
        dict(feed=40_000_000, there=7_000_000, back=1_000_000, partial=True, clock=True),
        dict(feed=0, there=1_500_000_000, back=700_000_000, partial=True, clock=True),
    ]
    return dict(
        rows=rows, actions=actions, immediate=immediate(rows, actions),
        venues=[dict(settings=v, **venue(rows, actions, **v)) for v in venues])


print(json.dumps(dict(
    tool="a plain replay in Python", version="numpy " + np.__version__,
    command="python Fixtures/reference/scripts/tick_replay.py", **cases())))
