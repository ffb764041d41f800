"""Trains one of the benchmark's networks with PyTorch: peer_torch.py NETWORK EPOCHS [eager|channels-last|compiled]

peer_torch.py NETWORK one-picture measures encoding and decoding one picture at a time instead.
"""

import os
import sys
import time

import common

os.environ.setdefault("OMP_NUM_THREADS", str(common.THREADS))
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(common.THREADS)
torch.manual_seed(1)
network, epochs, variant = sys.argv[1], sys.argv[2], (sys.argv[3:] or ["eager"])[0]
batch = common.SIZES[network][1]
Dense, Relu, Sigmoid, S = nn.Linear, nn.ReLU, nn.Sigmoid, nn.Sequential


def conv(i, o, stride=1, padding=1):
    return nn.Conv2d(i, o, 3, stride=stride, padding=padding)


def normalised(i, o, padding=1):
    return [conv(i, o, 1, padding), nn.BatchNorm2d(o, eps=1e-3, momentum=.01), Relu()]


def doubled(i, o):
    return nn.ConvTranspose2d(i, o, 3, stride=2, padding=1, output_padding=1)


def transposed(i, o):
    return nn.ConvTranspose2d(i, o, 3, padding=1)


def pool():
    return nn.MaxPool2d(2, ceil_mode=True)


def up():
    return nn.Upsample(scale_factor=2)


class SequenceToSequence(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.LSTM(28, 64, batch_first=True)
        self.decoder = nn.LSTM(64, 64, batch_first=True)
        self.output = Dense(64, 28)

    def forward(self, x):
        _, (h, _) = self.encoder(x)
        o, _ = self.decoder(h[0][:, None].expand(-1, 28, -1))
        return torch.sigmoid(self.output(o))


class Variational(nn.Module):
    def __init__(self, encoder, decoder):
        super().__init__()
        self.encoder, self.decoder = encoder, decoder

    def forward(self, x):
        h = self.encoder(x)
        mean, log_variance = h[:, :2], h[:, 2:]
        r = self.decoder(mean + torch.exp(.5 * log_variance) * torch.randn_like(mean))
        kl = (-.5 * (1 + log_variance - mean * mean - log_variance.exp())).sum(1).mean()
        return F.binary_cross_entropy(r, x, reduction="sum") / len(x) + kl

    def reconstruct(self, x):
        return self.decoder(self.encoder(x)[:, :2])


build = {
    "shallow": lambda: S(Dense(784, 32), Relu(), Dense(32, 784), Sigmoid()),
    "deep": lambda: S(Dense(784, 128), Relu(), Dense(128, 64), Relu(), Dense(64, 32), Relu(), Dense(32, 64), Relu(),
                      Dense(64, 128), Relu(), Dense(128, 784), Sigmoid()),
    "conv": lambda: S(conv(1, 16), Relu(), pool(), conv(16, 8), Relu(), pool(), conv(8, 8), Relu(), pool(), conv(8, 8),
                      Relu(), up(), conv(8, 8), Relu(), up(), conv(8, 16, 1, 0), Relu(), up(), conv(16, 1), Sigmoid()),
    "convbn": lambda: S(*normalised(1, 16), pool(), *normalised(16, 8), pool(), *normalised(8, 8), pool(),
                        *normalised(8, 8), up(), *normalised(8, 8), up(), *normalised(8, 16, 0), up(), conv(16, 1),
                        Sigmoid()),
    "denoise": lambda: S(conv(1, 32), Relu(), pool(), conv(32, 32), Relu(), pool(), conv(32, 32), Relu(), up(),
                         conv(32, 32), Relu(), up(), conv(32, 1), Sigmoid()),
    "lstm": SequenceToSequence,
    "mlpvae": lambda: Variational(S(Dense(784, 256), Relu(), Dense(256, 4)),
                                  S(Dense(2, 256), Relu(), Dense(256, 784), Sigmoid())),
    "convvae": lambda: Variational(
        S(conv(1, 32, 2), Relu(), conv(32, 64, 2), Relu(), nn.Flatten(), Dense(3136, 16), Relu(), Dense(16, 4)),
        S(Dense(2, 3136), Relu(), nn.Unflatten(1, (64, 7, 7)), doubled(64, 64), Relu(), doubled(64, 32), Relu(),
          transposed(32, 1), Sigmoid())),
    "faces": lambda: S(conv(1, 16, 2), Relu(), conv(16, 32), Relu(), conv(32, 64), Relu(), conv(64, 128), Relu(),
                       nn.Flatten(), Dense(32768, 256), Sigmoid(), nn.Unflatten(1, (1, 16, 16)), doubled(1, 128), Relu(),
                       transposed(128, 64), Relu(), transposed(64, 32), Relu(), transposed(32, 1), Sigmoid()),
}

x, test = common.load(network)
if network in common.DENSE:
    x, test = x.reshape(-1, 784), test.reshape(-1, 784)
elif network != "lstm":
    x, test = x[:, None], test[:, None]
y, target = x, test
if network == "denoise":
    x, test = common.noisy(x, 0), common.noisy(test, 1)
x, y, test, target = (torch.from_numpy(np.ascontiguousarray(a)) for a in (x, y, test, target))
model = build[network]()
for module in model.modules():  # Keras' initialisers
    if isinstance(module, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.xavier_uniform_(module.weight)
        nn.init.zeros_(module.bias)
    if isinstance(module, nn.LSTM):
        nn.init.xavier_uniform_(module.weight_ih_l0)
        nn.init.orthogonal_(module.weight_hh_l0)
        nn.init.zeros_(module.bias_ih_l0)
        nn.init.zeros_(module.bias_hh_l0)
        module.bias_ih_l0.data[64:128] = 1
variational = network.endswith("vae")
criterion = nn.MSELoss() if network == "faces" else nn.BCELoss()
if variant == "channels-last":
    model = model.to(memory_format=torch.channels_last)
forward = torch.compile(model) if variant == "compiled" else model
if epochs == "one-picture":
    model.eval()
    with torch.inference_mode():
        common.one_picture(network, "pytorch", variant, [test[i:i + 1] for i in range(common.PICTURES)],
                           model.reconstruct if variational else model)
    sys.exit()
adam = torch.optim.Adam(model.parameters(), 1e-3, eps=1e-7)
seconds, first_done = [], None
for _ in range(int(epochs)):
    start = time.time()
    model.train()
    for i in range(0, len(x), batch):
        adam.zero_grad()
        loss = forward(x[i:i + batch]) if variational else criterion(forward(x[i:i + batch]), y[i:i + batch])
        loss.backward()
        adam.step()
    seconds.append(time.time() - start)
    first_done = first_done or time.time()
model.eval()
reconstruct = model.reconstruct if variational else model
with torch.no_grad():
    few, clean = test[:common.TEST], target[:common.TEST]
    loss = (model(few) / 784 if variational else criterion(model(few), clean)).item()
    inference = common.timed(lambda: [reconstruct(test[i:i + 1000]) for i in range(0, min(len(test), common.INFERENCE), 1000)])
common.report(network, "pytorch", variant, seconds, first_done, loss, inference)
