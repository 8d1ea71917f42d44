"""Compares the lines of ours and of the peers in a file: losses must agree before times count.

training_summary.py LINES AGREE     AGREE is the largest difference of losses, or "none" when dropout draws differ.
"""
import json, sys

lines = [json.loads(line) for line in open(sys.argv[1])]
ours = [line for line in lines if line["peer"] == "assay"]
best = lambda group, key: min(line[key] for line in group)
for peer in sorted({line["peer"] for line in lines} - {"assay"}):
    theirs = [line for line in lines if line["peer"] == peer]
    result = {"workload": ours[0]["workload"], "peer": peer, "size": ours[0]["size"]}
    if sys.argv[2] != "none":
        result["largest_difference_of_losses"] = max(abs(a - b) for line in theirs for a, b in zip(ours[0]["losses"], line["losses"]))
        if result["largest_difference_of_losses"] > float(sys.argv[2]):
            print(json.dumps(result), flush=True)
            sys.exit(f"bench: the losses of ours and {peer} differ, so their times mean nothing")
    for key in ("min_cpu_s", "min_s", "peak_rss_mib"):
        if key in ours[0] and key in theirs[0]:
            result[f"ratio_{key}"] = round(best(ours, key) / best(theirs, key), 3)
    print(json.dumps(result), flush=True)
