"""Figures of the card, with intervals from resampled scenarios."""

import numpy as np

from fault_model import CLASSES, INTERNAL

UNIT_CLASSES = 13
EXTERNAL_FAULT = 40
INRUSHES = (42, 44)
# Within a unit: AG, BG, CG; ABCG; ABC; turn-to-turn.
GROUND, ALL_GROUND, ALL_CLEAR, TURNS = (0, 1, 2), 6, 10, 11
RESAMPLES = 1000
# What the detector answers where it finds no inception: none of the classes.
NOTHING = -1


def unit_of(classes: np.ndarray) -> np.ndarray:
    return np.where((classes >= 0) & (classes < INTERNAL), classes // UNIT_CLASSES, -1)


def internal(classes: np.ndarray) -> np.ndarray:
    return ((classes >= 0) & (classes < INTERNAL)).astype(int)


def fault(classes: np.ndarray) -> np.ndarray:
    return ((classes >= 0) & ((classes < INTERNAL) | (classes == EXTERNAL_FAULT))).astype(int)


def balanced(right: np.ndarray, of: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Mean over the values of `of` of the share that is right."""
    weights = np.ones(len(of)) if weights is None else weights
    kinds, index = np.unique(of, return_inverse=True)
    counts = np.bincount(index, weights, len(kinds))
    return float(np.mean((np.bincount(index, weights * right, len(kinds)) / np.maximum(counts, 1e-12))[counts > 0]))


def with_interval(right: np.ndarray, of: np.ndarray, groups: np.ndarray, seed: int) -> dict:
    """Balanced accuracy with its 95 % interval: scenarios drawn again with replacement, 1,000 times."""
    if len(of) == 0:
        return {"value": None, "low": None, "high": None}
    random = np.random.default_rng(seed)
    names, index = np.unique(groups, return_inverse=True)
    draws = [
        balanced(right, of, np.bincount(random.integers(len(names), size=len(names)), minlength=len(names))[index])
        for _ in range(RESAMPLES)
    ]
    low, high = np.quantile(draws, [0.025, 0.975])
    return {"value": balanced(right, of), "low": float(low), "high": float(high)}


def tasks(guess: np.ndarray, truth: np.ndarray, groups: np.ndarray, seed: int) -> dict:
    """The tasks of the published work. Unit and transient type: of events that are one, and wrong when called another thing."""
    inside = truth < INTERNAL

    def figure(of_guess: np.ndarray, of_truth: np.ndarray, part: np.ndarray) -> dict:
        return with_interval((of_guess == of_truth)[part], of_truth[part], groups[part], seed)

    everything = np.ones(len(truth), bool)
    return {
        "events": len(truth),
        "classes": figure(guess, truth, everything),
        "internalOrNot": figure(internal(guess), internal(truth), everything),
        "faultOrNot": figure(fault(guess), fault(truth), everything),
        "unit": figure(unit_of(guess), unit_of(truth), inside),
        "transientType": figure(guess, truth, ~inside),
    }


def false_internals(guess: np.ndarray, truth: np.ndarray) -> dict:
    """Inrush, sympathetic inrush and CT saturation called an internal fault: what a relay must never do."""
    quiet = np.isin(truth, (EXTERNAL_FAULT, *INRUSHES))
    return {"events": int(quiet.sum()), "calledInternal": int(internal(guess)[quiet].sum())}


def hard_pairs(guess: np.ndarray, truth: np.ndarray) -> list[dict]:
    """How often one of a pair is taken for the other, both ways."""
    shunt_guess = np.where(internal(guess) == 1, guess % UNIT_CLASSES, -1)
    shunt_truth = np.where(truth < INTERNAL, truth % UNIT_CLASSES, -1)
    ground_truth, ground_guess = np.isin(shunt_truth, GROUND), np.isin(shunt_guess, GROUND)
    units, guessed_units = unit_of(truth), unit_of(guess)
    pairs = [
        ("one phase to ground", "turn to turn", ground_truth, shunt_guess == TURNS, shunt_truth == TURNS, ground_guess),
        ("ABC", "ABCG", shunt_truth == ALL_CLEAR, shunt_guess == ALL_GROUND, shunt_truth == ALL_GROUND, shunt_guess == ALL_CLEAR),
        ("series unit", "exciting unit", units == 1, guessed_units == 0, units == 0, guessed_units == 1),
        ("inrush", "internal fault", np.isin(truth, INRUSHES), internal(guess) == 1, truth < INTERNAL, np.isin(guess, INRUSHES)),
        ("external fault", "internal fault", truth == EXTERNAL_FAULT, internal(guess) == 1, truth < INTERNAL, guess == EXTERNAL_FAULT),
    ]
    return [
        {
            "one": one,
            "other": other,
            "oneEvents": int(is_one.sum()),
            "oneAsOther": int((is_one & as_other).sum()),
            "otherEvents": int(is_other.sum()),
            "otherAsOne": int((is_other & as_one).sum()),
        }
        for one, other, is_one, as_other, is_other, as_one in pairs
    ]


def worst_confusions(guess: np.ndarray, truth: np.ndarray, count: int = 8) -> list[dict]:
    """The most frequent mistakes: class, taken for, share of the class."""
    matrix = np.zeros((CLASSES, CLASSES + 1), int)
    np.add.at(matrix, (truth, guess), 1)
    totals = matrix.sum(1).clip(min=1)
    wrong = matrix.astype(float) / totals[:, None]
    wrong[np.arange(CLASSES), np.arange(CLASSES)] = 0
    order = np.argsort(-wrong, axis=None)[:count]
    found = [divmod(int(at), CLASSES + 1) for at in order]
    return [{"truth": t, "guess": g if g < CLASSES else NOTHING, "share": float(wrong[t, g])} for t, g in found if wrong[t, g] > 0]
