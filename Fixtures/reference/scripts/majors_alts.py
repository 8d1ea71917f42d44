"""Features, score, regimes and daily returns of the majors/alts monitor on a made panel, by pandas.

Usage: python majors_alts.py > ../majors-alts.json      (pandas and numpy)

Written from the definitions in docs/majors-alts.md, apart from the Swift sources: rolling windows are those of pandas,
the account is kept in units. Long BTC, short all alts equally, five states, rebalanced every third day, 5 + 5 basis
points, funding at 00:00, 08:00 and 16:00 UTC.
"""
import json
import numpy as np
import pandas as pd

DAYS, ASSETS = 170, ["ADA", "BTC", "DOGE", "ETH", "LTC", "XRP"]
ALTS = ["ADA", "DOGE", "LTC", "XRP"]
BURN, LOOKBACK, EVERY, FEE = 60, 90, 3, 0.0005
rng = np.random.default_rng(13)
beta = {"ADA": 1.2, "BTC": 1.0, "DOGE": 1.4, "ETH": 1.1, "LTC": 0.9, "XRP": 0.8}
market = 0.03 * rng.standard_normal(DAYS)
alt = 0.02 * rng.standard_normal(DAYS)
price, cap, volume, rate = {}, {}, {}, {}
for name in ASSETS:
    move = beta[name] * market + (0 if name in ("BTC", "ETH") else 1) * alt + 0.015 * rng.standard_normal(DAYS)
    price[name] = np.round(100 * np.cumprod(1 + move), 6)
    cap[name] = np.round(price[name] * rng.integers(2_000_000, 9_000_000), 2)
    volume[name] = np.round(1e7 * np.exp(0.5 * rng.standard_normal(DAYS)), 2)
    rate[name] = np.round(0.0001 + 0.0002 * rng.standard_normal(3 * DAYS), 8)
price["DOGE"][40:43] = np.nan
P, M, V = (pd.DataFrame(x)[ASSETS] for x in (price, cap, volume))
M = M.where(P.notna())
R = P / P.shift(1) - 1
F = pd.DataFrame({n: rate[n].reshape(DAYS, 3).mean(axis=1) for n in ASSETS})


def std(x, n):
    return x.rolling(n, min_periods=n).std()


A = R[ALTS]
raw = {}
raw["alt_breadth_pct_up"] = (A > 0).sum(axis=1) / A.notna().sum(axis=1).replace(0, np.nan)
raw["alt_breadth_median_ret"] = A.median(axis=1)
raw["alt_breadth_iqr"] = A.quantile(0.75, axis=1) - A.quantile(0.25, axis=1)
for n in (5, 20):
    raw[f"alt_breadth_slope_{n}d"] = raw["alt_breadth_pct_up"].diff(n)
raw["btc_dominance"] = M["BTC"] / (M["BTC"] + M[ALTS].sum(axis=1))
for n in (1, 5):
    raw[f"btc_dominance_d{n}d"] = raw["btc_dominance"].diff(n)
skew = F[ALTS].mean(axis=1) - F[["BTC", "ETH"]].mean(axis=1)
raw["funding_skew"], raw["funding_skew_3d"] = skew, skew.rolling(3).mean()
raw["funding_heating"] = skew.rolling(10).mean() - skew.rolling(20).mean()
growth = (100 * (M["BTC"] / M["BTC"].shift(3) - 1) / 50).clip(0, 1)
raw["oi_risk"] = growth.where(P["BTC"] > P["BTC"].shift(3), growth * 0.5)
total = V[ALTS].sum(axis=1)
raw["liquidity_7d_median"] = total.rolling(7).median()
gap = total - raw["liquidity_7d_median"]
raw["liquidity_z30"] = (gap - gap.rolling(30).mean()) / std(gap, 30)
raw["liquidity_pct_at_high"] = (V[ALTS] > V[ALTS].shift(1).rolling(29).max()).sum(axis=1).where(V.index >= 29) / 4
weight = M[ALTS].shift(1).where(A.notna())
index = (weight * A).sum(axis=1, min_count=1) / weight.sum(axis=1, min_count=1)
raw["volatility_spread"] = std(index, 7) - std(R["BTC"], 7)
for n in (3, 7):
    alts = A.rolling(n, min_periods=n).mean().median(axis=1)
    raw[f"momentum_alt_{n}d"] = alts
    raw[f"momentum_spread_{n}d"] = alts - R[["BTC", "ETH"]].rolling(n, min_periods=n).mean().median(axis=1)
raw = pd.DataFrame(raw)


def zscore(column):
    known = column.dropna()
    z = (known - known.rolling(60).mean()) / known.rolling(60).std()
    return z.reindex(column.index)


