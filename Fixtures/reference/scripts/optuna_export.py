"""Reads exported studies with Optuna itself and with its dashboard, and compares every trial.

python3 -m venv venv && venv/bin/pip install optuna==5.0.0 optuna-dashboard pandas
venv/bin/python Fixtures/reference/scripts/optuna_export.py FOLDER [--without-dashboard]

FOLDER holds expected.json (the study in our words), study.db, study.log and study.csv. Prints one line for
each check; ends with 1 at the first difference.
"""
import json, os, socket, subprocess, sys, time, urllib.request, warnings
warnings.filterwarnings("ignore")
import optuna, pandas
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
optuna.logging.set_verbosity(optuna.logging.ERROR)
folder = sys.argv[1]
expected = json.load(open(f"{folder}/expected.json"))
name, trials = expected["name"], expected["trials"]
STATES = {"running": "RUNNING", "complete": "COMPLETE", "pruned": "PRUNED", "failed": "FAIL"}

def same(what, found, wanted):
    if found != wanted or type(found) is not type(wanted):
        print(f"{what}: expected {wanted!r}, found {found!r}"); sys.exit(1)

def compare(study, source):
    same(f"{source}: directions", [d.name.lower() for d in study.directions], expected["directions"])
    found = study.get_trials(deepcopy=False)
    same(f"{source}: number of trials", len(found), len(trials))
    for trial, wanted in zip(found, trials):
        at = f"{source}: trial {wanted['number']}"
        same(f"{at}: number", trial.number, wanted["number"])
        same(f"{at}: state", trial.state.name, STATES[wanted["state"]])
        same(f"{at}: names", sorted(trial.params), sorted(wanted["parameters"]))
        for key, value in wanted["parameters"].items(): same(f"{at}: {key}", trial.params[key], value)
        values = wanted["values"] or None
        if wanted["state"] == "pruned" and wanted["reports"]: values = [wanted["reports"][-1][1]]
        same(f"{at}: values", trial.values, values)
        same(f"{at}: reports", [list(r) for r in sorted(trial.intermediate_values.items())], wanted["reports"])
        notes = dict(wanted["notes"])
        if wanted["state"] == "failed": notes["fail_reason"] = wanted["reason"]
        same(f"{at}: attributes", trial.user_attrs, notes)
        if trial.state.is_finished(): assert trial.datetime_complete >= trial.datetime_start, at
    for key, low, high, log, step in expected["axes"]:
        for trial in found:
            d = trial.distributions.get(key)
            if d is not None: same(f"{source}: domain of {key}", [d.low, d.high, d.log, d.step], [low, high, log, step])
    if len(expected["directions"]) == 1: same(f"{source}: best", study.best_trial.number, expected["best"])
    print(f"{source}: {len(found)} trials are the same")

url = f"sqlite:///{folder}/study.db"
database = optuna.load_study(study_name=name, storage=url)
compare(database, "database")
# Optuna's own tool says whether the schema is the one that it expects.
storage = optuna.storages.RDBStorage(url)
same("schema", storage.get_current_version(), storage.get_head_version())
same("library", storage.get_current_version(), "v3.2.0.a")
journal = optuna.load_study(study_name=name, storage=JournalStorage(JournalFileBackend(f"{folder}/study.log")))
compare(journal, "journal")
table, ours = database.trials_dataframe(), pandas.read_csv(f"{folder}/study.csv", float_precision="round_trip")
same("csv: columns", list(ours.columns), list(table.columns))
for column in table.columns:
    for row, (found, wanted) in enumerate(zip(ours[column], table[column])):
        if not isinstance(wanted, (list, dict)) and pandas.isna(wanted): same(f"csv: {column} of {row} is empty", bool(pandas.isna(found)), True); continue
        if column.startswith("datetime"): found, wanted = pandas.Timestamp(found), pandas.Timestamp(wanted)
        elif column == "duration": wanted = round(wanted.total_seconds(), 6)
        elif isinstance(wanted, (list, dict)): found = json.loads(found)
        elif isinstance(wanted, bool): found = str(found).lower() == "true"
        elif isinstance(wanted, (int, float)): found, wanted = float(found), float(wanted)
        else: found, wanted = str(found), str(wanted)
        same(f"csv: {column} of {row}", found, wanted)
print(f"csv: {len(ours)} rows are the same")
# The study goes on in Optuna: ask, tell, read again.
if "--continue" in sys.argv:
    trial = database.ask(); database.tell(trial, [0.5] * len(expected["directions"]))
    same("continued", len(database.get_trials()), len(trials) + 1); print("continued: a trial of Optuna was added")
if "--without-dashboard" in sys.argv: sys.exit(0)

def read(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer: return json.load(answer)

for source, target in (("database", url), ("journal", f"{folder}/study.log")):
    with socket.socket() as probe: probe.bind(("127.0.0.1", 0)); port = probe.getsockname()[1]
    tool = os.path.join(os.path.dirname(sys.executable), "optuna-dashboard")
    server = subprocess.Popen([tool, target, "--host", "127.0.0.1", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for attempt in range(120):
            try: studies = read(port, "/api/studies")["study_summaries"]; break
            except OSError: time.sleep(0.5)
        else: print("dashboard: no answer"); sys.exit(1)
        same(f"dashboard on {source}: studies", [s["study_name"] for s in studies], [name])
        same(f"dashboard on {source}: directions", studies[0]["directions"], expected["directions"])
        detail = read(port, f"/api/studies/{studies[0]['study_id']}?after=0")
        same(f"dashboard on {source}: trials", len(detail["trials"]), len(trials) + ("--continue" in sys.argv and source == "database"))
        for found, wanted in zip(detail["trials"], trials):
            at = f"dashboard on {source}: trial {wanted['number']}"
            same(f"{at}: state", found["state"].lower(), {"failed": "fail"}.get(wanted["state"], wanted["state"]))
            same(f"{at}: parameters", {p["name"]: p["param_external_value"] for p in found["params"]}, {k: str(v) for k, v in wanted["parameters"].items()})
            values = [float(v) for v in found.get("values") or []]
            wanted_values = [wanted["reports"][-1][1]] if wanted["state"] == "pruned" and wanted["reports"] else wanted["values"]
            same(f"{at}: values", values, wanted_values)
            same(f"{at}: reports", [[r["step"], float(r["value"])] for r in found.get("intermediate_values") or []], wanted["reports"])
        print(f"dashboard on {source}: {len(trials)} trials are the same")
    finally: server.kill(); server.wait()
