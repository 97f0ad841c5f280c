"""The networks of fault classification: ours, and the one it replaces."""

import torch
from torch import nn

from fault_fits import Fits
from fault_phasors import Phasors

CLASSES = 45
INTERNAL = 39
CHANNELS, SAMPLES, FEATURES = 8, 224, 24
RAW_SAMPLES = 726
HIDDEN = 160
# Of the original work, A.
RAW_MEAN = (0.05197532, -0.11660974, -0.16256367)
RAW_STD = (12.746202, 13.343145, 13.363711)


def convolution(inputs: int, outputs: int, width: int, stride: int) -> nn.Sequential:
    padding = width // 2
    layers = nn.Conv1d(inputs, outputs, width, stride, padding, bias=False), nn.BatchNorm1d(outputs), nn.ReLU()
    return nn.Sequential(*layers)


class FaultNet(nn.Module):
    """Strided convolutions over the waves (mean, largest answers and a coarse course), phasors and fits of them, and the features.

    waves [n, 8, 224], features [n, 24] → logits [n, 45]
    """

    def __init__(self) -> None:
        super().__init__()
        self.convolutions = nn.Sequential(
            convolution(CHANNELS, 32, 9, 4),
            convolution(32, 64, 5, 2),
            convolution(64, 96, 3, 1),
            convolution(96, 96, 3, 2),
        )
        self.course = convolution(96, 6, 1, 1)
        self.phasors = Phasors()
        self.fits = Fits()
        numbers = FEATURES + Phasors.COUNT + Fits.COUNT
        self.scale = nn.BatchNorm1d(numbers, affine=False)
        self.hidden = nn.Sequential(
            nn.Linear(2 * 96 + 6 * (SAMPLES // 16) + numbers, HIDDEN), nn.BatchNorm1d(HIDDEN), nn.ReLU(),
            nn.Linear(HIDDEN, HIDDEN), nn.BatchNorm1d(HIDDEN), nn.ReLU(),
        )
        self.answer = nn.Linear(HIDDEN, CLASSES)

    def embeddings(self, waves: torch.Tensor, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """What the answer rests on: [n, 216] pooled convolutions with the features, [n, 128] the last hidden layer."""
        maps = self.convolutions(waves)
        pooled = torch.cat([maps.mean(2), maps.amax(2)], 1)
        found = [features, self.phasors(waves), self.fits(waves, features[:, :1])]
        numbers = self.scale(torch.cat(found, 1)).clamp(-8, 8)
        hidden = self.hidden(torch.cat([pooled, numbers, self.course(maps).flatten(1)], 1))
        return torch.cat([pooled, numbers[:, :FEATURES]], 1), hidden

    def forward(self, waves: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        return self.answer(self.embeddings(waves, features)[1])


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
