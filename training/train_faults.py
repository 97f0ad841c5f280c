"""Trains the classifier of fault waveforms on the sets of train-faults.ts; writes the ONNX file, its figures and a fixture.

    python training/train_faults.py --data FOLDER --out FOLDER --metrics FILE --fixture FOLDER \
        [--epochs 12] [--original-epochs 2] [--seed 1]
"""

import argparse
import hashlib
import json
import os
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "2")

import numpy as np
import torch

from fault_calibration import calibration_error, caution, decided, temperature
from fault_data import FaultSet, fault_set, names, raw_set
from fault_changes import places_of
from fault_export import BEYOND, KNOWN, LENIENCE, ShippedClassifier, export
from fault_fit import fit, logits
from fault_metrics import NOTHING, false_internals, hard_pairs, internal, tasks, worst_confusions
from fault_model import CLASSES, FaultNet, Numbers, OriginalNet, parameters
from fault_unlikeness import ClassDistances, TrainingRange
from onnx_file import OPSET, session

MOST_PARAMETERS = 300_000
FIXTURE_EVENTS = 45
LATENCY_ROUNDS = 500
SURE = 0.9


def answers(model: ShippedClassifier, one: FaultSet) -> tuple[torch.Tensor, torch.Tensor]:
    """Probabilities and unlikeness."""
    model.eval()
    if len(one.labels) == 0:
        return torch.empty(0, CLASSES), torch.empty(0)
    with torch.no_grad():
        parts = [model(*part) for part in zip(one.waves.split(512), one.features.split(512))]
    return torch.cat([p for p, _ in parts]), torch.cat([u for _, u in parts])


