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
    from models import KINDS

    model = KINDS["lstm"]()
    weights = {one.name: numpy_helper.to_array(one) for one in onnx.load(path).graph.initializer}
    model.load_state_dict({name: torch.from_numpy(weights[name].copy()) for name in model.state_dict()})
    return model.eval()


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
