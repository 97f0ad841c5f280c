"""What an event adds to the currents, inside the graph: fundamentals freed from what decays, less what flowed before. No weights."""

import math

import torch
from torch import nn

from fault_phasors import CYCLE, INCEPTION, PHASES, WAVE, sequence_matrix, turned

# Windows in samples from the inception, and decay times in cycles (0: what stays) that the direct parts are fitted with.
# The first samples are left out: the detector may be late, and there it rings; and the last, for then a fault may be cleared already.
WINDOWS = (
    (4, 64, (0.0, 1.0)),
    (4, 96, (0.0, 0.3, 1.0)),
    (4, 186, (0.0, 0.3, 1.0, 3.0)),
    (64, 186, (0.0, 0.7, 2.5)),
)
COUNT = len(WINDOWS)
# Windows of which the place of the negative against the positive sequence is compared with that of the training.
PLACED = (0, 2, 3)
HARMONICS = 5
# Decays are much alike: without some of this their parts would be large and opposite.
RIDGE = 1e-4
# Currents are counted in thousandths of the peak: the exporter takes constants below 1e-8 for nothing, and these are squared.
PARTS_OF_PEAK = 1000
# Below this is noise; what flowed before is small beside the peak, and known from more samples.
LEAST, LEAST_BEFORE = 0.03, 0.02
# So near to a place that the difference is no more than noise, and so far that it is none.
NEAR, FAR = 2e-4, 4.0
# Where the phasors of what flowed before stand among the features.
BEFORE = slice(24, 30)


