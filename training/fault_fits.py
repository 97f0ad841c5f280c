"""Fundamentals freed from what decays, inside the graph: least squares of harmonics and exponentials, no weights."""

import math

import torch
from torch import nn

from fault_phasors import BEFORE, CYCLE, INCEPTION, LEAST, PHASES, WAVE, numbered, sequence_matrix, turned

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
# Of a window: sequence components in A and over the positive one, four angles, harmonics of each phase.
NUMBERS = 5 + 8 + 3 * HARMONICS


class Fits(nn.Module):
    """waves [n, 8, 224], log10 of the peak over 2 [n, 1] → [n, COUNT].

    Before the inception: sequence components in A (logarithm). Of each window (0 where it is not known to its end): sequence
    components in A (logarithm) and over the positive one, their angles against each other and against what flowed before
    the inception, sizes of the phases and their second and third harmonics over the peak (logarithm), direct parts. As few nodes as in Phasors.
    """

    COUNT = 3 + sum(NUMBERS + 3 * len(decays) for _, _, decays in WINDOWS)

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("base", base().float())
        self.register_buffer("sequences", sequences().float())
        for name, value in places().items():
            self.register_buffer(name, value)

    def forward(self, waves: torch.Tensor, peak: torch.Tensor) -> torch.Tensor:
        parts = (waves[:, :PHASES] @ self.base).flatten(1)
        harmonics = parts.index_select(1, self.harmonics)
        real, imaginary = torch.cat([parts.index_select(1, self.fundamentals) @ self.sequences, harmonics], 1).index_select(
            1, self.complex
        ).chunk(2, 1)
        sizes = (real.square() + imaginary.square() + LEAST**2).sqrt()
        logs = sizes.log()
        # Cosine and sine of the angle between two, near 0 where one of them is no more than noise.
        one, other = real.index_select(1, self.ones), real.index_select(1, self.others)
        one_imaginary, other_imaginary = imaginary.index_select(1, self.ones), imaginary.index_select(1, self.others)
        both = sizes.index_select(1, self.ones) * sizes.index_select(1, self.others)
        cosines = (one * other + one_imaginary * other_imaginary) / both
        sines = (one_imaginary * other - one * other_imaginary) / both
        ratios = logs.index_select(1, self.over) - logs.index_select(1, self.under)
        direct = torch.asinh(30 * parts.index_select(1, self.direct))
        found = torch.cat([logs, ratios, cosines, sines, direct], 1).index_select(1, self.order)
        known = waves[:, 7].index_select(1, self.ends) @ self.window_of + self.always
        return (found + 2 * math.log(10) * peak * self.amperes) * known


def base() -> torch.Tensor:
    """[WAVE, parts]: of each window direct parts, cosines and sines; of what is before the inception cosine, sine, mean."""
    columns = []
    for begin, end, decays in WINDOWS:
        at = torch.arange(begin, end).double()
        own = [torch.exp(-at / (decay * CYCLE)) if decay else torch.ones_like(at) for decay in decays]
        for harmonic in range(1, HARMONICS + 1):
            own += turned(harmonic, at)
        functions = torch.stack(own, 1)
        gram = functions.T @ functions + RIDGE * torch.eye(functions.shape[1], dtype=torch.double)
        columns.append(laid(torch.linalg.solve(gram, functions.T).T, INCEPTION + begin))
    at = torch.arange(BEFORE).double() - INCEPTION
    columns.append(laid(torch.linalg.pinv(torch.stack([*turned(1, at), torch.ones_like(at)], 1)).T, 0))
    return torch.cat(columns, 1)


def laid(columns: torch.Tensor, begin: int) -> torch.Tensor:
    out = torch.zeros(WAVE, columns.shape[1], dtype=torch.double)
    out[begin : begin + len(columns)] = columns
    return out


def sequences() -> torch.Tensor:
    """[window × (3 real, 3 imaginary parts of phases), the same of positive, negative, zero sequence], one block a window."""
    matrix = sequence_matrix().T
    block = torch.cat([torch.cat([matrix.real, matrix.imag], 1), torch.cat([-matrix.imag, matrix.real], 1)])
    return torch.block_diag(*[block] * (len(WINDOWS) + 1))


def places() -> dict[str, torch.Tensor]:
    """Where among the parts, and among what is made of them, stands what is taken next."""
    counts = [len(decays) + 2 * HARMONICS for _, _, decays in WINDOWS]
    width = sum(counts) + 3
    column = torch.arange(PHASES)[:, None] * width
    firsts = [sum(counts[:k]) for k in range(len(counts))]
    fundamentals, harmonics, direct = [], [], []
    for first, (_, _, decays) in zip(firsts, WINDOWS):
        start = first + len(decays)
        direct.append((column + torch.arange(first, start)).flatten())
        harmonics.append((column + torch.arange(start, start + 2 * HARMONICS)).reshape(-1, 2))
        fundamentals.append((column + torch.tensor([start, start + 1])).T.flatten())
    fundamentals.append((column + torch.tensor([width - 3, width - 2])).T.flatten())

    # Sequences stand window by window as 3 real and 3 imaginary parts, harmonics behind them as pairs.
    windows = len(WINDOWS)
    of_sequences, of_harmonics = numbered([(windows + 1, 2, 3), (windows, 3 * HARMONICS, 2)])
    real = torch.cat([of_sequences[:, 0].flatten(), of_harmonics[..., 0].flatten()])
    imaginary = torch.cat([of_sequences[:, 1].flatten(), of_harmonics[..., 1].flatten()])
    size, harmonic_size = numbered([(windows + 1, 3), (windows, 3 * HARMONICS)])
    own, before = size[:windows], size[windows]
    ones = own[:, [1, 2, 0, 1]]
    others = torch.stack([own[:, 0], own[:, 0], before[0].expand(windows), before[0].expand(windows)], 1)

    shapes = [(len(real),), (windows, 2), (windows, 4), (windows, 4), (sum(len(one) for one in direct),)]
    _, ratios, cosines, sines, directs = numbered(shapes)
    order, amperes, window_of = [before], [torch.ones(3)], [torch.zeros(3, windows)]
    for k, directs_of in enumerate(directs.split([len(one) for one in direct])):
        angles = torch.stack([cosines[k], sines[k]], 1).flatten()
        order += [own[k], ratios[k], angles, harmonic_size[k], directs_of]
        count = NUMBERS + len(directs_of)
        amperes.append((torch.arange(count) < 3).float())
        window_of.append(torch.eye(windows)[k].expand(count, windows))
    return {
        "fundamentals": torch.cat(fundamentals),
        "harmonics": torch.cat(harmonics).flatten(),
        "complex": torch.cat([real, imaginary]),
        "direct": torch.cat(direct),
        "ones": ones.flatten(),
        "others": others.flatten(),
        "over": own[:, 1:].flatten(),
        "under": own[:, :1].expand(windows, 2).flatten(),
        "order": torch.cat(order),
        "amperes": torch.cat(amperes),
        "ends": torch.tensor([INCEPTION + end - 1 for _, end, _ in WINDOWS]),
        "window_of": torch.cat(window_of).T.contiguous(),
        "always": torch.cat([torch.ones(3), torch.zeros(sum(map(len, window_of)) - 3)]),
    }
