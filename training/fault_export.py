"""What ships: the network with temperature, caution, softmax and unlikeness inside one graph."""

from pathlib import Path

import torch
from torch import nn

from fault_model import CHANNELS, CLASSES, FEATURES, INTERNAL, SAMPLES, FaultNet
from fault_unlikeness import ClassDistance, TrainingRange
from onnx_file import write_onnx

# Unlikeness is 1 at the distance from a class that this share of its training inputs keeps, over all views, or where a number
# is so many times as far from the middle of its range as any of the training.
KNOWN, BEYOND = 0.999, 1.1


class ShippedClassifier(nn.Module):
    """waves, features → probability [n, 45] (calibrated, cautious), unlikeness [n] (above 1: unknown)."""

    def __init__(
        self, net: FaultNet, inside: TrainingRange, distance: ClassDistance, caution: float, temperature: float = 1.0
    ) -> None:
        """caution: what is taken from the logits of internal faults, before they are divided by the temperature"""
        super().__init__()
        self.net, self.inside, self.distance, self.temperature = net, inside, distance, temperature
        bias = torch.zeros(CLASSES)
        bias[:INTERNAL] = -caution
        self.register_buffer("bias", bias)

    def forward(self, waves: torch.Tensor, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        numbers, hidden = self.net.numbers.embeddings(waves, features)
        logits = (self.net.numbers.answer(hidden) + self.net.shapes(waves) + self.bias) / self.temperature
        return torch.softmax(logits, 1), torch.maximum(self.inside(numbers) / BEYOND, self.distance(hidden))


def export(model: ShippedClassifier, path: Path) -> None:
    inputs = {"waves": torch.zeros(2, CHANNELS, SAMPLES), "features": torch.zeros(2, FEATURES)}
    write_onnx(model, inputs, ["probability", "unlikeness"], path)
