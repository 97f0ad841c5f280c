"""What ships: the network with temperature, caution, softmax and unlikeness inside one graph."""

import logging
import warnings
from pathlib import Path

import onnx
import onnxruntime
import torch
from torch import nn

from fault_model import CHANNELS, CLASSES, FEATURES, INTERNAL, SAMPLES, FaultNet
from fault_unlikeness import ClassDistance

OPSET = 18
# Unlikeness is 1 at so many times the distance that this share of the validation has, over all its views.
KNOWN, LENIENCE = 0.999, 1.05


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
    """One file, any number of events at a time."""
    logging.disable(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        batch = {0: torch.export.Dim("batch")}
        torch.onnx.export(
            model,
            (torch.zeros(2, CHANNELS, SAMPLES), torch.zeros(2, FEATURES)),
            path,
            input_names=["waves", "features"],
            output_names=["probability", "unlikeness"],
            dynamic_shapes={"waves": batch, "features": batch},
            opset_version=OPSET,
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    logging.disable(logging.NOTSET)
    written = onnx.load(path)
    # The exporter leaves Python stack traces with paths of this machine in every node.
    for node in written.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    for value in [*written.graph.value_info, *written.graph.input, *written.graph.output]:
        del value.metadata_props[:]
    del written.graph.metadata_props[:]
    del written.metadata_props[:]
    onnx.checker.check_model(written, full_check=True)
    onnx.save(written, path)


def session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
