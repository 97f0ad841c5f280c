"""Phasors of the waves, inside the graph: no weights, so that the network need not learn a Fourier transform from examples."""

import math

import torch
from torch import nn

CYCLE = 64
INCEPTION = 32
# Full cycles after the inception begin here, in samples of the grid.
STARTS = tuple(INCEPTION + offset for offset in (0, 16, 32, 64, 96, 128))
# The detector may be late, so the last samples before the inception are left out.
BEFORE = 26
HARMONICS = 6
# Of the peak: below this is noise.
LEAST = 3e-4


def turned(harmonic: int, samples: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    angle = 2 * math.pi * harmonic * samples / CYCLE
    return torch.cos(angle), -torch.sin(angle)


class Phasors(nn.Module):
    """waves [n, 8, 224] → [n, COUNT]: size (logarithm) and angle of what the currents are made of.

    Of each cycle: sequence components, the angles of two of them against the positive one, six harmonics and the direct part of
    each phase. Of the half cycle before the inception: sequence components, and how far each cycle's positive sequence
    has turned against it.
    """

    COUNT = len(STARTS) * (3 + 4 + 3 * HARMONICS + 3 + 3 + 2) + 3

    def __init__(self) -> None:
        super().__init__()
        cycle = torch.arange(CYCLE)
        rows = [torch.full((CYCLE,), 1 / CYCLE)]
        for harmonic in range(1, HARMONICS + 1):
            # All starts are whole quarters of a cycle apart; the turn of a start is undone in `quarters`.
            rows += [2 / CYCLE * part for part in turned(harmonic, cycle)]
        self.register_buffer("cycle", torch.stack(rows, 1))
        # Less than a cycle: least squares of a cosine and a sine.
        base = torch.stack(turned(1, torch.arange(BEFORE) - INCEPTION), 1)
        self.register_buffer("before", torch.linalg.pinv(base.double()).T.float().contiguous())
        quarters = torch.tensor([(start - INCEPTION) / CYCLE for start in STARTS])
        turns = 2 * math.pi * quarters
        self.register_buffer("turns", torch.stack([torch.cos(turns), -torch.sin(turns)]))

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        currents = waves[:, :3]
        windows = torch.stack([currents[:, :, start : start + CYCLE] for start in STARTS], 1)
        parts = windows @ self.cycle  # n, windows, phases, 1 + 2 × harmonics
        direct, real, imaginary = parts[..., 0], parts[..., 1::2], parts[..., 2::2]
        sequences = components(real[..., 0], imaginary[..., 0])
        sizes = [size(one) for one in sequences]
        angles = [part for k in (1, 2) for part in angle(sequences[k], sequences[0], sizes[k] * sizes[0])]
        earlier = currents[:, None, :, :BEFORE] @ self.before
        before = components(earlier[..., 0], earlier[..., 1])
        sizes_before = [size(one) for one in before]
        absolute = times(sequences[0], (self.turns[0], self.turns[1]))
        found = [
            torch.stack([one.log() for one in sizes] + angles, 2).flatten(1),
            size((real, imaginary)).log().flatten(1),
            (direct.square() + LEAST**2).sqrt().log().flatten(1),
            (direct / sizes[0].clamp(min=0.02)[..., None]).flatten(1),
            torch.stack(angle(absolute, before[0], sizes[0] * sizes_before[0]), 2).flatten(1),
            torch.stack([one.log() for one in sizes_before], 2).flatten(1),
        ]
        return torch.cat(found, 1)


Complex = tuple[torch.Tensor, torch.Tensor]


def components(real: torch.Tensor, imaginary: torch.Tensor) -> list[Complex]:
    """Positive, negative, zero sequence of three phases in the last dimension."""
    phases = [(real[..., k], imaginary[..., k]) for k in range(3)]
    third = math.sqrt(3) / 2
    ahead, back = (-0.5, third), (-0.5, -third)
    return [
        mean(phases[0], times(phases[1], ahead), times(phases[2], back)),
        mean(phases[0], times(phases[1], back), times(phases[2], ahead)),
        mean(*phases),
    ]


def mean(a: Complex, b: Complex, c: Complex) -> Complex:
    return (a[0] + b[0] + c[0]) / 3, (a[1] + b[1] + c[1]) / 3


def times(a: Complex, b) -> Complex:
    return a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]


def size(one: Complex) -> torch.Tensor:
    return (one[0].square() + one[1].square() + LEAST**2).sqrt()


def angle(one: Complex, other: Complex, product: torch.Tensor) -> list[torch.Tensor]:
    """Cosine and sine of the angle between two, near 0 where one of them is no more than noise."""
    turned_back = times(one, (other[0], -other[1]))
    return [turned_back[0] / product, turned_back[1] / product]
