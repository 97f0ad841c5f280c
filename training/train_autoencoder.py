"""Trains the autoencoders on the windows of export-windows.ts and writes ONNX files, their figures and a test fixture.

    python training/train_autoencoder.py --windows FOLDER --out FOLDER --metrics FILE \
        --fixture FOLDER [--epochs 12] [--seed 1]
"""

import argparse
import hashlib
import json
import os
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # On two threads the LSTM is slower.

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from models import CHANNELS, KINDS, STEPS, Autoencoder
from onnx_file import OPSET, session, write_onnx

BATCH = 128
FIXTURE_WINDOWS = 64


def train(model: Autoencoder, windows: torch.Tensor, epochs: int, seed: int) -> None:
    """Adam with one cycle of the learning rate; gradients are clipped, for LSTMs now and then have huge ones."""
    steps = epochs * -(-len(windows) // BATCH)
    optimizer = torch.optim.Adam(model.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=model.learning_rate, total_steps=steps)
    order = torch.Generator().manual_seed(seed)
    for epoch in range(epochs):
        total = 0.0
        for picked in torch.randperm(len(windows), generator=order).split(BATCH):
            loss = model(windows[picked]).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(picked)
        print(f"  epoch {epoch + 1}/{epochs}: error {total / len(windows):.5f}", flush=True)


def scores(model: Autoencoder, windows: np.ndarray) -> np.ndarray:
    with torch.no_grad():
        parts = [model(part).numpy() for part in torch.from_numpy(windows).split(512)]
    return np.concatenate(parts) if parts else np.empty(0, np.float32)


def onnx_scores(path: Path, windows: np.ndarray) -> np.ndarray:
    opened = session(path)
    parts = [windows[at : at + 64] for at in range(0, len(windows), 64)]
    return np.concatenate([opened.run(["error"], {"windows": part})[0] for part in parts])


def judged(model: Autoencoder, folder: Path, attacks: list[str]) -> dict:
    """How well errors tell attacked windows from the same windows as they were."""
    result = {}
    for attack in attacks:
        honest = scores(model, np.load(folder / f"honest {attack}.npy"))
        attacked = scores(model, np.load(folder / f"attack {attack}.npy"))
        labels = np.r_[np.zeros(len(honest)), np.ones(len(attacked))]
        result[attack] = {
            "windows": len(honest),
            "auc": float(roc_auc_score(labels, np.r_[honest, attacked])),
            "worseThanItsTwin": float(np.mean(attacked > honest)),
        }
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--windows", type=Path, required=True, help="folder that export-windows.ts wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder for the ONNX files")
    parser.add_argument("--metrics", type=Path, required=True, help="file for the figures")
    parser.add_argument("--fixture", type=Path, required=True, help="folder for some windows and PyTorch's scores")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    args.out.mkdir(parents=True, exist_ok=True)

    attacks = json.loads((args.windows / "attacks.json").read_text())
    training = torch.from_numpy(np.load(args.windows / "training.npy"))
    validation = np.load(args.windows / "validation.npy")
    fixture = validation[:: max(1, len(validation) // FIXTURE_WINDOWS)][:FIXTURE_WINDOWS]
    args.fixture.mkdir(parents=True, exist_ok=True)
    fixture.astype("<f4").tofile(args.fixture / "windows.f32")
    metrics = {"training": len(training), "validation": len(validation), "models": {}}
    metrics |= {"epochs": args.epochs, "seed": args.seed, "torch": torch.__version__, "opset": OPSET}
    for kind, make in KINDS.items():
        torch.manual_seed(args.seed)
        model = make()
        print(f"{kind}: {sum(p.numel() for p in model.parameters())} parameters", flush=True)
        began = time.monotonic()
        train(model, training, args.epochs, args.seed)
        seconds = time.monotonic() - began
        model.eval()
        path = args.out / f"theft-autoencoder-{kind}.onnx"
        write_onnx(model, {"windows": torch.zeros(2, STEPS, CHANNELS)}, ["error"], path)
        honest = scores(model, validation)
        difference = float(np.abs(onnx_scores(path, validation) - honest).max())
        print(f"{kind}: PyTorch and ONNX differ by at most {difference:.2e} over {len(validation)} windows", flush=True)
        scores(model, fixture).astype("<f4").tofile(args.fixture / f"{kind}.f32")
        metrics["models"][kind] = {
            "parameters": sum(p.numel() for p in model.parameters()),
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "trainingSeconds": round(seconds),
            "trainingError": float(scores(model, training.numpy()).mean()),
            "validationError": float(honest.mean()),
            "validationQuantiles": {str(q): float(np.quantile(honest, q)) for q in (0.5, 0.9, 0.99)},
            "onnxDifference": difference,
            "attacks": judged(model, args.windows, attacks),
        }
    args.metrics.write_text(json.dumps(metrics, indent=2) + "\n")


if __name__ == "__main__":
    main()
