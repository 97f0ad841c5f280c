"""The job of the theft bench in pandas, scikit-learn and PyTorch, as an analyst would write it, vectorised.

    python peer.py FILE OUT --model lstm.onnx --warm-up-windows N --trees 32 --sample 64

Windows of 10 minutes, 22 features, an Isolation Forest a meter on its windows of the warm-up, the LSTM autoencoder over
all windows at once, both scores held against the meter's own windows of the warm-up, cues, runs of conspicuous windows
as events, everything written as JSON. What the product judges by the day is not done here.
"""

import argparse
import json
import warnings

import numpy as np
import torch
from peer_cues import cues_of, usual_of
from peer_features import FEATURES, WINDOW_MS, features, read_windows
from peer_model import errors_of, load
from sklearn.ensemble import IsolationForest

ANOMALOUS = 0.995


def share_below(usual, scores):
    """Share of usual windows that score less: by rank up to the 90 % quantile, above it by an exponential tail."""
    ordered = np.sort(usual)
    first = int(np.ceil(len(ordered) * 0.9))
    limit = ordered[first - 1]
    excess = np.mean(ordered[first:] - limit) if first < len(ordered) else 0
    rank = np.searchsorted(ordered, scores, side="left") / len(ordered)
    if not excess > 0:
        return np.where(scores > limit, 1 - 0.1 / len(ordered), rank)
    return np.where(scores > limit, 1 - 0.1 * np.exp(-np.maximum(0, scores - limit) / excess), rank)


def events_of(meter_id, start_ms, conspicuous, hybrid, cues):
    """Runs of conspicuous windows."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], conspicuous.astype("int8"), [0]])))
    events = []
    for first, end in zip(edges[::2], edges[1::2]):
        kinds = sorted({cue["kind"] for i in range(first, end) for cue in cues[i]})
        events.append(
            {
                "meterId": meter_id,
                "startMs": int(start_ms[first]),
                "endMs": int(start_ms[end - 1]) + WINDOW_MS,
                "windows": int(end - first),
                "score": float(np.nanmax(hybrid[first:end])),
                "cues": kinds,
            }
        )
    return events


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("out")
    parser.add_argument("--model", required=True)
    parser.add_argument("--warm-up-windows", type=int, required=True)
    parser.add_argument("--trees", type=int, required=True)
    parser.add_argument("--sample", type=int, required=True)
    options = parser.parse_args()
    warnings.filterwarnings("ignore", message="Mean of empty slice|All-NaN|Degrees of freedom")

    ids, meter, start_ms, samples = read_windows(options.file)
    table = features(samples, start_ms)
    # The two means are for plots and no columns of the forest.
    present = np.nan_to_num(table[:, :22])
    errors = errors_of(load(options.model), samples, meter, options.warm_up_windows)
    hours = (start_ms // 3_600_000 % 24).astype("int64")
    out = {"windows": [], "events": []}
    # Windows are sorted by meter and time.
    bounds = np.concatenate([np.flatnonzero(np.diff(meter, prepend=-1)), [len(meter)]])
    for first, end in zip(bounds[:-1], bounds[1:]):
        own = slice(first, end)
        warm = slice(first, min(end, first + options.warm_up_windows))
        meter_id = str(ids[meter[first]])
        size = min(options.sample, warm.stop - warm.start)
        forest = IsolationForest(n_estimators=options.trees, max_samples=size, random_state=1).fit(present[warm])
        raw = -forest.score_samples(present[own])
        learned = warm.stop - warm.start
        by_forest = share_below(raw[:learned], raw)
        by_model = share_below(errors[warm], errors[own])
        hybrid = (by_forest + by_model) / 2
        found = cues_of(samples[own], table[own], hours[own], usual_of(table[warm], hours[warm]))
        cues = [[] for _ in range(end - first)]
        for kind, (seen, value, limit) in found.items():
            for i in np.flatnonzero(seen):
                cues[i].append({"kind": kind, "value": float(value[i]), "limit": float(limit[i])})
        for i in np.flatnonzero(hybrid >= ANOMALOUS):
            cues[i].append({"kind": "model-anomaly", "value": float(hybrid[i]), "limit": ANOMALOUS})
        count = np.isfinite(samples[own, :, 0]).sum(axis=1)
        for i in range(end - first):
            row = table[first + i]
            out["windows"].append(
                {
                    "meterId": meter_id,
                    "startMs": int(start_ms[first + i]),
                    "lengthMs": WINDOW_MS,
                    "samples": int(count[i]),
                    "features": {name: float(x) for name, x in zip(FEATURES, row) if x == x},
                    "forestScore": float(by_forest[i]),
                    "autoencoderScore": float(by_model[i]),
                    "hybridScore": float(hybrid[i]),
                    "isAnomalous": bool(hybrid[i] >= ANOMALOUS),
                    "cues": cues[i],
                }
            )
        judged = np.array([len(cue) > 0 for cue in cues])
        judged[:learned] = False
        out["events"] += events_of(meter_id, start_ms[own], judged, hybrid, cues)
    with open(options.out, "w") as file:
        json.dump(out, file)
    print(json.dumps({"windows": len(out["windows"]), "events": len(out["events"])}))


torch.set_grad_enabled(False)
main()
