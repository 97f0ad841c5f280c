"""Fitting a classifier: AdamW with one cycle of the learning rate, classes weighted alike, the best epoch kept."""

import copy
import time

import torch
from torch import nn

from fault_calibration import temperature
from fault_delta import FIRST, KINDS, LEAST_LIKELY, SHIFT_SCALE
from fault_model import FaultNet

BATCH = 256
# The validation has few places of the delta: beyond this they would say too much.
SHARPEST = 4.0
# Strong decay keeps the functions smooth, so that they hold between the places of the training.
DELTA_EPOCHS, DELTA_WEIGHT_DECAY = 8, 1.0


def logits(model: nn.Module, inputs: tuple[torch.Tensor, ...]) -> torch.Tensor:
    model.eval()
    with torch.no_grad():
        parts = [model(*part) for part in zip(*(tensor.split(512) for tensor in inputs))]
    return torch.cat(parts) if parts else torch.empty(0, 45)


def balanced(guesses: torch.Tensor, labels: torch.Tensor) -> float:
    right = (guesses == labels).double()
    return float(torch.stack([right[labels == c].mean() for c in labels.unique()]).mean())


def fit(
    model: nn.Module,
    training: tuple[tuple[torch.Tensor, ...], torch.Tensor],
    validation: tuple[tuple[torch.Tensor, ...], torch.Tensor],
    epochs: int,
    seed: int,
    max_lr: float,
    weight_decay: float,
) -> dict:
    """Leaves the model as it was after the epoch with the least validation loss.

    Returns epochs gone through, the best of them, seconds taken.
    """
    inputs, labels = training
    counts = torch.bincount(labels, minlength=45).clamp(min=1).float()
    loss_of = nn.CrossEntropyLoss(weight=len(labels) / 45 / counts)
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=weight_decay)
    steps = epochs * (len(labels) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=max_lr, total_steps=steps)
    order = torch.Generator().manual_seed(seed)
    best = {"loss": float("inf"), "epoch": 0}
    began = time.monotonic()
    for epoch in range(1, epochs + 1):
        model.train()
        total = 0.0
        # The last, smaller batch is left out: its statistics would be those of a few.
        for picked in torch.randperm(len(labels), generator=order).split(BATCH)[: len(labels) // BATCH]:
            loss = loss_of(model(*(tensor[picked] for tensor in inputs)), labels[picked])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        guessed = logits(model, validation[0])
        found = float(nn.functional.cross_entropy(guessed, validation[1]))
        accuracy = balanced(guessed.argmax(1), validation[1])
        spent = time.monotonic() - began
        print(
            f"  epoch {epoch}/{epochs}: loss {total / (len(labels) // BATCH):.4f}, validation {found:.4f}, "
            f"balanced accuracy {accuracy:.4f}, {spent:.0f} s",
            flush=True,
        )
        if found < best["loss"]:
            best = {"loss": found, "epoch": epoch, "state": copy.deepcopy(model.state_dict())}
    model.load_state_dict(best["state"])
    return {"epochs": epochs, "bestEpoch": best["epoch"], "trainingSeconds": round(time.monotonic() - began)}


def fit_delta(
    net: FaultNet,
    training: tuple[tuple[torch.Tensor, ...], torch.Tensor],
    validation: tuple[tuple[torch.Tensor, ...], torch.Tensor],
    seed: int,
) -> None:
    """Fits what tells the faults in the delta apart, each class on its own events, and holds it; its sharpness is of the validation."""
    (context, size, own), (held_context, held_size, held) = (of_delta(net, *one) for one in (training, validation))
    delta = net.delta
    delta.scale_by(context, size)
    rounds = len(own) // BATCH
    shift = {"params": list(delta.shift.parameters()), "weight_decay": 0.02}
    rest = {"params": [one for name, one in delta.named_parameters() if not name.startswith("shift.")]}
    optimizer = torch.optim.AdamW([rest, shift], weight_decay=DELTA_WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=5e-3, total_steps=max(1, DELTA_EPOCHS * rounds))
    order = torch.Generator().manual_seed(seed)
    for _ in range(DELTA_EPOCHS):
        for picked in torch.randperm(len(own), generator=order).split(BATCH)[:rounds]:
            likelihood = delta.likelihood(context[picked], size[picked])
            # Either side is as likely, so that the mean angle from the middle is the shift of the middle.
            off = delta.from_centres(context[picked]).gather(1, own[picked][:, None])
            shift = (delta.shifted(context[picked]) - off / SHIFT_SCALE).square().mean()
            loss = shift - likelihood[:, torch.arange(len(picked)), own[picked]].mean(1).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    delta.requires_grad_(False)
    if len(held):
        likelihood = delta.likelihood(held_context, held_size).mean(0).clamp(min=LEAST_LIKELY)
        delta.sharpness.fill_(min(SHARPEST, 1 / temperature(likelihood, held)))
        found = delta(held_context, held_size)
        print(f"  delta: {len(own)} inputs, validation {balanced(found.argmax(1), held):.4f}, sharpness {float(delta.sharpness):.2f}", flush=True)


def of_delta(net: FaultNet, inputs: tuple[torch.Tensor, ...], labels: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """Context, size and class from 0 on of the inputs whose label is of the delta."""
    own = (labels >= FIRST) & (labels < FIRST + KINDS)
    with torch.no_grad():
        parts = [net.changes(waves, features[:, :1])[1:] for waves, features in zip(*(one[own].split(4096) for one in inputs))]
    context, size = (torch.cat(kind) for kind in zip(*parts))
    return context, size, labels[own] - FIRST
