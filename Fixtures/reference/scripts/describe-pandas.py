"""Records pandas' describe() of small generated columns.

Run: python Fixtures/reference/scripts/describe-pandas.py > Fixtures/reference/describe-pandas.json
Needs: pip install pandas numpy
"""

import json
import sys

import numpy
import pandas

random = numpy.random.default_rng(20261121)
columns = {
    "walk": 100 + numpy.cumsum(random.normal(0, 1, 101)),
    "volume": numpy.floor(1e9 * random.random(57)),
    "code": numpy.floor(3 * random.random(40)),
    "pair": random.normal(0, 1, 2),
}
json.dump(
    {
        "tool": "pandas",
        "version": pandas.__version__,
        "command": "python Fixtures/reference/scripts/describe-pandas.py",
        "columns": {name: data.tolist() for name, data in columns.items()},
        "values": {name: pandas.Series(data).describe().tolist() for name, data in columns.items()},
    },
    sys.stdout,
    indent=1,
)
print()