def embeddings(net: Numbers, one: FaultSet) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Least and largest of each number, and all last hidden layers."""
    net.eval()
    with torch.no_grad():
        parts = [net.embeddings(*part) for part in zip(one.waves.split(512), one.features.split(512))]
    least = torch.stack([numbers.amin(0) for numbers, _ in parts]).amin(0)
    most = torch.stack([numbers.amax(0) for numbers, _ in parts]).amax(0)
    return least, most, torch.cat([hidden for _, hidden in parts])


def judged(model: ShippedClassifier, one: FaultSet, seed: int) -> dict:
    """All figures of a test set. What the detector missed is wrong; what is called unknown keeps its label here."""
    probability, unlikeness = answers(model, one)
    guess = np.r_[decided(probability).numpy(), np.full(len(one.missed), NOTHING)]
    truth = np.r_[one.labels.numpy(), one.missed[:, 0].astype(np.int64)]
    groups = np.r_[one.groups, one.missed[:, 1].astype(np.int64)]
    return {
        **tasks(guess, truth, groups, seed),
        "missed": len(one.missed),
        "unknown": float((unlikeness > 1).float().mean()),
        "calibrationError": calibration_error(probability, one.labels),
        "falseInternals": false_internals(guess, truth),
        "hardPairs": hard_pairs(guess, truth),
        "confusions": worst_confusions(guess, truth),
    }


def rejected(model: ShippedClassifier, one: FaultSet) -> dict:
    """Of waveforms that are of no class: how many no inception was found in, called unknown, surely called something."""
    probability, unlikeness = answers(model, one)
    total = len(one.labels) + len(one.missed)
    known = unlikeness <= 1
    sure = known & (probability.amax(1) > SURE)
    inside = torch.from_numpy(internal(decided(probability).numpy()) == 1)
    return {
        "waveforms": total,
        "nothing": len(one.missed) / total,
        "unknown": float((~known).sum()) / total,
        "sure": float(sure.sum()) / total,
        "sureInternal": float((sure & inside).sum()) / total,
        "medianUnlikeness": float(unlikeness.median()) if len(unlikeness) else None,
    }


def median_ms(work) -> float:
    times = []
    for _ in range(LATENCY_ROUNDS):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return float(np.median(times))


def original(folder: Path, epochs: int, seed: int) -> dict:
    """The original architecture on the same events, raw."""
    torch.manual_seed(seed)
    model = OriginalNet()
    train, validation, test = (raw_set(folder, name) for name in ("train", "validation", "test"))
    print(f"original architecture: {parameters(model)} parameters, {len(train.labels)} events", flush=True)
    sets = (train.inputs, train.labels), (validation.inputs, validation.labels)
    fitted = fit(model, *sets, epochs, seed, batch=128, max_lr=1e-3, weight_decay=1e-4)
    guess = logits(model, test.inputs).argmax(1).numpy()
    single = torch.zeros(1, 3, 726)
    with torch.no_grad():
        latency = median_ms(lambda: model(single))
    figures = tasks(guess, test.labels.numpy(), np.arange(len(guess)), seed)
    return {"fitted": fitted, "parameters": parameters(model), "pytorchMs": latency, **figures}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder that train-faults.ts wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder for the ONNX file")
    parser.add_argument("--metrics", type=Path, required=True, help="file for the figures")
    parser.add_argument("--fixture", type=Path, required=True, help="folder for some inputs and PyTorch's answers")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--original-epochs", type=int, default=2, help="of the original architecture; 0: leave it out")
    args = parser.parse_args()
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(args.seed)

    train, validation = fault_set(args.data, "train"), fault_set(args.data, "validation")
    plain, plain_training = validation.first_views(), train.first_views()
    net = FaultNet(places_of(*plain_training.inputs, plain_training.labels))
    print(f"{parameters(net)} parameters, {len(train.labels)} inputs, {len(train.missed)} without inception", flush=True)
    net.numbers.scale(*train.inputs)
    fitted = {}
    for name, part, inputs, batch, rate in ("numbers", net.numbers, slice(None), 512, 8e-3), ("shapes", net.shapes, slice(1), 128, 4e-3):
        sets = (train.inputs[inputs], train.labels), (validation.inputs[inputs], validation.labels)
        fitted[name] = fit(part, *sets, args.epochs, args.seed, batch=batch, max_lr=rate, weight_decay=0.1)

    least, most, hidden = embeddings(net.numbers, train)
    inside, distances = TrainingRange(least, most), ClassDistances(hidden, train.labels, KNOWN)
    held = logits(net, validation.inputs)
    careful = caution(held, validation.labels)
    model = ShippedClassifier(net, inside, distances, careful)
    model.temperature = temperature(held + model.bias, validation.labels)
    constants = sum(buffer.numel() for part in (inside, distances) for buffer in part.buffers())
    if (size := parameters(net) + constants) > MOST_PARAMETERS:
        raise ValueError(f"{size} parameters, {MOST_PARAMETERS} are allowed")
    model.eval()

    args.out.mkdir(parents=True, exist_ok=True)
    path = args.out / "fault-classifier.onnx"
    export(model, path)
    picked = slice(None, None, max(1, len(plain.labels) // FIXTURE_EVENTS))
    write_fixture(args.fixture, model, plain.waves[picked][:FIXTURE_EVENTS], plain.features[picked][:FIXTURE_EVENTS])

    tests = {name: fault_set(args.data, f"test {name}") for name in names(args.data, "test ")}
    figures = {name: judged(model, one, args.seed) for name, one in tests.items()}
    full = tests["full window"]
    onnx = session(path)
    single = {"waves": full.waves[:1].numpy(), "features": full.features[:1].numpy()}
    torch.set_num_threads(1)
    with torch.no_grad():
        eager = median_ms(lambda: model(full.waves[:1], full.features[:1]))
    metrics = {
        "parameters": parameters(net),
        "constants": constants,
        "bytes": path.stat().st_size,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "opset": OPSET,
        "torch": torch.__version__,
        "seed": args.seed,
        "fitted": fitted,
        "inputs": {"train": len(train.labels), "validation": len(validation.labels)},
        "events": {"train": int((train.views == 0).sum()), "validation": len(plain.labels)},
        "missed": {"train": len(train.missed), "validation": len(validation.missed)},
        "temperature": model.temperature,
        "caution": careful,
        "known": KNOWN,
        "lenience": LENIENCE,
        "beyond": BEYOND,
        "onnxDifference": onnx_difference(onnx, model, full),
        "latency": {"pytorchMs": eager, "onnxruntimeMs": median_ms(lambda: onnx.run(None, single))},
        "conditions": figures,
        "unlike": {name: rejected(model, fault_set(args.data, f"unlike {name}")) for name in names(args.data, "unlike ")},
        "original": original(args.data, args.original_epochs, args.seed) if args.original_epochs > 0 else None,
    }
    args.metrics.write_text(json.dumps(metrics, indent=2) + "\n")


def onnx_difference(onnx, model: ShippedClassifier, one: FaultSet) -> dict:
    probability, unlikeness = (part.numpy() for part in answers(model, one))
    parts = [
        onnx.run(["probability", "unlikeness"], {"waves": waves.numpy(), "features": features.numpy()})
        for waves, features in zip(one.waves.split(64), one.features.split(64))
    ]
    found = {
        "probability": float(np.abs(np.concatenate([p for p, _ in parts]) - probability).max()),
        "unlikeness": float(np.abs(np.concatenate([u for _, u in parts]) - unlikeness).max()),
    }
    print(f"PyTorch and ONNX differ by at most {found} over {len(probability)} events", flush=True)
    return found


def write_fixture(folder: Path, model: ShippedClassifier, waves: torch.Tensor, features: torch.Tensor) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        probability, unlikeness = model(waves, features)
    parts = {"waves": waves, "features": features, "probability": probability, "unlikeness": unlikeness}
    for name, values in parts.items():
        values.numpy().astype("<f4").tofile(folder / f"{name}.f32")


if __name__ == "__main__":
    main()
