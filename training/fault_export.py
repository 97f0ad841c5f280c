"""What ships: the network with temperature, caution, softmax and unlikeness inside one graph."""

from pathlib import Path

import torch
from torch import nn

from fault_model import CHANNELS, CLASSES, FEATURES, INTERNAL, SAMPLES, FaultNet
from fault_unlikeness import ClassDistances, TrainingRange
from onnx_file import write_onnx

# Unlikeness is 1 so many times as far from the class as this share of its training inputs lies, over all views, or where a number
# is beyond its range in the training by so much of half that range.
KNOWN, LENIENCE, BEYOND = 0.999, 1.1, 0.1


class ShippedClassifier(nn.Module):
    """waves, features → probability [n, 45] (calibrated, cautious), unlikeness [n] (above 1: unknown)."""

    def __init__(
        self, net: FaultNet, inside: TrainingRange, distances: ClassDistances, caution: float, temperature: float = 1.0
    ) -> None:
        """caution: what is taken from the logits of internal faults, before they are divided by the temperature"""
        super().__init__()
        self.net, self.inside, self.distances, self.temperature = net, inside, distances, temperature
        bias = torch.zeros(CLASSES)
        bias[:INTERNAL] = -caution
        self.register_buffer("bias", bias)

    def forward(self, waves: torch.Tensor, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        numbers, hidden = self.net.numbers.embeddings(waves, features)
        logits = (self.net.numbers.answer(hidden) + self.net.shapes(waves) + self.bias) / self.temperature
        probability = torch.softmax(logits, 1)
        # Of the class that is answered, and without a jump where two are equally probable.
        distance = (probability * self.distances(hidden)).sum(1)
        return probability, torch.maximum(self.inside(numbers) / BEYOND, distance / LENIENCE)


def export(model: ShippedClassifier, path: Path) -> None:
    inputs = {"waves": torch.zeros(2, CHANNELS, SAMPLES), "features": torch.zeros(2, FEATURES)}
    write_onnx(model, inputs, ["probability", "unlikeness"], path)
