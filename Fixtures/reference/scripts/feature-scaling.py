"""Records scikit-learn's scalers on a small generated table with ties and a heavy tail.

Run: python Fixtures/reference/scripts/feature-scaling.py > Fixtures/reference/feature-scaling.json
Needs: pip install scikit-learn==1.9.1 numpy
"""

import json
import sys

import numpy
import sklearn
from sklearn.preprocessing import (
    MinMaxScaler,
    QuantileTransformer,
    RobustScaler,
    StandardScaler,
)

random = numpy.random.default_rng(20261121)
columns = {
    "walk": 100 + numpy.cumsum(random.normal(0, 1, 120)),
    "tail": numpy.exp(2 * random.normal(0, 1, 120)),
    "ties": numpy.floor(4 * random.random(120)),
    "large": 1e9 + random.random(120),
}
fitted = 80
scalers = {
    "standard": StandardScaler(),
    "robust": RobustScaler(),
    "min_max": MinMaxScaler(),
    "rank_21": QuantileTransformer(n_quantiles=21, subsample=None),
    "rank_1000": QuantileTransformer(n_quantiles=fitted, subsample=None),
}
values = {}
for name, scaler in scalers.items():
    values[name] = {}
    for column, data in columns.items():
        scaler.fit(data[:fitted].reshape(-1, 1))
        values[name][column] = scaler.transform(data.reshape(-1, 1)).ravel().tolist()
json.dump(
    {
        "tool": "scikit-learn",
        "version": sklearn.__version__,
        "command": "python Fixtures/reference/scripts/feature-scaling.py",
        "fitted_rows": fitted,
        "columns": {name: data.tolist() for name, data in columns.items()},
        "values": values,
    },
    sys.stdout,
    indent=1,
)
print()
