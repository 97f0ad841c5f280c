"""The forest bench's work in scikit-learn: a line of JSON a request on standard input, one a reply on standard output.

    {"do": "load", "file": F, "rows": R, "columns": C}      row-major little-endian float32
    {"do": "fit", "trees": T, "sample": S, "seed": N, "times": K}
    {"do": "score", "rows": R, "times": K, "out": F}        F, which may be missing, takes the scores as float64

The reply holds "seconds", CPU time of one time, the mean over all.
"""

import json
import sys
from time import process_time

import numpy as np
from sklearn.ensemble import IsolationForest

data = None
forest = None
for line in sys.stdin:
    request = json.loads(line)
    times = request.get("times", 1)
    started = process_time()
    if request["do"] == "load":
        data = np.fromfile(request["file"], dtype="<f4").reshape(request["rows"], request["columns"])
    elif request["do"] == "fit":
        for seed in range(request["seed"], request["seed"] + times):
            forest = IsolationForest(
                n_estimators=request["trees"], max_samples=request["sample"], random_state=seed, n_jobs=1
            ).fit(data)
    else:
        for _ in range(times):
            scores = -forest.score_samples(data[: request["rows"]])
    seconds = (process_time() - started) / times
    if "out" in request:
        scores.astype("<f8").tofile(request["out"])
    print(json.dumps({"seconds": seconds}), flush=True)
