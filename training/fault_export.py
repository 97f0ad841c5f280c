"""What ships: the network with temperature, caution, softmax and unlikeness inside one graph."""

from pathlib import Path

import torch
from torch import nn

from fault_model import CHANNELS, CLASSES, FEATURES, INTERNAL, SAMPLES, FaultNet
from fault_unlikeness import ClassDistance, TrainingRange
from onnx_file import write_onnx

# Unlikeness is 1 at so many times the distance that this share of the validation has, over all its views, or where a number
# is so many times as far from the middle of its range as any of the training.
KNOWN, LENIENCE, BEYOND = 0.999, 1.15, 1.1


class ShippedClassifier(nn.Module):
    """waves, features → probability [n, 45] (calibrated, cautious), unlikeness [n] (above 1: unknown)."""

    def __init__(self, net: FaultNet, temperature: float, caution: float) -> None:
        super().__init__()
        self.net = net
        self.temperature = temperature
        bias = torch.zeros(CLASSES)
        bias[:INTERNAL] = -caution
        self.register_buffer("bias", bias)

    def limit(self, inside: TrainingRange, distance: ClassDistance, known: torch.Tensor) -> None:
        """Sets what is unlike: numbers beyond those of the training, or farther from every class than nearly all `known` ones."""
        self.inside, self.distance = inside, distance
        self.register_buffer("largest", torch.stack([torch.tensor(BEYOND), LENIENCE * distance(known).quantile(KNOWN)]))

    def forward(self, waves: torch.Tensor, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        numbers, hidden = self.net.embeddings(waves, features)
        logits = (self.net.logits(waves, hidden) + self.bias) / self.temperature
        unlikeness = (torch.stack([self.inside(numbers), self.distance(hidden)], 1) / self.largest).amax(1)
        return torch.softmax(logits, 1), unlikeness


def export(model: ShippedClassifier, path: Path) -> None:
    inputs = {"waves": torch.zeros(2, CHANNELS, SAMPLES), "features": torch.zeros(2, FEATURES)}
    write_onnx(model, inputs, ["probability", "unlikeness"], path)
