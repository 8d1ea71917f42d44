"""Optuna's storages: durably appended trials, and opening a study; fewer trials, since each takes milliseconds.

python study_storage.py [TRIALS]
"""
import json, os, sys, tempfile, time, warnings
warnings.filterwarnings("ignore")
import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
optuna.logging.set_verbosity(optuna.logging.ERROR)
count = int(sys.argv[1]) if len(sys.argv) > 1 else 300

def storage(kind, folder):
    if kind == "sqlite": return f"sqlite:///{folder}/study.db"
    return JournalStorage(JournalFileBackend(f"{folder}/study.log"))

def objective(trial): return sum(trial.suggest_float(f"x{i}", -5, 5) ** 2 for i in range(10))

for kind in ("journal", "sqlite"):
    with tempfile.TemporaryDirectory() as folder:
        study = optuna.create_study(study_name="bench", storage=storage(kind, folder), sampler=optuna.samplers.RandomSampler(seed=0))
        start = time.perf_counter(); study.optimize(objective, n_trials=count); appended = time.perf_counter() - start
        start = time.perf_counter(); best = optuna.load_study(study_name="bench", storage=storage(kind, folder)).best_value
        opened = time.perf_counter() - start
        for name, seconds in (("append", appended), ("open", opened)):
            print(json.dumps({"workload": f"W8.{name}_{kind}", "peer": "optuna", "version": f"{optuna.__version__}, 1 thread", "size": f"{count} trials x 10 dims",
                              "median_s": round(seconds, 6), "runs": 1, "throughput": round(count / seconds), "unit": "trials/s", "best": best}), flush=True)
