"""The faults bench's work in PyTorch and in the comtrade package: a line of JSON a request on standard input, one a reply.

    {"do": "load", "model": ONNX, "inputs": F, "events": N, "out": F}   inputs: all waves, then all features, float32;
                                                   out takes the probabilities and the unlikenesses, float32
    {"do": "infer", "batch": B, "times": K}
    {"do": "comtrade", "cfg": F, "dat": F}

Every reply holds "seconds", wall-clock time of one time, the median over all, and "cpuSeconds", the mean, or "failed", why
there is none; and "peakMb", the highest memory so far.
"""

import json
import re
import resource
import statistics
import sys
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))
from fault_export import ShippedClassifier  # noqa: E402
from fault_model import CHANNELS, FEATURES, SAMPLES, FaultNet  # noqa: E402
from fault_unlikeness import ClassDistances, TrainingRange  # noqa: E402


def shipped(path: str) -> ShippedClassifier:
    """The module that was exported, with the weights of the file, in which batch normalisation is part of the layers."""
    graph = onnx.load(path).graph
    weights = {one.name: torch.from_numpy(numpy_helper.to_array(one).copy()) for one in graph.initializer}
    net = FaultNet(torch.zeros(len(weights["net.numbers.changes.places_real"]), dtype=torch.complex64))
    for part in [one for one in net.modules() if isinstance(one, nn.Sequential)]:
        for at in range(1, len(part)):
            if isinstance(part[at], nn.BatchNorm1d):
                layer = part[at - 1]
                layer.bias = layer.bias if layer.bias is not None else nn.Parameter(torch.zeros(len(layer.weight)))
                part[at] = nn.Identity()
    # The exporter counts on from the temperature's constant: it is the divisor of the logits.
    softmax = next(node for node in graph.node if node.op_type == "Softmax")
    division = next((node for node in graph.node if softmax.input[0] in node.output and node.op_type == "Div"), None)
    temperature = float(weights[division.input[1]]) if division else 1.0
    nothing = torch.zeros(len(weights["inside.middle"]))
    inside = TrainingRange(nothing, nothing)
    model = ShippedClassifier(net, inside, distances(weights, "distances."), caution=0.0, temperature=temperature)
    # The matrices of the phasors and changes are constants of the module; the exporter merges them.
    constant = re.compile(r"num_batches_tracked$|\.phasors\.|\.changes\.(?!places)|^distances\.centres$")
    wanted = {*(name for name, _ in model.named_parameters()), *(name for name, _ in model.named_buffers())}
    wanted = {name for name in wanted if not constant.search(name)}
    # A bias that a convolution got from its batch normalisation is named after the weights.
    found = {name: name if name in weights else name.replace(".bias", ".weight_bias") for name in wanted}
    if missing := set(found.values()) - weights.keys():
        raise ValueError(f"{path} has no {sorted(missing)}: the network of training/fault_model.py is another one")
    model.load_state_dict({name: weights[one] for name, one in found.items()}, strict=False)
    return model.eval()


def distances(weights: dict[str, torch.Tensor], start: str) -> ClassDistances:
    """The file holds the centres turned over, under a name that the exporter made up: known by their lengths."""
    lengths = weights[f"{start}lengths"]
    width = len(weights[f"{start}middle"])
    centres = next(
        one.T
        for one in weights.values()
        if one.shape == (width, len(lengths)) and torch.allclose(one.square().sum(0), lengths, rtol=1e-3, atol=1e-3)
    )
    made = ClassDistances.__new__(ClassDistances)
    nn.Module.__init__(made)
    for name in ("middle", "whitening", "lengths", "kept"):
        made.register_buffer(name, weights[f"{start}{name}"])
    made.register_buffer("centres", centres.contiguous())
    return made


def main() -> None:
    torch.set_num_threads(1)
    for line in sys.stdin:
        request = json.loads(line)
        times, failed, cpu = [], None, process_time()
        if request["do"] == "load":
            model = shipped(request["model"])
            values = torch.from_numpy(np.fromfile(request["inputs"], "<f4"))
            events = request["events"]
            waves, features = values.split([events * CHANNELS * SAMPLES, events * FEATURES])
            waves, features = waves.reshape(events, CHANNELS, SAMPLES), features.reshape(events, FEATURES)
            began = perf_counter()
            with torch.no_grad():
                answers = model(waves, features)
            times.append(perf_counter() - began)
            np.concatenate([part.numpy().ravel() for part in answers]).astype("<f4").tofile(request["out"])
        elif request["do"] == "infer":
            batch = request["batch"]
            with torch.no_grad():
                for _ in range(request["times"]):
                    began = perf_counter()
                    model(waves[:batch], features[:batch])
                    times.append(perf_counter() - began)
        else:
            try:
                import comtrade

                cpu = process_time()
                began = perf_counter()
                comtrade.Comtrade(use_numpy_arrays=True).load(request["cfg"], request["dat"], encoding="iso-8859-1")
                times.append(perf_counter() - began)
            except (ImportError, ValueError) as error:
                failed = str(error)
        cpu_seconds = (process_time() - cpu) / max(1, len(times))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seconds = statistics.median(times) if times else None
        print(json.dumps({"seconds": seconds, "cpuSeconds": cpu_seconds, "peakMb": peak, "failed": failed}), flush=True)


main()
