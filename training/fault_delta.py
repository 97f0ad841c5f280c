"""Between which phases of the series unit's delta a fault lies: how large a current each of the three would drive."""

import torch
from torch import nn

from fault_changes import Changes

# Faults AB, AC, BC of the series unit in the class table.
FIRST, KINDS = 20, 3
# Angle of their negative sequence where the middle of the winding is at fault; from there it goes so far to either side, and in
# the primary winding not beyond this.
CENTRES_DEGREES, FARTHEST_DEGREES, PRIMARY_DEGREES = (60.0, -60.0, 180.0), 100.0, 17.0
# For each degree farther, on the logarithmic scale; the regulator shifts the middle by 10 or 20 degrees, as is estimated.
DOUBT_A_DEGREE, OF_PRIMARY = 1.5, 8.0
SHIFT_SCALE = 30.0
# A current that is not to be expected has no less than this: between the places of the training no density is certain.
LEAST_LIKELY = -2.0
OF_ANGLE = 6
HIDDEN, MODES = 24, 2
OF_MODE = 3
# Where a class has no events, each network goes on otherwise; what they agree in counts.
MEMBERS = 6


class DeltaFault(nn.Module):
    """Context of Changes [n, CONTEXT], size of the current [n] → log likelihood of AB, AC, BC [n, 3].

    In the delta the direction of the current tells the place, but each direction is that of two classes at two places, and a
    training that lacks one of these places would teach that it is always the other. So not the classes are learned here, but
    for each of them the current that it drives, given direction and angle: smooth functions that hold between the places of
    the training. The likelier current tells the class (a mixture of Student's distributions, after Bishop 1994), where the
    direction leaves more than one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.first = Layers(Changes.CONTEXT, HIDDEN)
        self.second = Layers(HIDDEN, HIDDEN)
        self.third = Layers(HIDDEN, KINDS * MODES * OF_MODE)
        for name, count in (("context_mean", Changes.CONTEXT), ("context_scale", Changes.CONTEXT), ("size_mean", 1), ("size_scale", 1)):
            self.register_buffer(name, torch.ones(count))
        self.register_buffer("sharpness", torch.ones(1))
        self.shift = nn.Sequential(nn.Linear(Changes.CONTEXT - OF_ANGLE, HIDDEN), nn.SiLU(), nn.Linear(HIDDEN, 1))
        self.register_buffer("centres", torch.deg2rad(torch.tensor(CENTRES_DEGREES)))

    def scale_by(self, context: torch.Tensor, size: torch.Tensor) -> None:
        self.context_mean, self.context_scale = context.mean(0), context.std(0).clamp(min=1e-3)
        self.size_mean, self.size_scale = size.mean(0, keepdim=True), size.std(0, keepdim=True)

    def from_centres(self, context: torch.Tensor) -> torch.Tensor:
        """Angle of the direction from the middle of each class, degrees [n, 3]."""
        cosine, sine = context[:, :1], context[:, 1:2]
        across = sine * self.centres.cos() - cosine * self.centres.sin()
        along = cosine * self.centres.cos() + sine * self.centres.sin()
        return torch.atan2(across, along) * (180 / torch.pi)

    def shifted(self, context: torch.Tensor) -> torch.Tensor:
        """Shift of the middle by the regulator, degrees over SHIFT_SCALE [n, 1], of what the angle does not say."""
        return self.shift(((context - self.context_mean) / self.context_scale)[:, OF_ANGLE:])

    def likelihood(self, context: torch.Tensor, size: torch.Tensor) -> torch.Tensor:
        """Of each member [MEMBERS, n, 3]."""
        scaled = ((context - self.context_mean) / self.context_scale).expand(MEMBERS, -1, -1)
        hidden = nn.functional.silu(self.second(nn.functional.silu(self.first(scaled))))
        found = self.third(hidden).reshape(MEMBERS, -1, KINDS, MODES, OF_MODE)
        share, middle, width = found.unbind(4)
        log_width = (width - 3).clamp(-4.5, 1.0)
        off = (((size - self.size_mean) / self.size_scale)[:, None, None] - middle) * (-log_width).exp()
        # Student's with four degrees of freedom, but for a constant.
        return torch.logsumexp(torch.log_softmax(share, 3) - log_width - 2.5 * torch.log1p(off.square() / 4), 3)

    def forward(self, context: torch.Tensor, size: torch.Tensor) -> torch.Tensor:
        off = self.from_centres(context)
        shifted = (off - SHIFT_SCALE * self.shifted(context)).abs()
        beyond = torch.minimum(shifted, 360 - shifted) - FARTHEST_DEGREES
        primary = (PRIMARY_DEGREES - off.abs()).clamp(0.0, 2.0)
        likely = self.likelihood(context, size).mean(0).clamp(min=LEAST_LIKELY)
        return self.sharpness * likely - DOUBT_A_DEGREE * beyond.clamp(min=0.0) + OF_PRIMARY * primary


class Layers(nn.Module):
    """A linear layer of each member: [MEMBERS, n, inputs] → [MEMBERS, n, outputs]."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        bound = inputs**-0.5
        self.weight = nn.Parameter(torch.empty(MEMBERS, inputs, outputs).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(MEMBERS, 1, outputs).uniform_(-bound, bound))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return inputs @ self.weight + self.bias


def shared_out(logits: torch.Tensor, likelihood: torch.Tensor) -> torch.Tensor:
    """Logits in which the three classes keep their probability together, and the likelihood says which of them."""
    last = FIRST + likelihood.shape[1]
    together = torch.logsumexp(logits[:, FIRST:last], 1, keepdim=True)
    return torch.cat([logits[:, :FIRST], together + torch.log_softmax(likelihood, 1), logits[:, last:]], 1)
