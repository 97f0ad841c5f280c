"""Trains the model of the failure of assets and writes it as ONNX with its figures; see train-assets.ts."""

import argparse
import hashlib
import json
import time
from collections import deque
from itertools import islice
from pathlib import Path

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from asset_metrics import figures, gain
from asset_trees import ML_OPSET, OPSET, write_trees
from onnx_file import session

FEATURES = 10
SEED = 8
MOST_TREES = 200
# More temperature, load, vibration, age, corrosion, harmonics and trips never make a failure less likely, better oil never
# more; ambient and humidity are free.
MONOTONE = [1, 1, 1, 1, 1, 1, -1, 1, 0, 0]
# Physics is kept where it costs the validation no more than this.
NO_COST = 1.01
FIXTURE_ROWS = 64


def split(asset: np.ndarray) -> np.ndarray:
    """0 training, 1 validation, 2 test by row: 60, 20 and 20 % of the assets."""
    count = int(asset.max()) + 1
    order = np.random.default_rng(SEED).permutation(count)
    part = np.zeros(count, int)
    part[order[int(0.6 * count) : int(0.8 * count)]] = 1
    part[order[int(0.8 * count) :]] = 2
    return part[asset]


def boosted(monotone: bool) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=MOST_TREES,
        learning_rate=0.06,
        max_leaf_nodes=24,
        min_samples_leaf=40,
        l2_regularization=1.0,
        monotonic_cst=MONOTONE if monotone else None,
        early_stopping=False,
        random_state=SEED,
    )


class Fitted:
    """A model with the number of trees that the validation likes best, and calibrated there (Platt)."""

    def __init__(self, model: HistGradientBoostingClassifier, x: np.ndarray, y: np.ndarray, validation: np.ndarray):
        self.model = model
        losses = [log_loss(y[validation], p[:, 1]) for p in model.staged_predict_proba(x[validation])]
        self.trees, self.loss = int(np.argmin(losses)) + 1, float(min(losses))
        stages = islice(model._staged_raw_predict(x), self.trees)
        raw = np.ravel(deque(stages, maxlen=1).pop()).astype(np.float64)
        platt = LogisticRegression(C=1e6).fit(raw[validation, None], y[validation])
        self.scale, self.shift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
        self.probability = 1 / (1 + np.exp(-(self.scale * raw + self.shift)))


def against_physics(path: Path, x: np.ndarray) -> float:
    """Share of inspections and features where a tenth more of its usual range lowers the probability by over 0.05."""
    model = session(path)
    before = model.run(None, {"features": x})[0]
    found, asked = 0, 0
    for feature, sign in enumerate(MONOTONE):
        known = ~np.isnan(x[:, feature])
        if sign == 0 or not known.any():
            continue
        low, high = np.quantile(x[known, feature], [0.05, 0.95])
        worse = x.copy()
        worse[:, feature] += sign * 0.1 * (high - low)
        after = model.run(None, {"features": worse})[0]
        found += int((after[known] < before[known] - 0.05).sum())
        asked += int(known.sum())
    return found / max(1, asked)


def steps(x: np.ndarray) -> np.ndarray:
    """The rule that the original labels its data with, on measured values; what is not known is not beyond."""
    temperature, load, vibration, age, corrosion, harmonics, oil, trips = x[:, :8].T
    thermal = (temperature > 95) & (load > 85) & (oil < 0.3)
    mechanical = (vibration > 1.2) & (age > 15) & (trips > 30)
    electrical = (harmonics > 8) & (load > 80) & (corrosion > 0.6)
    return (thermal | mechanical | electrical).astype(float)


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("inspections", "out", "fixture", "metrics"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    table = np.load(options.inspections)
    x, y = table[:, :FEATURES], table[:, FEATURES].astype(int)
    chance, asset = table[:, FEATURES + 1].astype(float), table[:, FEATURES + 2].astype(int)
    part = split(asset)
    train, validation, test = (part == 0, part == 1, part == 2)
    for name, rows in (("training", train), ("validation", validation), ("test", test)):
        if y[rows].sum() < 30:
            raise SystemExit(f"{name} has {y[rows].sum()} failures: give data with at least 30 in each part (20 % of the assets)")

    def of(score: np.ndarray, is_probability: bool = True) -> dict:
        picked = [(score[rows], y[rows], asset[rows]) for rows in (validation, test)]
        return figures(picked[0], picked[1], SEED, is_probability)

    median = np.nan_to_num(np.nanmedian(x[train], axis=0))
    filled = np.where(np.isnan(x), median, x)
    arms = {}
    forest = RandomForestClassifier(random_state=SEED).fit(filled[train], y[train])
    forest_score = forest.predict_proba(filled)[:, 1]
    arms["forest"] = of(forest_score)
    defaults = HistGradientBoostingClassifier(
        max_iter=100, learning_rate=0.3, max_depth=6, max_leaf_nodes=64, min_samples_leaf=1, l2_regularization=1.0,
        early_stopping=False, random_state=SEED,
    ).fit(filled[train], y[train])  # fmt: skip
    defaults_score = defaults.predict_proba(filled)[:, 1]
    arms["defaults"] = of(defaults_score)
    arms["steps"] = of(steps(x), False)
    if not np.isnan(chance).any():
        arms["limit"] = of(chance)

    fitted = {}
    for name, monotone in (("free", False), ("monotone", True)):
        started = time.time()
        fitted[name] = Fitted(boosted(monotone).fit(x[train], y[train]), x, y, validation)
        arms[name] = of(fitted[name].probability) | {
            "trees": fitted[name].trees,
            "validationLoss": fitted[name].loss,
            "seconds": round(time.time() - started, 1),
        }
    name = "monotone" if fitted["monotone"].loss <= NO_COST * fitted["free"].loss else "free"
    shipped = fitted[name]
    probability = shipped.probability
    gains = {
        other: gain(probability[test], score[test], y[test], asset[test], SEED)
        for other, score in (("forest", forest_score), ("defaults", defaults_score))
    }

    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / "asset-failure.onnx"
    write_trees(shipped.model, shipped.trees, shipped.scale, shipped.shift, FEATURES, path)
    answers = session(path).run(None, {"features": x[test]})[0]
    options.fixture.mkdir(parents=True, exist_ok=True)
    # Half of them above 0.2, where reasons are given, and what is not known among both.
    dice = np.random.default_rng(SEED)
    of_test = np.flatnonzero(test)
    high = of_test[probability[of_test] > 0.2]
    picked = np.concatenate([dice.choice(rows, FIXTURE_ROWS // 2, len(rows) < FIXTURE_ROWS // 2) for rows in (high, of_test)])
    x[picked].astype("<f4").tofile(options.fixture / "features.f32")
    probability[picked].astype("<f4").tofile(options.fixture / "probability.f32")
    content = path.read_bytes()
    metrics = {
        "rows": {"training": int(train.sum()), "validation": int(validation.sum()), "test": int(test.sum())},
        "failures": {"training": int(y[train].sum()), "validation": int(y[validation].sum()), "test": int(y[test].sum())},
        "assets": int(asset.max()) + 1,
        "arms": arms,
        "shipped": name,
        "gains": gains,
        "againstPhysics": against_physics(path, x[test]),
        "onnxDifference": float(np.abs(answers - probability[test]).max()),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "scale": shipped.scale,
        "shift": shipped.shift,
        "seed": SEED,
        "sklearn": sklearn.__version__,
        "opset": OPSET,
        "mlOpset": ML_OPSET,
    }
    options.metrics.write_text(json.dumps(metrics, indent=2) + "\n")


if __name__ == "__main__":
    main()
