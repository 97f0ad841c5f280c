"""What a fault adds to the currents before it, inside the graph, no weights: its direction among the phases, the impedance behind it."""

import math

import torch
from torch import nn

from fault_phasors import BEFORE, CYCLE, INCEPTION, LEAST, PHASES, WAVE, sequence_matrix, turned

# Windows in samples from the inception, and decay times in cycles (0: what stays) that the direct parts are fitted with.
# The first samples are left out: the detector may be late, and there it rings.
WINDOWS = ((4, 192, (0.0, 0.3, 1.0, 3.0)), (4, 96, (0.0, 0.3, 1.0)), (4, 64, (0.0, 1.0)))
LAST = tuple(INCEPTION + end - 1 for _, end, _ in WINDOWS)
HARMONICS = 3
# Decays are much alike: without some of this their parts would be large and opposite.
RIDGE = 0.01
# A fault between two phases of the exciting unit drives a current of one direction: its negative sequence lies at one of few
# angles against the positive one (phases by 120 degrees, regulator by 10 or 20), within a tenth of a degree.
ANCHORS_DEGREES = tuple(phases + shift for phases in (60, 180, 300) for shift in (-20, -10, 0, 10, 20))
WIDTHS_DEGREES = (0.25, 1.0)


class Changes(nn.Module):
    """waves [n, 8, 224], log10 of the peak over 2 [n, 1] → [n, COUNT] for the network, context and size for DeltaFault.

    The fundamental after the inception less the one before it is what the fault alone drives in a linear network: its direction
    among the phases depends on the place of the fault, neither on its resistance nor on its time.

    Of each window (0 where it is not known to its end): sequence components in A (logarithm) and over the positive one, their
    angles, how far the positive one is turned against what flowed before, the impedance that makes, how near the direction is
    to that of a fault in the exciting unit, direct parts.
    """

    OF_WINDOW = 17 + len(ANCHORS_DEGREES) * len(WIDTHS_DEGREES)
    COUNT = 2 + len(WINDOWS) * OF_WINDOW + PHASES * sum(len(decays) for _, _, decays in WINDOWS)
    CONTEXT = 17

    def __init__(self) -> None:
        super().__init__()
        fundamentals, direct = after()
        whole, part = before()
        base = torch.cat([fundamentals, whole, part, direct], 1)
        self.sizes = [one.shape[1] for one in (fundamentals, whole, part, direct)]
        self.register_buffer("base", base.float())
        anchors = torch.deg2rad(torch.tensor(ANCHORS_DEGREES, dtype=torch.float64))
        self.register_buffer("along", torch.stack([anchors.cos(), anchors.sin()]).float())
        self.register_buffer("across", torch.stack([-anchors.sin(), anchors.cos()]).float())

    def forward(self, waves: torch.Tensor, peak: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """→ numbers [n, COUNT]; of the longest known window context [n, CONTEXT], positive sequence in A (logarithm) [n]."""
        found = waves[:, :PHASES].flatten(1) @ self.base
        after, whole, part, direct = found.split(self.sizes, 1)
        known, count = waves[:, 7, :1], waves[:, 7, :BEFORE].sum(1, keepdim=True).clamp(min=1)
        before = torch.where(known > 0, whole, torch.cat([part / count, torch.zeros_like(whole[:, 2:])], 1))
        change = after.reshape(-1, len(WINDOWS), 3, 2) - before.reshape(-1, 1, 3, 2)
        sizes = (change.square().sum(3) + LEAST**2).sqrt()
        unit = change / sizes[..., None]
        size_before = (before[:, :2].square().sum(1, keepdim=True) + LEAST**2).sqrt()
        unit_before = (before[:, :2] / size_before)[:, None]
        negative, zero = against(unit[:, :, 1], unit[:, :, 0]), against(unit[:, :, 2], unit[:, :, 0])
        turn = against(unit[:, :, 0], unit_before)
        log_peak = 2 * math.log(10) * peak
        amperes = sizes.log() + log_peak[:, :, None]
        ratios = amperes[:, :, 1:] - amperes[:, :, :1]
        impedance = turn * (-amperes[:, :, :1]).exp()
        beside, ahead = negative @ self.across, (negative @ self.along > 0).float()
        near = [ahead / (1 + (beside / math.radians(width)).square()) for width in WIDTHS_DEGREES]
        fine = [torch.tanh(30 * ratios), torch.asinh(5 * impedance), torch.asinh(50 * impedance)]
        ends = waves[:, 7, LAST]
        of_windows = torch.cat([amperes, ratios, negative, zero, turn, *fine, *near], 2) * ends[:, :, None]
        log_before = size_before.log() + log_peak
        numbers = torch.cat([log_before, known, of_windows.flatten(1), torch.asinh(30 * direct)], 1)

        first, second = ends[:, :1], ends[:, 1:2]
        longest = torch.stack([first, (1 - first) * second, (1 - first) * (1 - second)], 1)
        angles = [(one * longest).sum(1) for one in (negative, turn)]
        shown = waves[:, :PHASES, :BEFORE].square().sum((1, 2))[:, None] / (PHASES * count)
        rms = 0.5 * (shown + 1e-8).log()
        more = [log_before, rms + log_peak, rms - size_before.log(), known, first, (1 - first) * second]
        slant = 10 * (ratios[:, :, :1] * longest).sum(1).clamp(-0.3, 0.3)
        context = torch.cat([turns(angles[0], 3), turns(angles[1], 2), *more, slant], 1)
        return numbers, context, (amperes[:, :, :1] * longest).sum((1, 2))


def against(one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """Of unit phasors [..., 2]: how far one is turned against the other, as a unit phasor."""
    (a, b), (c, d) = (phasor.split(1, -1) for phasor in (one, other))
    return torch.cat([a * c + b * d, b * c - a * d], -1)


def turns(one: torch.Tensor, count: int) -> torch.Tensor:
    """Of unit phasors [n, 2]: those at once, twice, … so many times their angle."""
    found = [one]
    for _ in range(count - 1):
        found.append(against(found[-1], one * one.new_tensor([1.0, -1.0])))
    return torch.cat(found, 1)


def after() -> tuple[torch.Tensor, torch.Tensor]:
    """[PHASES * WAVE, window × sequence × 2] of the fundamentals, [PHASES * WAVE, …] of the direct parts."""
    fundamentals, direct = [], []
    for begin, end, decays in WINDOWS:
        at = torch.arange(begin, end).double()
        own = [torch.exp(-at / (decay * CYCLE)) if decay else torch.ones_like(at) for decay in decays]
        for harmonic in range(1, HARMONICS + 1):
            own += turned(harmonic, at)
        functions = torch.stack(own, 1)
        gram = functions.T @ functions + RIDGE * torch.eye(functions.shape[1], dtype=torch.double)
        fitted = laid(torch.linalg.solve(gram, functions.T).T, INCEPTION + begin)
        fundamentals.append(of_sequences(fitted[:, len(decays) : len(decays) + 2]))
        direct.append(torch.block_diag(*[fitted[:, : len(decays)]] * PHASES))
    return torch.cat(fundamentals, 1), torch.cat(direct, 1)


def before() -> tuple[torch.Tensor, torch.Tensor]:
    """[PHASES * WAVE, 6] where the half cycle before the inception is known whole; [PHASES * WAVE, 2] of the positive sequence, times
    the points that are known, elsewhere."""
    at = torch.arange(BEFORE).double() - INCEPTION
    whole = torch.linalg.pinv(torch.stack([*turned(1, at), torch.ones_like(at)], 1)).T[:, :2]
    # Three phases turn together with the positive sequence, so that its mean is enough.
    part = 2 * torch.stack(turned(1, at), 1)
    return of_sequences(laid(whole, 0)), of_sequences(laid(part, 0))[:, :2]


def laid(columns: torch.Tensor, begin: int) -> torch.Tensor:
    out = torch.zeros(WAVE, columns.shape[1], dtype=torch.double)
    out[begin : begin + len(columns)] = columns
    return out


def of_sequences(columns: torch.Tensor) -> torch.Tensor:
    """Real and imaginary part of one phase [WAVE, 2] → those of the sequence components of three [PHASES * WAVE, 6]."""
    phasor = torch.complex(columns[:, 0], columns[:, 1])
    parts = [phasor[:, None] * sequence_matrix()[:, phase] for phase in range(PHASES)]
    return torch.cat([torch.stack([one.real, one.imag], 2).flatten(1) for one in parts])
