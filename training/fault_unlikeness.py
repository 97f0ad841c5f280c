"""How unlike the training data an input is: beyond the range of a number, or far from the class that it is taken for."""

import torch
from torch import nn

from fault_model import CLASSES

# Of the mean variance, added to each: directions in which the training hardly varies must not outvote all others.
SHRINKAGE = 0.01


class TrainingRange(nn.Module):
    """How far beyond its range in the training the farthest number lies, over half the range; 0 within; [n, d] → [n]."""

    def __init__(self, least: torch.Tensor, most: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("middle", (least + most) / 2)
        self.register_buffer("reach", (most - least) / 2 + 1e-6)

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        return (((numbers - self.middle) / self.reach).abs().amax(1) - 1).clamp(min=0)


class ClassDistances(nn.Module):
    """Mahalanobis distances to the class centres under one covariance that all classes share (Lee et al. 2018, arXiv 1807.03888),
    each over what `share` of the class's own training inputs keep; [n, d] → [n, classes]."""

    def __init__(self, embeddings: torch.Tensor, labels: torch.Tensor, share: float) -> None:
        super().__init__()
        x = embeddings.double()
        counts = torch.bincount(labels, minlength=CLASSES)
        middle = x.mean(0)
        centres = torch.stack([x[labels == c].mean(0) if counts[c] else middle for c in range(CLASSES)])
        apart = x - centres[labels]
        covariance = apart.T @ apart / len(x)
        covariance += SHRINKAGE * covariance.diagonal().mean() * torch.eye(x.shape[1])
        # With L of the inverse's Cholesky, |(x − c) L|² is the squared distance.
        whitening = torch.linalg.cholesky(torch.linalg.inv(covariance))
        squares = (apart @ whitening).square().sum(1)
        kept = [squares[labels == c].quantile(share) if counts[c] else torch.tensor(0.0).double() for c in range(CLASSES)]
        whitened = (centres - middle) @ whitening
        self.register_buffer("middle", middle.float())
        self.register_buffer("whitening", whitening.float())
        self.register_buffer("centres", whitened.float())
        self.register_buffer("lengths", whitened.square().sum(1).float())
        # Of a class that the training lacks nothing is near; but not divided by 0.
        self.register_buffer("kept", torch.stack(kept).clamp(min=1e-6).float())

    def forward(self, embeddings: torch.Tensor) -> torch.Tensor:
        y = (embeddings - self.middle) @ self.whitening
        squares = y.square().sum(1, keepdim=True) - 2 * y @ self.centres.T + self.lengths
        return (squares.clamp(min=0) / self.kept).sqrt()
