"""A network as one ONNX file, and such a file opened again."""

import logging
import warnings
from pathlib import Path

import onnx
import onnxruntime
import torch
from torch import nn

OPSET = 18


def write_onnx(model: nn.Module, inputs: dict[str, torch.Tensor], outputs: list[str], path: Path) -> None:
    """One file, any number of examples at a time; `inputs`: two examples of each argument of `forward`, by its name."""
    logging.disable(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        batch = {0: torch.export.Dim("batch")}
        torch.onnx.export(
            model,
            tuple(inputs.values()),
            path,
            input_names=list(inputs),
            output_names=outputs,
            dynamic_shapes={name: batch for name in inputs},
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
    """On the processor, in one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
