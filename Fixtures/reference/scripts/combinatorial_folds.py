"""Records splits and paths of combinatorial purged cross-validation as skfolio makes them.

Run: python Fixtures/reference/scripts/combinatorial_folds.py > Fixtures/reference/combinatorial-folds.json
Needs: pip install skfolio==1.12.2
"""

import json

import numpy
import skfolio
from skfolio.model_selection import CombinatorialPurgedCV


def ranges(indices):
    """Rising numbers as pairs of first and one past the last of each run."""
    runs = numpy.split(indices, numpy.flatnonzero(numpy.diff(indices) != 1) + 1)
    return [[int(run[0]), int(run[-1]) + 1] for run in runs if len(run)]


cases = []
for samples, groups, tested, purged, embargo in [
    (120, 6, 2, 1, 0),
    (120, 6, 2, 3, 4),
    (127, 5, 3, 5, 2),
    (500, 10, 2, 10, 15),
    (203, 7, 4, 2, 9),
    (300, 8, 3, 1, 30),
]:
    cv = CombinatorialPurgedCV(
        n_folds=groups, n_test_folds=tested, purged_size=purged, embargo_size=embargo
    )
    cases.append(
        {
            "samples": samples,
            "groups": groups,
            "tested": tested,
            "purged": purged,
            "embargo": embargo,
            "splits": cv.n_splits,
            "paths": cv.n_test_paths,
            "path_ids": cv.get_path_ids().tolist(),
            "folds": [
                {
                    "train": ranges(train),
                    "test": [[int(part[0]), int(part[-1]) + 1] for part in test],
                }
                for train, test in cv.split(numpy.zeros((samples, 1)))
            ],
        }
    )

print(
    json.dumps(
        {
            "tool": "skfolio",
            "version": skfolio.__version__,
            "command": "python Fixtures/reference/scripts/combinatorial_folds.py",
            "cases": cases,
        }
    )
)