z = raw.apply(zscore)
weights = {"alt_breadth_pct_up": -0.25, "btc_dominance": 0.30, "liquidity_7d_median": 0.18,
           "volatility_spread": 0.18, "momentum_spread_7d": -0.09}
score = sum(w * z[k].fillna(0) for k, w in weights.items())
hot = (P["BTC"] / P["BTC"].shift(7) - 1).abs() > 0.15
score = score.where(~(hot & (score > 0.5)), 0.5)


def static(s):
    return -3 if s < -1.5 else -1 if s < -0.5 else 3 if s > 1.5 else 1 if s > 0.5 else 0


def step(state, age, s):
    k = 1.5 if age < 3 else 1
    if state == -3 and s > -1.5 + 0.3 * k:
        return (3 if s > 1.5 else 1 if s > 0.5 else 0) if s > -0.5 else -1
    if state == -1:
        if s > -0.5 + 0.3 * k:
            return 3 if s > 1.5 else 1 if s > 0.5 else 0
        return -3 if s < -1.5 else -1
    if state == 0:
        return static(s)
    if state == 1:
        if s < 0.5 - 0.3 * k:
            return -3 if s < -1.5 else -1 if s < -0.5 else 0
        return 3 if s > 1.5 else 1
    if state == 3 and s < 1.5 - 0.3 * k:
        return -3 if s < -1.5 else -1 if s < -0.5 else 0 if s < 0.5 else 1
    return state


states, age = {}, 0
for day in range(BURN, DAYS):
    s = score[day]
    if day == BURN:
        states[day] = static(s)
        continue
    following = step(states[day - 1], age + 1, s)
    age = age + 1 if following == states[day - 1] else 0
    states[day] = following

LABELS = {-3: "STRONG_RISK_ON_ALTS", -1: "WEAK_RISK_ON_ALTS", 0: "BALANCED", 1: "WEAK_RISK_ON_MAJORS",
          3: "STRONG_RISK_ON_MAJORS"}
cash, units, marks, last = 1e6, dict.fromkeys(ASSETS, 0.0), P.ffill(), None
rows, previous = [], 1e6
for day in range(LOOKBACK, DAYS):
    paid = 0.0
    for name in ASSETS:
        # Settlements of the day at 08:00 and 16:00, and at the midnight that ends it: on the day's close. The one
        # at the midnight that begins the day was paid the day before.
        following = rate[name][3 * day + 3] if day + 1 < DAYS else 0.0
        for r in (rate[name][3 * day + 1], rate[name][3 * day + 2], following):
            paid += units[name] * marks[name][day] * r
    cash -= paid
    equity = cash + sum(units[n] * marks[n][day] for n in ASSETS)
    traded = states[day] > 0
    cost = 0.0
    due = traded and (last is None or day - last >= EVERY)
    if due or (not traded and last is not None):
        target = dict.fromkeys(ASSETS, 0.0)
        if traded:
            target["BTC"] = 0.5
            live = [n for n in ALTS if not np.isnan(P[n][day])]
            for n in live:
                target[n] = -0.5 / len(live)
        # Orders fill one after another by name; each sizes its leg on the equity that the costs before it left.
        for name in ASSETS:
            now = cash + sum(units[n] * marks[n][day] for n in ASSETS)
            side = target[name] * now / marks[name][day] - units[name]
            if target[name] == 0:
                side = -units[name]
            if side == 0:
                continue
            fill = marks[name][day] * (1 + np.sign(side) * FEE)
            fee = abs(side) * fill * FEE
            cash -= side * fill + fee
            units[name] += side
            cost += fee + abs(side) * abs(fill - marks[name][day])
        last = day if traded else None
    equity = cash + sum(units[n] * marks[n][day] for n in ASSETS)
    rows.append([equity / previous - 1, cost / previous, paid / previous])
    previous = equity


def listed(frame):
    return {n: [None if np.isnan(v) else float(v) for v in frame[n]] for n in frame.columns}


print(json.dumps({
    "tool": "pandas", "version": pd.__version__, "command": "python majors_alts.py > ../majors-alts.json",
    "assets": ASSETS, "days": DAYS, "lookback": LOOKBACK, "rebalance": EVERY,
    "price": listed(P), "marketcap": listed(M), "volume": listed(V),
    "rates": {n: [float(v) for v in rate[n]] for n in ASSETS},
    "raw": listed(raw), "z": listed(z),
    "score": [float(score[d]) for d in range(BURN, DAYS)],
    "state": [LABELS[states[d]] for d in range(BURN, DAYS)],
    "net": [r[0] for r in rows], "cost": [r[1] for r in rows], "funding": [r[2] for r in rows],
}, separators=(",", ":")))
