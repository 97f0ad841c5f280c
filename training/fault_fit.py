"""Fitting a classifier: AdamW with one cycle of the learning rate, classes weighted alike, the best epoch kept."""

import copy
import time

import torch
from torch import nn


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
    batch: int,
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
    batch = min(batch, len(labels))
    steps = len(labels) // batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=max_lr, total_steps=epochs * steps)
    order = torch.Generator().manual_seed(seed)
    best = {"loss": float("inf"), "epoch": 0}
    began = time.monotonic()
    for epoch in range(1, epochs + 1):
        model.train()
        total = 0.0
        # The last, smaller batch is left out: its statistics would be those of a few.
        for picked in torch.randperm(len(labels), generator=order).split(batch)[:steps]:
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
            f"  epoch {epoch}/{epochs}: loss {total / steps:.4f}, validation {found:.4f}, "
            f"balanced accuracy {accuracy:.4f}, {spent:.0f} s",
            flush=True,
        )
        if found < best["loss"]:
            best = {"loss": found, "epoch": epoch, "state": copy.deepcopy(model.state_dict())}
    model.load_state_dict(best["state"])
    return {"epochs": epochs, "bestEpoch": best["epoch"], "trainingSeconds": round(time.monotonic() - began)}
