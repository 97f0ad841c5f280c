"""The sets that train-faults.ts wrote, as tensors."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch


@dataclass
class FaultSet:
    """Inputs of the model with the class and group of each; missed: class and group where no inception was found."""

    waves: torch.Tensor
    features: torch.Tensor
    labels: torch.Tensor
    groups: np.ndarray
    views: np.ndarray
    missed: np.ndarray

    @property
    def inputs(self) -> tuple[torch.Tensor, ...]:
        return self.waves, self.features

    def first_views(self) -> "FaultSet":
        """Each event once, as it was simulated or read."""
        first = self.views == 0
        return FaultSet(
            self.waves[first], self.features[first], self.labels[first], self.groups[first], self.views[first], self.missed
        )


@dataclass
class RawSet:
    """Raw records of the same events, as the original model takes them."""

    raw: torch.Tensor
    labels: torch.Tensor

    @property
    def inputs(self) -> tuple[torch.Tensor, ...]:
        return (self.raw,)


def fault_set(folder: Path, name: str) -> FaultSet:
    waves, features, rows, missed = (
        np.load(folder / f"{name}.{part}.npy") for part in ("waves", "features", "rows", "missed")
    )
    if not (np.isfinite(waves).all() and np.isfinite(features).all()):
        raise ValueError(f"{name}: inputs of the model are not finite")
    labels = torch.from_numpy(rows[:, 0].astype(np.int64))
    groups, views = rows[:, 1].astype(np.int64), rows[:, 2].astype(np.int64)
    return FaultSet(torch.from_numpy(waves), torch.from_numpy(features), labels, groups, views, missed)


def raw_set(folder: Path, name: str) -> RawSet:
    rows = np.load(folder / f"{name}.raw-rows.npy")
    return RawSet(torch.from_numpy(np.load(folder / f"{name}.raw.npy")), torch.from_numpy(rows[:, 0].astype(np.int64)))


def names(folder: Path, start: str) -> list[str]:
    """Sets whose names begin so, without that beginning, in order of their making."""
    files = sorted(folder.glob(f"{start}*.rows.npy"), key=lambda path: path.stat().st_mtime_ns)
    return [path.name[len(start) : -len(".rows.npy")] for path in files]