class Changes(nn.Module):
    """waves [n, 4, 224], features [n, 30] → [n, FINE], [n, COARSE], [n, PLACED × places]; of a window 0 where it is not known to its end.

    - fine: sequence components and phases in A, their ratios and angles against each other and against what flowed before;
    - coarse: harmonics and direct parts;
    - distances (logarithm) of the ratio of negative to positive sequence from each of `places`: where one current alone flows
      into a fault, the windings settle this ratio to parts in ten thousand, so classes are far apart on this scale only.
    """

    FINE = 16 * COUNT + 3
    COARSE = PHASES * sum(HARMONICS - 1 + len(decays) for _, _, decays in WINDOWS)

    def __init__(self, places: torch.Tensor) -> None:
        """places: complex [k]"""
        super().__init__()
        self.register_buffer("base", base().float())
        matrix = sequence_matrix()
        self.register_buffer("turn", torch.stack([matrix.real, matrix.imag]).float())
        self.register_buffer("places_real", places.real.float())
        self.register_buffer("places_imaginary", places.imag.float())
        self.register_buffer("ends", torch.tensor([INCEPTION + end - 1 for _, end, _ in WINDOWS]))
        self.register_buffer("placed", torch.tensor(PLACED))
        self.register_buffer("parts_of", parts_of())
        count = COUNT * (HARMONICS - 1)
        self.split = [count, count, sum(len(decays) for _, _, decays in WINDOWS)]

    def forward(self, waves: torch.Tensor, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        parts, phases, (real, imaginary) = self.changes(waves, features)
        (positive, negative, zero), prefault = [
            (real[:, row : row + 1, :COUNT], imaginary[:, row : row + 1, :COUNT]) for row in range(3)
        ], (real[:, :1, COUNT:], imaginary[:, :1, COUNT:])
        known = waves[:, PHASES].index_select(1, self.ends)
        amperes = 2 * math.log(10) * features[:, :1, None]
        sizes = log_size(real[:, :, :COUNT], imaginary[:, :, :COUNT], LEAST)
        fine = [
            sizes + amperes,
            log_size(*phases, LEAST) + amperes,
            sizes[:, 1:] - sizes[:, :1],
            *angle(negative, positive, LEAST, LEAST),
            *angle(zero, positive, LEAST, LEAST),
            *angle(positive, prefault, LEAST, LEAST_BEFORE),
            *angle(negative, prefault, LEAST, LEAST_BEFORE),
        ]
        flowed = log_size(real[:, :, COUNT:], imaginary[:, :, COUNT:], LEAST_BEFORE) + amperes
        fine = torch.cat([(torch.cat(fine, 1) * known[:, None]).flatten(1), flowed.flatten(1)], 1)

        harmonics, harmonics_imaginary, direct = parts[:, :, 2 * COUNT :].split(self.split, 2)
        coarse = torch.cat([log_size(harmonics, harmonics_imaginary, LEAST), torch.asinh(0.03 * direct)], 2)
        coarse = coarse * (known @ self.parts_of)[:, None]
        (a, b), (c, d) = ([part.flatten(1).index_select(1, self.placed) for part in one] for one in (positive, negative))
        square = a.square() + b.square() + LEAST**2
        across = (c * a + d * b) / square, (d * a - c * b) / square
        squares = (across[0][..., None] - self.places_real).square() + (across[1][..., None] - self.places_imaginary).square()
        distances = 0.5 * (squares + NEAR**2).clamp(max=FAR**2).log() * known.index_select(1, self.placed)[..., None]
        return fine, coarse.flatten(1), distances.flatten(1)

    def changes(self, waves: torch.Tensor, features: torch.Tensor):
        """What the waves are made of; fundamentals of the phases less what flowed before, real and imaginary [n, phase, window];
        the same as positive, negative, zero sequence, with what flowed before as a last column."""
        parts = waves[:, :PHASES] @ self.base
        before = PARTS_OF_PEAK * features[:, BEFORE].reshape(-1, PHASES, 2)
        real = parts[:, :, :COUNT] - before[:, :, :1]
        imaginary = parts[:, :, COUNT : 2 * COUNT] - before[:, :, 1:]
        all_real, all_imaginary = torch.cat([real, before[:, :, :1]], 2), torch.cat([imaginary, before[:, :, 1:]], 2)
        turn, cross = self.turn
        sequences = turn @ all_real - cross @ all_imaginary, turn @ all_imaginary + cross @ all_real
        return parts, (real, imaginary), sequences


def log_size(real: torch.Tensor, imaginary: torch.Tensor, least: float) -> torch.Tensor:
    return 0.5 * (real.square() + imaginary.square() + least**2).log()


def angle(one, other, least: float, least_other: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Cosine and sine of the angle from the other to the one, near 0 where either is no more than noise."""
    (a, b), (c, d) = one, other
    both = ((a.square() + b.square() + least**2) * (c.square() + d.square() + least_other**2)).sqrt()
    return (a * c + b * d) / both, (b * c - a * d) / both


def base() -> torch.Tensor:
    """[WAVE, parts]: of all windows the real parts of the fundamental, the imaginary ones, those of the harmonics, the direct parts."""
    real, imaginary, harmonics, harmonics_imaginary, direct = [], [], [], [], []
    for begin, end, decays in WINDOWS:
        at = torch.arange(begin, end).double()
        functions = [torch.exp(-at / (decay * CYCLE)) if decay else torch.ones_like(at) for decay in decays]
        for harmonic in range(1, HARMONICS + 1):
            functions += turned(harmonic, at)
        matrix = torch.stack(functions, 1)
        gram = matrix.T @ matrix + RIDGE * torch.eye(matrix.shape[1], dtype=torch.double)
        own = torch.zeros(WAVE, matrix.shape[1], dtype=torch.double)
        own[INCEPTION + begin : INCEPTION + end] = torch.linalg.solve(gram, matrix.T).T
        first = len(decays)
        direct += own.T[:first]
        real.append(own[:, first])
        imaginary.append(own[:, first + 1])
        harmonics += own.T[first + 2 :: 2]
        harmonics_imaginary += own.T[first + 3 :: 2]
    return PARTS_OF_PEAK * torch.stack([*real, *imaginary, *harmonics, *harmonics_imaginary, *direct], 1)


def parts_of() -> torch.Tensor:
    """[window, harmonics and direct parts]: 1 where a part is of a window."""
    windows = [k for k in range(COUNT) for _ in range(HARMONICS - 1)]
    windows += [k for k, (_, _, decays) in enumerate(WINDOWS) for _ in decays]
    return (torch.arange(COUNT)[:, None] == torch.tensor(windows)).float()


# Of a class that are looked at, how many of these a place has to stand for, how far places lie apart, and how many there are.
MOST_EVENTS, SHARE, APART, MOST_PLACES = 1200, 0.05, 0.004, 64


def places_of(waves: torch.Tensor, features: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Where ratios of negative to positive sequence lie closest together, class by class: complex [MOST_PLACES], in order."""
    nothing = Changes(torch.zeros(1, dtype=torch.complex64))
    found = []
    for label in labels.unique():
        own = (labels == label).nonzero()[:MOST_EVENTS, 0]
        real, imaginary = nothing.changes(waves[own], features[own])[2]
        last = torch.complex(real[:, :, COUNT - 1], imaginary[:, :, COUNT - 1])
        ratios = last[:, 1] / last[:, 0]
        radius = (ratios[:, None] - ratios).abs().kthvalue(max(2, int(SHARE * len(own))), 1).values
        found += zip(radius.tolist(), ratios.tolist())
    places: list[complex] = []
    for _, place in sorted(found, key=lambda one: one[0]):
        if len(places) < MOST_PLACES and all(abs(place - other) > APART for other in places):
            places.append(place)
    return torch.tensor(places)
