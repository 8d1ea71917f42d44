"""W10 with the Python package of LightGBM: the fold that ours wrote, with the settings that ours has.

boosting.py FOLDER RUNS
"""
import json, sys, time
import lightgbm
import numpy as np

folder, runs = sys.argv[1], int(sys.argv[2])
read = lambda name: np.fromfile(f"{folder}/boosting-{name}.f64")
targets = read("targets")
features = read("features").reshape(len(targets), -1)
parts = {name: read(name).astype(int) for name in ("training", "validation")}
rows = lambda at: np.hstack([features[at - lag] for lag in (0, 1, 2, 3, 5, 10)])
matrices = {name: np.ascontiguousarray(rows(at)) for name, at in parts.items()}
labels = {name: targets[at].astype(np.float32) for name, at in parts.items()}
settings = dict(objective="regression", metric="l2", learning_rate=.03, num_leaves=15, min_data_in_leaf=50, feature_fraction=.8, bagging_fraction=.8,
                bagging_freq=1, lambda_l2=1, seed=7, deterministic=True, force_row_wise=True, num_threads=1, verbosity=-1)


def fit():
    training = lightgbm.Dataset(matrices["training"], labels["training"], params=settings)
    validation = lightgbm.Dataset(matrices["validation"], labels["validation"], reference=training, params=settings)
    losses = {}
    model = lightgbm.train(settings, training, 300, valid_sets=[training, validation], valid_names=["training", "validation"],
                           callbacks=[lightgbm.record_evaluation(losses), lightgbm.early_stopping(300, verbose=False)])
    best = model.best_iteration
    # Ours says how good what was kept is, which takes a forecast of all rows.
    return best, *(float(np.mean((model.predict(matrices[name], num_iteration=best, num_threads=1) - labels[name]) ** 2)) for name in parts)


wall, cpu = [], []
fit()
for _ in range(runs):
    started, used = time.perf_counter(), time.process_time()
    rounds, training, validation = fit()
    wall.append(time.perf_counter() - started)
    cpu.append(time.process_time() - used)
print(json.dumps({"workload": "W10.lightgbm", "peer": "lightgbm", "version": f"{lightgbm.__version__}, 1 thread",
                  "size": f"{len(labels['training'])} samples, {matrices['training'].shape[1]} columns, 300 rounds", "median_s": float(np.median(wall)),
                  "min_s": min(wall), "median_cpu_s": float(np.median(cpu)), "min_cpu_s": min(cpu), "runs": runs, "training_loss": training,
                  "validation_loss": validation, "rounds": rounds}), flush=True)
