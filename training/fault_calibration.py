"""Temperature of the softmax, caution against calling a harmless event an internal fault (both from the validation), the decision."""

import torch
from torch import nn

from fault_model import INTERNAL

MARGIN = 0.5
# Caution may cost at most this share of internal faults of the validation.
MOST_LOST = 0.0003


def temperature(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """That with the least negative log likelihood (Guo et al. 2017, arXiv 1706.04599)."""
    scale = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([scale], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(logits / scale.exp(), labels)
        loss.backward()
        return loss

    optimizer.step(closure)
    return float(scale.exp().detach())


def decided(probability: torch.Tensor) -> torch.Tensor:
    """The class that the product answers: internal faults together against each transient first, then which one."""
    inside, outside = probability[:, :INTERNAL], probability[:, INTERNAL:]
    is_internal = inside.sum(1) >= outside.amax(1)
    return torch.where(is_internal, inside.argmax(1), INTERNAL + outside.argmax(1))


def caution(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """What is taken from the logits of internal faults, so that no transient of the validation is called one.

    A margin is added; the whole is limited by what internal faults it costs.
    """
    lead = logits[:, :INTERNAL].logsumexp(1) - logits[:, INTERNAL:].amax(1)
    transient = labels >= INTERNAL
    wanted = max(0.0, float(lead[transient].max()) + MARGIN)
    internal = lead[~transient]
    already_lost = float((internal <= 0).float().mean())
    limit = float(torch.quantile(internal.double(), min(1.0, already_lost + MOST_LOST)))
    print(f"caution: {wanted:.2f} wanted, {limit:.2f} allowed", flush=True)
    return min(wanted, max(0.0, limit))


def calibration_error(probability: torch.Tensor, labels: torch.Tensor, bins: int = 15) -> float:
    """Expected calibration error of the class that is answered, equally wide bins."""
    guess = decided(probability)
    most = probability.gather(1, guess[:, None])[:, 0]
    right = (guess == labels).float()
    bin_of = (most * bins).long().clamp(max=bins - 1)
    error = 0.0
    for b in range(bins):
        inside = bin_of == b
        if inside.any():
            error += float(inside.float().mean()) * abs(float(right[inside].mean() - most[inside].mean()))
    return error
