"""Makes image-nets.json: PyTorch's values and gradients, in float64, of a small U-Net, its layers, and a small mixer.

Number k of all parameters of a net, in their order, is 0.3 sin(k k); of its input sin(k k + 1), of the cotangent cos(k k), of
the tangent cos(k k + 1). Times are 0.3 and 0.8; labels the first class and none.
"""
import json
import math

import torch
import torch.nn.functional as F
from torch import nn

torch.set_default_dtype(torch.float64)


def numbers(shape, f, scale=1.0):
    count = math.prod(shape)
    return scale * torch.tensor([f(k) for k in range(count)]).reshape(shape)


class Attention(nn.Module):
    def __init__(self, channels, heads, groups):
        super().__init__()
        self.norm = nn.GroupNorm(groups, channels)
        self.qkv = nn.Conv2d(channels, 3 * channels, 1)
        self.out = nn.Conv2d(channels, channels, 1)
        self.heads = heads

    def forward(self, x, told=None):
        n, c, h, w = x.shape
        q, k, v = self.qkv(self.norm(x)).chunk(3, dim=1)
        q, k, v = (part.reshape(n, self.heads, c // self.heads, h * w).transpose(2, 3) for part in (q, k, v))
        weights = torch.softmax(torch.einsum("nhic,nhjc->nhij", q, k) / math.sqrt(c // self.heads), dim=-1)
        mixed = torch.einsum("nhij,nhjc->nhci", weights, v).reshape(n, c, h, w)
        return x + self.out(mixed)


class Residual(nn.Module):
    def __init__(self, inner, outer, width, groups):
        super().__init__()
        self.norm1 = nn.GroupNorm(groups, inner)
        self.conv1 = nn.Conv2d(inner, outer, 3, padding=1)
        self.told = nn.Linear(width, outer)
        self.norm2 = nn.GroupNorm(groups, outer)
        self.conv2 = nn.Conv2d(outer, outer, 3, padding=1)
        if inner != outer:
            self.bypass = nn.Conv2d(inner, outer, 1)
        self.changes = inner != outer

    def forward(self, x, told):
        h = self.conv1(F.silu(self.norm1(x))) + self.told(told)[:, :, None, None]
        h = self.conv2(F.silu(self.norm2(h)))
        return (self.bypass(x) if self.changes else x) + h


class Down(nn.Conv2d):
    def __init__(self, channels):
        super().__init__(channels, channels, 3, stride=2, padding=1)

    def forward(self, x, told=None):
        return super().forward(x)


class Up(nn.Conv2d):
    def __init__(self, channels):
        super().__init__(channels, channels, 3, padding=1)

    def forward(self, x, told=None):
        return super().forward(F.interpolate(x, scale_factor=2, mode="nearest"))


class Stage(nn.ModuleList):
    def forward(self, x, told):
        for layer in self:
            x = layer(x, told)
        return x


class Embedding(nn.Module):
    def __init__(self, waves, width, classes):
        super().__init__()
        self.time1 = nn.Linear(waves, width)
        self.time2 = nn.Linear(width, width)
        self.label = nn.Parameter(torch.zeros(classes, width))
        self.waves = waves

    def forward(self, t, c):
        half = self.waves // 2
        frequencies = 1000 * 10000 ** (-torch.arange(half) / half)
        angles = t * frequencies
        phi = torch.cat([angles.cos(), angles.sin()], dim=1)
        return F.silu(self.time2(F.silu(self.time1(phi))) + c @ self.label)


class UNet(nn.Module):
    """Two levels of 4 and 8 channels on 1 x 8 x 8, one block each, attention at 4 x 4 with two heads, two groups, three labels."""

    def __init__(self):
        super().__init__()
        self.embedding = Embedding(4, 16, 3)
        self.add_module("in", nn.Conv2d(1, 4, 3, padding=1))
        self.down = nn.ModuleList(
            [Stage([Residual(4, 4, 16, 2)]), Down(4), Stage([Residual(4, 8, 16, 2), Attention(8, 2, 2)])])
        self.middle = Stage([Residual(8, 8, 16, 2), Attention(8, 2, 2), Residual(8, 8, 16, 2)])
        self.up = nn.ModuleList([
            Stage([Residual(8 + 8, 8, 16, 2), Attention(8, 2, 2)]),
            Stage([Residual(8 + 4, 8, 16, 2), Attention(8, 2, 2), Up(8)]),
            Stage([Residual(8 + 4, 4, 16, 2)]),
            Stage([Residual(4 + 4, 4, 16, 2)])])
        self.norm = nn.GroupNorm(2, 4)
        self.out = nn.Conv2d(4, 1, 3, padding=1)

    def forward(self, x, t, c):
        told = self.embedding(t, c)
        h = self._modules["in"](x)
        skips = [h]
        for layer in self.down:
            h = layer(h, told)
            skips.append(h)
        h = self.middle(h, told)
        for layer in self.up:
            h = layer(torch.cat([h, skips.pop()], dim=1), told)
        return self.out(F.silu(self.norm(h)))


class ToldNorm(nn.Linear):
    def __init__(self, width):
        super().__init__(width, 2 * width)

    def forward(self, x, told):
        scale, shift = super().forward(told).chunk(2, dim=1)
        return F.layer_norm(x, x.shape[-1:]) * (1 + scale[:, None]) + shift[:, None]


class Block(nn.Module):
    def __init__(self, tokens, width, between, hidden):
        super().__init__()
        self.norm1 = ToldNorm(width)
        self.tokens1 = nn.Linear(tokens, between)
        self.tokens2 = nn.Linear(between, tokens)
        self.norm2 = ToldNorm(width)
        self.numbers1 = nn.Linear(width, hidden)
        self.numbers2 = nn.Linear(hidden, width)

    def forward(self, x, told):
        across = self.norm1(x, told).transpose(1, 2)
        x = x + self.tokens2(F.silu(self.tokens1(across))).transpose(1, 2)
        return x + self.numbers2(F.silu(self.numbers1(self.norm2(x, told))))


class Mixer(nn.Module):
    """Of 16 tokens of 2 x 2 pixels on 1 x 8 x 8: width 8, two blocks with hidden layers of 5 and 12, three labels."""

    def __init__(self):
        super().__init__()
        self.embedding = Embedding(8, 8, 3)
        self.add_module("in", nn.Linear(4, 8))
        self.blocks = nn.ModuleList([Block(16, 8, 5, 12), Block(16, 8, 5, 12)])
        self.norm = ToldNorm(8)
        self.out = nn.Linear(8, 4)

    def forward(self, x, t, c):
        told = self.embedding(t, c)
        tokens = F.unfold(x, kernel_size=2, stride=2).transpose(1, 2)
        h = self._modules["in"](tokens)
        for block in self.blocks:
            h = block(h, told)
        h = self.out(self.norm(h, told))
        return F.fold(h.transpose(1, 2), x.shape[2:], kernel_size=2, stride=2)


def stored(module, shape, *told):
    parameters = list(module.named_parameters())
    k = 0
    with torch.no_grad():
        for _, parameter in parameters:
            parameter.copy_(numbers(parameter.shape, lambda i: math.sin((k + i) ** 2), 0.3))
            k += parameter.numel()
    x = numbers(shape, lambda i: math.sin(i * i + 1)).requires_grad_()
    value, derivative = torch.func.jvp(
        lambda state: module(state, *told), (x.detach(),), (numbers(shape, lambda i: math.cos(i * i + 1)),))
    value = module(x, *told)
    cotangent = numbers(value.shape, lambda i: math.cos(i * i))
    gradients = torch.autograd.grad(value, [x] + [p for _, p in parameters], cotangent)
    flat = torch.cat([g.flatten() for g in gradients[1:]])
    return {
        "names": [name for name, _ in parameters],
        "input": list(shape),
        "value": digits(value),
        "derivative": digits(derivative),
        "toInput": digits(gradients[0]),
        "toParameters": digits(flat, 9),
    }


def digits(values, count=12):
    return [float(f"{value:.{count}g}") for value in values.flatten().tolist()]


t = torch.tensor([[0.3], [0.8]])
c = torch.tensor([[1.0, 0, 0], [0, 0, 0]])
cases = {
    "group norm": stored(nn.GroupNorm(3, 6), (2, 6, 4, 4)),
    "attention": stored(Attention(6, 2, 3), (2, 6, 3, 4)),
    "down": stored(Down(3), (2, 3, 6, 4)),
    "up": stored(Up(3), (2, 3, 3, 2)),
    "u-net": stored(UNet(), (2, 1, 8, 8), t, c),
    "mixer": stored(Mixer(), (2, 1, 8, 8), t, c),
}
with open("image-nets.json", "w") as file:
    json.dump({"torch": torch.__version__.split("+")[0], **cases}, file, separators=(",", ":"))
    file.write("\n")
