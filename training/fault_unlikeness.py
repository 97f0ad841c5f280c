"""How unlike the training data an input is: beyond the range of a number, or far from every class."""

import torch
from torch import nn

# Of the mean variance, added to each: directions in which the training hardly varies must not outvote all others.
SHRINKAGE = 0.01


class TrainingRange(nn.Module):
    """How far the farthest number lies from the middle of its range in the training, over half the range; [n, d] → [n]."""

    def __init__(self, least: torch.Tensor, most: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("middle", (least + most) / 2)
        self.register_buffer("reach", (most - least) / 2 + 1e-6)

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        return ((numbers - self.middle) / self.reach).abs().amax(1)


class ClassDistance(nn.Module):
    """Mahalanobis distance to a class centre under one covariance that all classes share (Lee et al. 2018, arXiv 1807.03888),
    over what `share` of the class's own training inputs keep: that of the class where it is least; [n, d] → [n]."""

    def __init__(self, embeddings: torch.Tensor, labels: torch.Tensor, share: float) -> None:
        super().__init__()
        x = embeddings.double()
        classes, own = labels.unique(return_inverse=True)
        centres = torch.stack([x[own == c].mean(0) for c in range(len(classes))])
        apart = x - centres[own]
        covariance = apart.T @ apart / len(x)
        covariance += SHRINKAGE * covariance.diagonal().mean() * torch.eye(x.shape[1])
        # With L of the inverse's Cholesky, |(x − c) L|² is the squared distance.
        whitening = torch.linalg.cholesky(torch.linalg.inv(covariance))
        squares = (apart @ whitening).square().sum(1)
        middle = x.mean(0)
        whitened = (centres - middle) @ whitening
        self.register_buffer("middle", middle.float())
        self.register_buffer("whitening", whitening.float())
        self.register_buffer("centres", whitened.float())
        self.register_buffer("lengths", whitened.square().sum(1).float())
        # Never 0, as of a class of one input.
        largest = torch.stack([squares[own == c].quantile(share) for c in range(len(classes))]).clamp(min=1e-6)
        self.register_buffer("largest", largest.float())

    def forward(self, embeddings: torch.Tensor) -> torch.Tensor:
        y = (embeddings - self.middle) @ self.whitening
        squares = y.square().sum(1, keepdim=True) - 2 * y @ self.centres.T + self.lengths
        return (squares.clamp(min=0) / self.largest).amin(1).sqrt()
