"""The two autoencoders. Both take windows float32 [batch, 120, 4] and give the mean squared error of each."""

import torch
from torch import nn

STEPS, CHANNELS = 120, 4
PATCH = 5
BOTTLENECK = 8
HIDDEN = 24
POSITION = 8


class Autoencoder(nn.Module):
    """A network that draws its input again, with the error computed inside, so that an ONNX file gives scores."""

    learning_rate: float

    def draw(self, windows: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        return (windows - self.draw(windows)).square().mean(dim=(1, 2))


class LstmAutoencoder(Autoencoder):
    """LSTM over patches: PATCH samples at a time, so 24 steps and not 120; encoder, bottleneck, decoder.

    The decoder gets the code at every step, and a learned vector that says which step it is: without it, it had to count.
    """

    learning_rate = 8e-3

    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.LSTM(PATCH * CHANNELS, HIDDEN, batch_first=True)
        self.narrow = nn.Linear(HIDDEN, BOTTLENECK)
        self.widen = nn.Linear(BOTTLENECK, HIDDEN)
        self.position = nn.Parameter(0.5 * torch.randn(STEPS // PATCH, POSITION))
        self.decoder = nn.LSTM(HIDDEN + POSITION, HIDDEN, batch_first=True)
        self.paint = nn.Linear(HIDDEN, PATCH * CHANNELS)

    def draw(self, windows: torch.Tensor) -> torch.Tensor:
        patches = windows.reshape(-1, STEPS // PATCH, PATCH * CHANNELS)
        _, (last, _) = self.encoder(patches)
        code = torch.tanh(self.widen(self.narrow(last[0])))
        repeated = code.unsqueeze(1).expand(-1, STEPS // PATCH, -1)
        position = self.position.unsqueeze(0).expand(windows.shape[0], -1, -1)
        decoded, _ = self.decoder(torch.cat([repeated, position], dim=2))
        return self.paint(decoded).reshape(-1, STEPS, CHANNELS)


class DenseAutoencoder(Autoencoder):
    """Fully connected, over the whole window at once."""

    learning_rate = 3e-3

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(STEPS * CHANNELS, 64),
            nn.ReLU(),
            nn.Linear(64, BOTTLENECK),
            nn.Linear(BOTTLENECK, 64),
            nn.ReLU(),
            nn.Linear(64, STEPS * CHANNELS),
        )

    def draw(self, windows: torch.Tensor) -> torch.Tensor:
        return self.layers(windows.reshape(-1, STEPS * CHANNELS)).reshape(-1, STEPS, CHANNELS)


KINDS = {"lstm": LstmAutoencoder, "dense": DenseAutoencoder}
