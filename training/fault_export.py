"""What ships: the network with temperature, caution, softmax and unlikeness inside one graph."""

from pathlib import Path

import torch
from torch import nn

from fault_model import CHANNELS, CLASSES, FEATURES, INTERNAL, SAMPLES, FaultNet
from fault_unlikeness import ClassDistance
from onnx_file import write_onnx

# Unlikeness is 1 at so many times the distance that this share of the validation has, over all its views.
KNOWN, LENIENCE = 0.999, 1.15


class ShippedClassifier(nn.Module):
    """waves, features → probability [n, 45] (calibrated, cautious), unlikeness [n] (above 1: unknown)."""

    def __init__(self, net: FaultNet, temperature: float, caution: float) -> None:
        super().__init__()
        self.net = net
        self.temperature = temperature
        bias = torch.zeros(CLASSES)
        bias[:INTERNAL] = -caution
        self.register_buffer("bias", bias)

    def limit(self, distances: list[ClassDistance], known: list[torch.Tensor]) -> None:
        """Sets what is unlike: farther in any embedding than nearly all `known` ones."""
        self.distances = nn.ModuleList(distances)
        found = [distance(one) for distance, one in zip(distances, known)]
        self.register_buffer("largest", torch.stack([LENIENCE * one.quantile(KNOWN) for one in found]))

    def forward(self, waves: torch.Tensor, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        embeddings = self.net.embeddings(waves, features)
        logits = (self.net.answer(embeddings[-1]) + self.bias) / self.temperature
        distances = [distance(embedding) for distance, embedding in zip(self.distances, embeddings)]
        unlikeness = (torch.stack(distances, 1) / self.largest).amax(1)
        return torch.softmax(logits, 1), unlikeness


def export(model: ShippedClassifier, path: Path) -> None:
    inputs = {"waves": torch.zeros(2, CHANNELS, SAMPLES), "features": torch.zeros(2, FEATURES)}
    write_onnx(model, inputs, ["probability", "unlikeness"], path)
