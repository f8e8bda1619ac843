"""The nets of the image benchmark in PyTorch: the U-Net and the mixer of the library, of the same sizes and operations."""

import math

import torch
import torch.nn.functional as F
from torch import nn

CLASSES, GROUPS, SIDE, PATCH = 10, 8, 28, 4


class Embedding(nn.Module):
    def __init__(self, waves, width):
        super().__init__()
        self.time = nn.Sequential(nn.Linear(waves, width), nn.SiLU(), nn.Linear(width, width))
        self.label = nn.Linear(CLASSES, width, bias=False)
        half = waves // 2
        self.register_buffer("frequencies", 1000 * torch.exp(-math.log(10000) / half * torch.arange(half)))

    def forward(self, t, label):
        angles = t * self.frequencies
        return F.silu(self.time(torch.cat([angles.cos(), angles.sin()], 1)) + self.label(label))


class Residual(nn.Module):
    def __init__(self, inner, outer, width):
        super().__init__()
        self.norm1, self.norm2 = nn.GroupNorm(GROUPS, inner), nn.GroupNorm(GROUPS, outer)
        self.conv1 = nn.Conv2d(inner, outer, 3, padding=1)
        self.conv2 = nn.Conv2d(outer, outer, 3, padding=1)
        self.told = nn.Linear(width, outer)
        self.bypass = nn.Identity() if inner == outer else nn.Conv2d(inner, outer, 1)

    def forward(self, x, told):
        h = self.conv1(F.silu(self.norm1(x))) + self.told(told)[:, :, None, None]
        return self.bypass(x) + self.conv2(F.silu(self.norm2(h)))


class Attention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm = nn.GroupNorm(GROUPS, channels)
        self.qkv, self.out = nn.Conv2d(channels, 3 * channels, 1), nn.Conv2d(channels, channels, 1)

    def forward(self, x, told):
        q, k, v = self.qkv(self.norm(x)).flatten(2).transpose(1, 2).chunk(3, 2)
        mixed = F.scaled_dot_product_attention(q, k, v)
        return x + self.out(mixed.transpose(1, 2).reshape(x.shape))


class Down(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, stride=2, padding=1)

    def forward(self, x, told):
        return self.conv(x)


class Up(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x, told):
        return self.conv(F.interpolate(x, scale_factor=2, mode="nearest"))


class Stage(nn.ModuleList):
    def forward(self, x, told):
        for layer in self:
            x = layer(x, told)
        return x


class UNet(nn.Module):
    """Levels of 1, 2 and 2 times the width, a block each, attention in the middle."""

    def __init__(self, width):
        super().__init__()
        told, levels = 4 * width, [width, 2 * width, 2 * width]
        self.embedding = Embedding(width, told)
        self.first = nn.Conv2d(1, width, 3, padding=1)
        self.down, skips, channels = nn.ModuleList(), [width], width
        for level, wide in enumerate(levels):
            self.down.append(Residual(channels, wide, told))
            channels = wide
            skips.append(channels)
            if level < 2:
                self.down.append(Down(channels))
                skips.append(channels)
        self.middle = Stage([Residual(channels, channels, told), Attention(channels), Residual(channels, channels, told)])
        self.up = nn.ModuleList()
        for level, wide in reversed(list(enumerate(levels))):
            for block in range(2):
                stage = [Residual(channels + skips.pop(), wide, told)]
                if block == 1 and level > 0:
                    stage.append(Up(wide))
                self.up.append(Stage(stage))
                channels = wide
        self.norm, self.last = nn.GroupNorm(GROUPS, channels), nn.Conv2d(channels, 1, 3, padding=1)

    def forward(self, t, x, label):
        told = self.embedding(t, label)
        h = self.first(x)
        skips = [h]
        for layer in self.down:
            h = layer(h, told)
            skips.append(h)
        h = self.middle(h, told)
        for stage in self.up:
            h = stage(torch.cat([h, skips.pop()], 1), told)
        return self.last(F.silu(self.norm(h)))


class ToldNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm, self.told = nn.LayerNorm(width, elementwise_affine=False), nn.Linear(width, 2 * width)

    def forward(self, x, told):
        scale, shift = self.told(told)[:, None].chunk(2, 2)
        return self.norm(x) * (1 + scale) + shift


class Block(nn.Module):
    def __init__(self, tokens, width):
        super().__init__()
        self.norm1, self.norm2 = ToldNorm(width), ToldNorm(width)
        self.tokens = nn.Sequential(nn.Linear(tokens, width // 2), nn.SiLU(), nn.Linear(width // 2, tokens))
        self.numbers = nn.Sequential(nn.Linear(width, 4 * width), nn.SiLU(), nn.Linear(4 * width, width))

    def forward(self, x, told):
        x = x + self.tokens(self.norm1(x, told).transpose(1, 2)).transpose(1, 2)
        return x + self.numbers(self.norm2(x, told))


class Mixer(nn.Module):
    """Tokens of 4 x 4 pixels."""

    def __init__(self, width, depth):
        super().__init__()
        self.embedding = Embedding(width, width)
        self.first = nn.Conv2d(1, width, PATCH, stride=PATCH)
        self.blocks = Stage([Block((SIDE // PATCH) ** 2, width) for _ in range(depth)])
        self.norm, self.last = ToldNorm(width), nn.Linear(width, PATCH**2)

    def forward(self, t, x, label):
        told = self.embedding(t, label)
        h = self.blocks(self.first(x).flatten(2).transpose(1, 2), told)
        h = self.last(self.norm(h, told)).transpose(1, 2)
        return F.fold(h, (SIDE, SIDE), PATCH, stride=PATCH)


NETS = {
    "U-Net 16": lambda: UNet(16),
    "U-Net 32": lambda: UNet(32),
    "mixer 64": lambda: Mixer(64, 5),
    "mixer 128": lambda: Mixer(128, 5),
}


def labels(count):
    return F.one_hot(torch.arange(count) % CLASSES, CLASSES).float()


def training(net):
    """A step of Adam on one batch of 64 images, labels and times."""
    adam = torch.optim.Adam(net.parameters(), 1e-3)
    x0, x1, label = torch.randn(64, 1, SIDE, SIDE), torch.randn(64, 1, SIDE, SIDE), labels(64)

    def run():
        adam.zero_grad()
        t = torch.rand(64, 1)
        at = t[:, :, None, None]
        loss = (net(t, (1 - at) * x0 + at * x1, label) - (x1 - x0)).pow(2).mean()
        loss.backward()
        adam.step()
        return loss.item()

    return run


def sampling(net, steps=20):
    """100 images by 20 steps of Euler."""
    noise, label = torch.randn(100, 1, SIDE, SIDE), labels(100)

    def run():
        x = noise
        with torch.no_grad():
            for k in range(steps):
                x = x + net(torch.full((1, 1), k / steps), x, label) / steps
        return x.mean().item()

    return run
