"""The networks of fault classification: ours, and the one it replaces."""

import math

import torch
from torch import nn

from fault_changes import PLACED, Changes
from fault_phasors import PHASES, Phasors

CLASSES = 45
INTERNAL = 39
CHANNELS, SAMPLES, FEATURES = 4, 224, 30
RAW_SAMPLES = 726
HIDDEN = 204
# Of each fine number: waves of its own that it is put on, and numbers that are made of them.
WAVES, FROM_WAVES = 8, 4
# Of the original work, A.
RAW_MEAN = (0.05197532, -0.11660974, -0.16256367)
RAW_STD = (12.746202, 13.343145, 13.363711)


class Waves(nn.Module):
    """Numbers [n, count] → [n, count × FROM_WAVES]: each on sines of learned frequencies (Gorishniy et al. 2022, arXiv 2203.05556).

    A percent of a number can tell two classes apart; linear layers learn such from far more examples.
    """

    def __init__(self, count: int) -> None:
        super().__init__()
        self.frequency = nn.Parameter(0.1 * torch.randn(count, WAVES))
        inputs = 2 * WAVES + 1
        self.weight = nn.Parameter(torch.randn(count, inputs, FROM_WAVES) / inputs**0.5)
        self.bias = nn.Parameter(torch.zeros(count, FROM_WAVES))

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        one = numbers[..., None]
        angles = 2 * math.pi * one * self.frequency
        on_waves = torch.cat([angles.sin(), angles.cos(), one], 2)
        # [count, n, inputs] by [count, inputs, outputs]
        found = on_waves.transpose(0, 1) @ self.weight
        return torch.relu(found.transpose(0, 1) + self.bias).flatten(1)


def convolution(inputs: int, outputs: int, width: int, stride: int) -> nn.Sequential:
    layers = nn.Conv1d(inputs, outputs, width, stride, width // 2, bias=False), nn.BatchNorm1d(outputs), nn.ReLU()
    return nn.Sequential(*layers)


class Shapes(nn.Module):
    """waves [n, 4, 224] → logits [n, 45] from convolutions, for all internal faults alike.

    Shapes tell an inrush from a saturated current transformer before a cycle is over; between internal faults convolutions
    learn the scenarios of the training instead.
    """

    def __init__(self) -> None:
        super().__init__()
        self.convolutions = nn.Sequential(
            convolution(CHANNELS + 1, 24, 9, 4), convolution(24, 48, 5, 2), convolution(48, 48, 3, 2)
        )
        self.hidden = nn.Sequential(nn.Linear(96, 48), nn.BatchNorm1d(48), nn.ReLU())
        self.answer = nn.Linear(48, 1 + CLASSES - INTERNAL)

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        # Compressed, so that what is weak shows beside what is strong; zero sequence is the weakest.
        zero = waves[:, :PHASES].mean(1, keepdim=True)
        maps = self.convolutions(torch.asinh(torch.cat([100 * waves, 1000 * zero], 1)))
        found = self.answer(self.hidden(torch.cat([maps.mean(2), maps.amax(2)], 1)))
        return torch.cat([found[:, :1].expand(-1, INTERNAL), found[:, 1:]], 1)


class Numbers(nn.Module):
    """waves [n, 4, 224], features [n, 30] → logits [n, 45] from numbers that have a name: features, phasors and changes of the waves."""

    def __init__(self, places: torch.Tensor) -> None:
        """places: of Changes"""
        super().__init__()
        self.phasors = Phasors()
        self.changes = Changes(places)
        self.counts = [FEATURES + Phasors.COUNT + Changes.COARSE, Changes.FINE, len(PLACED) * len(places)]
        # Scales are those of the whole training: those of a batch vary by more than what tells two units apart.
        self.register_buffer("middle", torch.zeros(sum(self.counts)))
        self.register_buffer("spread", torch.ones(sum(self.counts)))
        self.waves = Waves(Changes.FINE)
        self.hidden = nn.Sequential(
            nn.Linear(sum(self.counts) + (FROM_WAVES - 1) * Changes.FINE, HIDDEN), nn.BatchNorm1d(HIDDEN), nn.ReLU(),
            nn.Linear(HIDDEN, HIDDEN), nn.BatchNorm1d(HIDDEN), nn.ReLU(),
        )
        self.answer = nn.Linear(HIDDEN, CLASSES)

    def named(self, waves: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        """All numbers, scaled: plain ones, fine ones, distances."""
        fine, coarse, distances = self.changes(waves, features)
        return (torch.cat([features, self.phasors(waves), coarse, fine, distances], 1) - self.middle) / self.spread

    def scale(self, waves: torch.Tensor, features: torch.Tensor) -> None:
        """Sets the scales by which numbers of these inputs have mean 0 and standard deviation 1."""
        with torch.no_grad():
            found = torch.cat([self.named(*part) for part in zip(waves.split(512), features.split(512))])
        spread, self.middle = torch.std_mean(found, 0)
        # For numbers that never vary.
        self.spread = spread.clamp(min=1e-3)

    def embeddings(self, waves: torch.Tensor, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """What the answer rests on: scaled numbers, all but the distances, and the last hidden layer."""
        plain, fine, distances = self.named(waves, features).split(self.counts, 1)
        found = [plain.clamp(-8, 8), self.waves(fine.clamp(-8, 8)), distances]
        return torch.cat([plain, fine], 1), self.hidden(torch.cat(found, 1))

    def forward(self, waves: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        return self.answer(self.embeddings(waves, features)[1])


class FaultNet(nn.Module):
    """Numbers and Shapes, two witnesses whose logits are added: each is fitted by itself, in batches that serve it best.

    waves [n, 4, 224], features [n, 30] → logits [n, 45]
    """

    def __init__(self, places: torch.Tensor) -> None:
        """places: of Changes"""
        super().__init__()
        self.numbers = Numbers(places)
        self.shapes = Shapes()

    def forward(self, waves: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        return self.numbers(waves, features) + self.shapes(waves)


class OriginalNet(nn.Module):
    """The architecture of the original work: raw currents in A [n, 3, 726] → logits [n, 45], 3.0 million parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(RAW_MEAN).reshape(1, 3, 1))
        self.register_buffer("std", torch.tensor(RAW_STD).reshape(1, 3, 1))
        widths = [(3, 32, 7), (32, 64, 5), (64, 128, 3)]
        self.convolutions = nn.Sequential(
            *[
                nn.Sequential(
                    nn.Conv1d(inputs, outputs, width, padding=width // 2),
                    nn.BatchNorm1d(outputs),
                    nn.ReLU(),
                    nn.MaxPool1d(2),
                )
                for inputs, outputs, width in widths
            ]
        )
        self.answer = nn.Sequential(
            nn.Linear(128 * (RAW_SAMPLES // 8), 256), nn.ReLU(), nn.Dropout(0.5), nn.Linear(256, CLASSES)
        )

    def forward(self, raw: torch.Tensor) -> torch.Tensor:
        scaled = (raw - self.mean) / (self.std + 1e-7)
        return self.answer(self.convolutions(scaled).flatten(1))


def parameters(model: nn.Module) -> int:
    return sum(p.numel() for p in model.parameters())
