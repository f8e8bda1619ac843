"""Makes adam.json: PyTorch's Adam and AdamW on a vector of five, in float64 and float32.

The gradient in step k = 1, 2, ... is g_i = (i + 1) sin(k + i) + w_i / 10 for i = 0, ..., 4; w starts at (1, ..., 5) / 5.
"""
import json
import math

import torch

CASES = {
    "adam": dict(kind="Adam", lr=1e-3),
    "adam with gradient decay": dict(kind="Adam", lr=1e-2, weight_decay=0.1),
    "adam with other betas": dict(kind="Adam", lr=1e-2, betas=(0.8, 0.95), eps=1e-3),
    "adamw": dict(kind="AdamW", lr=1e-2, weight_decay=0.05),
    "adam, clipped at 2": dict(kind="Adam", lr=1e-2, clip=2.0),
    "adam, cosine": dict(kind="Adam", lr=1e-2, cosine=(1e-4, 80)),
}


def run(dtype, kind, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, clip=None, cosine=None):
    w = torch.nn.Parameter((torch.arange(5, dtype=dtype) + 1) / 5)
    optimizer = getattr(torch.optim, kind)([w], lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)
    stored = {}
    for k in range(1, 101):
        if cosine:
            end, steps = cosine
            done = min(1, (k - 1) / steps)
            optimizer.param_groups[0]["lr"] = end + (lr - end) * (1 + math.cos(math.pi * done)) / 2
        wave = torch.tensor([(i + 1) * math.sin(k + i) for i in range(5)], dtype=dtype)
        w.grad = wave + w.detach() / 10
        if clip:
            torch.nn.utils.clip_grad_norm_([w], clip)
        optimizer.step()
        if k in (1, 10, 100):
            stored[str(k)] = w.detach().double().tolist()
    return stored


out = {"torch": torch.__version__.split("+")[0], "cases": {}}
for name, case in CASES.items():
    out["cases"][name] = {**case, "float64": run(torch.float64, **case), "float32": run(torch.float32, **case)}
with open("adam.json", "w") as file:
    json.dump(out, file, indent=1)
    file.write("\n")
