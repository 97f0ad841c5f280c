"""The LSTM autoencoder of training/models.py in PyTorch, with the weights of the shipped ONNX file."""

import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))

BATCH = 4096


def load(path):
    """The model with its weights; an ONNX file has the gates of an LSTM in another order, and matrices turned."""
    from models import KINDS

    graph = onnx.load(path).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    model = KINDS["lstm"]()
    state = {name: stored[name] for name in model.state_dict() if name in stored}
    layers = [node for node in graph.node if node.op_type == "LSTM"]
    for name, node in zip(["encoder", "decoder"], layers, strict=True):
        weights, recurrent, biases = (stored[one][0] for one in node.input[1:4])
        state |= {f"{name}.weight_ih_l0": gates(weights), f"{name}.weight_hh_l0": gates(recurrent)}
        first, second = np.split(biases, 2)
        state |= {f"{name}.bias_ih_l0": gates(first), f"{name}.bias_hh_l0": gates(second)}
    (product,) = (node for node in graph.node if node.op_type == "MatMul")
    state["paint.weight"] = stored[product.input[1]].T
    if "position" not in state:
        wanted = tuple(model.state_dict()["position"].shape)
        rest = [one for name, one in stored.items() if name not in state]
        (state["position"],) = (one.reshape(wanted) for one in rest if one.squeeze().shape == wanted)
    model.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in state.items()})
    return model.eval()


def gates(rows):
    """From the order input, output, forget, cell to input, forget, cell, output."""
    first, output, forget, cell = np.split(rows, 4)
    return np.concatenate([first, forget, cell, output])


def errors_of(model, samples, meter, warm_up):
    """Mean squared error of each window; input as in lib/theft/model-input.ts, scaled by the meter's warm-up."""
    errors = np.empty(len(samples), dtype="float32")
    inputs = inputs_of(samples, meter, warm_up)
    for first in range(0, len(samples), BATCH):
        errors[first : first + BATCH] = model(torch.from_numpy(inputs[first : first + BATCH])).numpy()
    return errors


def inputs_of(samples, meter, warm_up):
    filled = fill(samples)
    bounds = np.concatenate([np.flatnonzero(np.diff(meter, prepend=-1)), [len(meter)]])
    for first, end in zip(bounds[:-1], bounds[1:]):
        warm = samples[first : min(end, first + warm_up)]
        power = max(20, np.nanmean(np.abs(warm[:, :, 0])))
        voltage = np.nanmedian(warm[:, :, 1])
        current = max(0.1, np.nanmean(warm[:, :, 2]))
        own = filled[first:end]
        own[:, :, 0] = np.arcsinh(own[:, :, 0] / power)
        own[:, :, 1] = np.clip((own[:, :, 1] - voltage) / 5, -4, 4)
        own[:, :, 2] = np.arcsinh(own[:, :, 2] / current)
        own[:, :, 3] = np.clip(own[:, :, 3], -1, 1)
    return np.nan_to_num(filled)


def fill(samples):
    """A missing sample holds the last one, or at the beginning the next."""
    steps = samples.shape[1]
    known = np.isfinite(samples)
    last = np.maximum.accumulate(np.where(known, np.arange(steps)[None, :, None], -1), axis=1)
    first = np.where(known.any(axis=1), known.argmax(axis=1), 0)[:, None, :]
    return np.take_along_axis(samples, np.where(last < 0, first, last), axis=1)
