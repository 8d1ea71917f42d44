"""Records longer bars that pandas makes of the daily bars of feature-tiers.json.

Run: python Fixtures/reference/scripts/resampling.py > Fixtures/reference/resampling.json
Needs: pip install pandas==3.1.1
"""

import json
import pathlib

import pandas

RULES = {
    "1w": "W-SUN",
    "1w-fri": "W-FRI",
    "1w-wed": "W-WED",
    "1mo": "ME",
    "3mo": "QE-DEC",
    "2d": "2D",
    "3d": "3D",
    "5d": "5D",
}
HOW = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}

source = json.loads((pathlib.Path(__file__).parent.parent / "feature-tiers.json").read_text())
bars = pandas.DataFrame(source["bars"], index=pandas.to_datetime(source["dates"]))


def resampled(rule):
    """One record for each bin that has a row; the label is the last day, of days the first."""
    longer = bars.resample(rule).agg(HOW).dropna()
    return {
        "labels": [str(date.date()) for date in longer.index],
        **{name: longer[name].tolist() for name in HOW},
    }


print(
    json.dumps(
        {
            "tool": "pandas",
            "version": pandas.__version__,
            "command": "python Fixtures/reference/scripts/resampling.py",
            "values": {name: resampled(rule) for name, rule in RULES.items()},
        }
    )
)
