"""Figures of models of failure: recall at a precision with its interval, calibration, and what the records would allow."""

from collections.abc import Iterator

import numpy as np
from sklearn.metrics import average_precision_score, log_loss

PRECISION = 0.95
RESAMPLES = 200
BINS = 15


def recall_at_precision(score: np.ndarray, failed: np.ndarray, precision: float = PRECISION) -> tuple[float, float]:
    """The highest recall of all thresholds with this precision, and that threshold (nothing: 0 and infinity)."""
    order = np.argsort(-score, kind="stable")
    sorted_score, hits = score[order], np.cumsum(failed[order])
    # Equal scores fall together, on one side of a threshold.
    last = np.append(sorted_score[1:] != sorted_score[:-1], True)
    fits = last & (hits / np.arange(1, len(hits) + 1) >= precision)
    if not fits.any():
        return 0.0, float("inf")
    best = np.flatnonzero(fits)[np.argmax(hits[fits])]
    return float(hits[best] / failed.sum()), float(sorted_score[best])


def resampled(asset: np.ndarray, seed: int) -> Iterator[np.ndarray]:
    """Rows of assets, not rows, that are drawn again with replacement; the same draws for the same seed."""
    dice = np.random.default_rng(seed)
    names, number = np.unique(asset, return_inverse=True)
    rows = np.split(np.argsort(number, kind="stable"), np.cumsum(np.bincount(number))[:-1])
    for _ in range(RESAMPLES):
        yield np.concatenate([rows[i] for i in dice.integers(len(names), size=len(names))])


def interval(score: np.ndarray, failed: np.ndarray, asset: np.ndarray, seed: int) -> list[float]:
    """95 % interval of the recall, each draw with its own threshold."""
    recalls = [recall_at_precision(score[rows], failed[rows])[0] for rows in resampled(asset, seed)]
    return [float(value) for value in np.quantile(recalls, [0.025, 0.975])]


def gain(score: np.ndarray, other: np.ndarray, failed: np.ndarray, asset: np.ndarray, seed: int) -> list[float]:
    """95 % interval of the recall above that of another model on the same draws."""
    gains = [
        recall_at_precision(score[rows], failed[rows])[0] - recall_at_precision(other[rows], failed[rows])[0]
        for rows in resampled(asset, seed)
    ]
    return [float(value) for value in np.quantile(gains, [0.025, 0.975])]


def calibration_error(probability: np.ndarray, failed: np.ndarray) -> float:
    """ECE: mean distance of probability and share of failures in bins of equal width, weighted by their size."""
    bins = np.minimum((probability * BINS).astype(int), BINS - 1)
    size = np.bincount(bins, minlength=BINS)
    distance = np.abs(np.bincount(bins, probability, BINS) - np.bincount(bins, failed, BINS))
    return float(distance[size > 0].sum() / len(failed))


def at_threshold(score: np.ndarray, failed: np.ndarray, threshold: float) -> dict[str, float]:
    """Precision and recall, and what the precision would be if one asset in a hundred failed in a year."""
    alarm = score >= threshold
    recall = float(failed[alarm].sum() / failed.sum())
    false_rate = float((alarm & (failed == 0)).sum() / (failed == 0).sum())
    precision = float(failed[alarm].mean()) if alarm.any() else 0.0
    rare = 0.01 * recall / max(1e-12, 0.01 * recall + 0.99 * false_rate)
    return {"threshold": threshold, "precision": precision, "recall": recall, "precisionAtOnePercent": rare}


def figures(validation: tuple, test: tuple, seed: int, is_probability: bool = True) -> dict:
    """Of one model: on the test assets, and with the threshold that the validation assets give."""
    score, failed, asset = test
    chosen = recall_at_precision(validation[0], validation[1])[1]
    found = {
        "recall": recall_at_precision(score, failed)[0],
        "interval": interval(score, failed, asset, seed),
        "averagePrecision": float(average_precision_score(failed, score)),
        "chosen": at_threshold(score, failed, chosen) if np.isfinite(chosen) else None,
        "half": at_threshold(score, failed, 0.5),
    }
    if is_probability:
        found["calibrationError"] = calibration_error(score, failed)
        found["logLoss"] = float(log_loss(failed, np.clip(score, 1e-7, 1 - 1e-7)))
    return found
