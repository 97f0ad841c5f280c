"""Phasors of the waves, inside the graph: no weights, so that the network need not learn a Fourier transform from examples."""

import math

import torch
from torch import nn

CYCLE, WAVE, PHASES = 64, 224, 3
INCEPTION = 32
# Full cycles begin here, in samples of the grid.
STARTS = tuple(INCEPTION + offset for offset in (0, 16, 32, 64, 96, 128))
HARMONICS = 6
# Of the peak: below this is noise.
LEAST = 3e-4
# Of a cycle: direct part, cosine and sine of each harmonic.
PARTS = 1 + 2 * HARMONICS
SHAPE = (len(STARTS), PHASES, PARTS)


class Phasors(nn.Module):
    """waves [n, 4, 224] → [n, COUNT]: size (logarithm) and angle of what the currents are made of.

    Of each cycle: sequence components, the angles of two of them against the positive one, six harmonics and the direct part of
    each phase.

    A node of the graph takes as long as a thousand multiplications: so what is linear is done by two matrices, and what is not
    by few nodes over numbers that are picked by their places.
    """

    COUNT = len(STARTS) * (3 + 4 + 3 * HARMONICS + 3 + 3)

    def __init__(self) -> None:
        super().__init__()
        windows = [torch.arange(CYCLE) + WAVE * phase + start for start in STARTS for phase in range(PHASES)]
        self.register_buffer("samples", torch.cat(windows))
        self.register_buffer("base", base().float())
        # The matrix of a linear function is what it makes of the identity.
        columns = torch.eye(math.prod(SHAPE), dtype=torch.float64).reshape(-1, *SHAPE)
        linear = sequences(columns)
        self.register_buffer("linear", torch.cat([one.flatten(1) for one in linear], 1).float())
        for name, value in places([one.shape[1:] for one in linear]).items():
            self.register_buffer(name, value)

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        windows = waves.flatten(1).index_select(1, self.samples).reshape(-1, math.prod(SHAPE[:2]), CYCLE)
        parts = (windows @ self.base).flatten(1)
        found = torch.cat([parts, parts @ self.linear], 1)
        real, imaginary = found.index_select(1, self.real), found.index_select(1, self.imaginary)
        sizes = (real.square() + imaginary.square() + LEAST**2).sqrt()
        # Cosine and sine of the angle between two, near 0 where one of them is no more than noise.
        one, other, crossed, against = found.index_select(1, self.angles).chunk(4, 1)
        both = sizes.index_select(1, self.angle_sizes) * sizes.index_select(1, self.base_sizes)
        angles = (one * other + crossed * against * self.signs) / both
        direct = found.index_select(1, self.direct) / sizes.index_select(1, self.direct_sizes).clamp(min=0.02)
        return torch.cat([sizes.log(), angles, direct], 1).index_select(1, self.order)


def base() -> torch.Tensor:
    """[CYCLE, PARTS]: what the samples of a cycle are multiplied with."""
    cycle = torch.arange(CYCLE, dtype=torch.float64)
    columns = [torch.full((CYCLE,), 1 / CYCLE, dtype=torch.float64)]
    for harmonic in range(1, HARMONICS + 1):
        columns += [2 / CYCLE * part for part in turned(harmonic, cycle)]
    return torch.stack(columns, 1)


def turned(harmonic: int, samples: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """What the real and the imaginary part of a phasor are multiplied with: re cos − im sin."""
    angle = 2 * math.pi * harmonic * samples / CYCLE
    return torch.cos(angle), -torch.sin(angle)


def sequences(parts: torch.Tensor) -> list[torch.Tensor]:
    """Of parts [n, *SHAPE]: real and imaginary parts of the sequence components of each cycle; and a zero."""
    cycles = torch.complex(parts[..., 1], parts[..., 2]) @ sequence_matrix().T
    return [cycles.real, cycles.imag, parts[:, 0, 0, :1] * 0]


def sequence_matrix() -> torch.Tensor:
    """[positive, negative, zero sequence; phases A, B, C] (Fortescue 1918)."""
    a = complex(-0.5, math.sqrt(3) / 2)
    return torch.tensor([[1, a, a * a], [1, a * a, a], [1, 1, 1]], dtype=torch.complex128) / 3


def places(shapes: list[torch.Size]) -> dict[str, torch.Tensor]:
    """Where among parts and sequences stands what sizes, angles and direct parts are made of, and where among these the answers."""
    parts, real, imaginary, zero = numbered([SHAPE, *shapes])
    harmonics, direct = parts[..., 1:], parts[..., 0]
    sized = [
        (real, imaginary),
        (harmonics[..., ::2], harmonics[..., 1::2]),
        (direct, zero.expand(direct.shape)),
    ]
    size, size_harmonics, size_direct = sizes = numbered([one.shape for one, _ in sized])
    # Negative and zero sequence turn against the positive one of their cycle.
    one, one_imaginary = real[:, 1:].flatten(), imaginary[:, 1:].flatten()
    other, other_imaginary = (part[:, :1].expand(-1, 2).flatten() for part in (real, imaginary))
    pairs = (len(STARTS), 2)
    _, cosines, sines, shares = numbered([[sum(one.numel() for one in sizes)], pairs, pairs, direct.shape])
    answers = [torch.cat([size, torch.stack([cosines, sines], 2).flatten(1)], 1), size_harmonics, size_direct, shares]
    return {
        "real": torch.cat([one.flatten() for one, _ in sized]),
        "imaginary": torch.cat([other.flatten() for _, other in sized]),
        "angles": torch.cat([one, one_imaginary, other, other, one_imaginary, one, other_imaginary, other_imaginary]),
        "signs": torch.cat([torch.ones(one.numel()), -torch.ones(one.numel())]),
        "angle_sizes": size[:, 1:].flatten().repeat(2),
        "base_sizes": size[:, :1].expand(-1, 2).flatten().repeat(2),
        "direct": direct.flatten(),
        "direct_sizes": size[:, :1].expand(direct.shape).flatten(),
        "order": torch.cat([one.flatten() for one in answers]),
    }


def numbered(shapes: list) -> list[torch.Tensor]:
    """Numbers from 0 on in arrays of some shapes, one after the other."""
    counts = [math.prod(shape) for shape in shapes]
    return [one.reshape(shape) for one, shape in zip(torch.arange(sum(counts)).split(counts), shapes)]
