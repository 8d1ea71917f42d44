"""Makes ../realized_volatility.json: rolling deviations of log returns by pandas.

Run: python3 realized_volatility.py   (pandas and numpy)
"""
import json, pathlib
import numpy as np, pandas as pd

generator = np.random.default_rng(7)
steps = generator.normal(0, 0.001, 400)
steps[120:160] *= 30
closes = np.round(100 * np.exp(np.cumsum(steps)), 6)
returns = np.log(pd.Series(closes)).diff()
values = {}
for name, scale in [("per_bar", 1.0), ("annualised", np.sqrt(525_600.0))]:
    for seconds in [120, 900, 3600]:
        bars = seconds // 60
        # The deviation of the returns of the bars i+1 ... i+bars, at row i.
        deviation = returns.rolling(bars).std(ddof=1).shift(-bars).dropna() * scale
        values[f"{name}_{seconds}"] = [round(float(v), 10) for v in deviation]
document = {
    "tool": "pandas", "version": pd.__version__,
    "command": "python3 Fixtures/reference/scripts/realized_volatility.py",
    "closes": [float(c) for c in closes], "values": values,
}
path = pathlib.Path(__file__).parent.parent / "realized_volatility.json"
path.write_text(json.dumps(document) + "\n")
