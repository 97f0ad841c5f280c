"""Fundamentals freed from what decays, inside the graph: least squares of harmonics and exponentials, no weights."""

import math

import torch
from torch import nn

from fault_phasors import BEFORE, CYCLE, INCEPTION, LEAST, turned

# Windows in samples from the inception, and decay times in cycles (0: what stays) that the direct parts are fitted with.
# The first samples are left out: the detector may be late, and there it rings.
WINDOWS = (
    (4, 64, (0.0, 1.0)),
    (4, 96, (0.0, 0.3, 1.0)),
    (4, 192, (0.0, 0.3, 1.0, 3.0)),
    (64, 192, (0.0, 0.7, 2.5)),
)
HARMONICS = 3
# Decays are much alike: without some of this their parts would be large and opposite.
RIDGE = 0.01


def projection(begin: int, end: int, decays: tuple[float, ...]) -> torch.Tensor:
    """[end − begin, decays + 2 × harmonics]: samples times this are the parts of the fit."""
    at = torch.arange(begin, end).double()
    columns = [torch.exp(-at / (decay * CYCLE)) if decay else torch.ones_like(at) for decay in decays]
    for harmonic in range(1, HARMONICS + 1):
        columns += turned(harmonic, at)
    base = torch.stack(columns, 1)
    gram = base.T @ base + RIDGE * torch.eye(base.shape[1], dtype=torch.double)
    return torch.linalg.solve(gram, base.T).T.float().contiguous()


class Fits(nn.Module):
    """waves [n, 8, 224], log10 of the peak over 2 [n, 1] → [n, COUNT].

    Of each window (0 where it is not known to its end): sequence components in A (logarithm) and over the positive one, their
    angles against each other and against what flowed before the inception, sizes of the phases and their second and third harmonics over
    the peak, direct parts.
    """

    COUNT = sum(5 + 8 + 3 * HARMONICS + 3 * len(decays) for _, _, decays in WINDOWS) + 3

    def __init__(self) -> None:
        super().__init__()
        for k, window in enumerate(WINDOWS):
            self.register_buffer(f"projection{k}", projection(*window))
        at = torch.arange(BEFORE) - INCEPTION
        base = torch.stack([*turned(1, at), torch.ones(BEFORE)], 1)
        self.register_buffer("before", torch.linalg.pinv(base.double()).T.float().contiguous())

    def forward(self, waves: torch.Tensor, peak: torch.Tensor) -> torch.Tensor:
        currents = waves[:, :3]
        scale = 2 * math.log(10) * peak
        earlier = currents[:, :, :BEFORE] @ self.before
        before = sequences(earlier)
        found = [torch.cat([size(one).log()[:, None] + scale for one in before], 1)]
        for k, (begin, end, decays) in enumerate(WINDOWS):
            parts = currents[:, :, INCEPTION + begin : INCEPTION + end] @ getattr(self, f"projection{k}")
            direct, harmonics = parts[..., : len(decays)], parts[..., len(decays) :]
            real, imaginary = harmonics[..., 0::2], harmonics[..., 1::2]
            own = sequences(harmonics[..., :2])
            logs = [size(one).log() for one in own]
            pairs = (own[1], own[0]), (own[2], own[0]), (own[0], before[0]), (own[1], before[0])
            angles = [part for one, other in pairs for part in angle(one, other)]
            numbers = torch.cat(
                [
                    torch.stack(logs, 1) + scale,
                    torch.stack([logs[1] - logs[0], logs[2] - logs[0], *angles], 1),
                    size((real, imaginary)).log().flatten(1),
                    torch.asinh(30 * direct).flatten(1),
                ],
                1,
            )
            found.append(numbers * waves[:, 7, INCEPTION + end - 1 : INCEPTION + end])
        return torch.cat(found, 1)


Complex = tuple[torch.Tensor, torch.Tensor]


def sequences(phases: torch.Tensor) -> list[Complex]:
    """Positive, negative, zero sequence of [n, 3 phases, real and imaginary]."""
    third = math.sqrt(3) / 2
    ahead, back = (-0.5, third), (-0.5, -third)
    a, b, c = ((phases[:, k, 0], phases[:, k, 1]) for k in range(3))
    return [mean(a, times(b, ahead), times(c, back)), mean(a, times(b, back), times(c, ahead)), mean(a, b, c)]


def mean(a: Complex, b: Complex, c: Complex) -> Complex:
    return (a[0] + b[0] + c[0]) / 3, (a[1] + b[1] + c[1]) / 3


def times(a: Complex, b) -> Complex:
    return a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]


def size(one: Complex) -> torch.Tensor:
    return (one[0].square() + one[1].square() + LEAST**2).sqrt()


def angle(one: Complex, other: Complex) -> list[torch.Tensor]:
    """Cosine and sine of the angle between two, near 0 where one of them is no more than noise."""
    turned_back = times(one, (other[0], -other[1]))
    product = size(one) * size(other)
    return [turned_back[0] / product, turned_back[1] / product]
