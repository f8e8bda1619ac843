"""Times the library's peers on its workloads: python peers.py [W1 ... W10 | wide | flows | images | scaling]...   (default: all)

Called by ./pathline bench --peers PYTHON. Prints a line of JSON for each work:
    {"work": ..., "who": "torch" | "jax" | "pot" | "scipy" ..., "peer": ..., "ms": [one time for every run]}
and one for everything that is not there, {"missing": ..., "works": [...]}, which is no error; at last {"versions": {...}}.

Uses what it finds of torch, torchdiffeq, torchcfm; jax, equinox, diffrax, optax; ot (POT), scipy. PyTorch has one
intra-op thread, as the library's engine has; XLA takes what it finds. Names, sizes and points of the works are those
of the library's benchmark; see Workloads.java.
"""

import importlib
import importlib.metadata
import json
import os
import sys
import time

try:
    import numpy as np
except ImportError as problem:  # without it there are no peers at all
    print(json.dumps({"missing": f"numpy ({problem})", "works": sys.argv[1:]}), flush=True)
    sys.exit(0)

BATCH, DIM, HIDDEN, LAYERS = 256, 2, 64, 3
TOLERANCE = 1e-5
STEPS = 200  # of one training, which is timed as a whole
SIGMA = 0.1
WORKS = []  # (id, needs, function), in order


def work(id, *needs):
    """Registers a function that reports the times of one or more works, and what it imports."""

    def register(function):
        WORKS.append((id, needs, function))
        return function

    return register


def report(name, who, peer, run, per=1, seconds=1.0, least=5, most=300, warm_up=3):
    """Times run() until the seconds are spent, but at least and at most so many times."""
    for _ in range(warm_up):
        run()
    times = []
    while len(times) < least or (sum(times) < 1e3 * seconds and len(times) < most):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1e3)
    line = {"work": name, "who": who, "peer": peer, "ms": [round(t / per, 6) for t in times]}
    print(json.dumps(line), flush=True)


# PyTorch: fields and solves


def torch_field(dim=DIM, hidden=HIDDEN):
    import torch
    from torch import nn

    torch.set_num_threads(1)
    torch.manual_seed(0)

    class Field(nn.Module):
        def __init__(self):
            super().__init__()
            widths = [dim + 1] + [hidden] * LAYERS
            layers = []
            for a, b in zip(widths, widths[1:]):
                layers += [nn.Linear(a, b), nn.Tanh()]
            self.layers = nn.Sequential(*layers, nn.Linear(hidden, dim))

        def forward(self, t, x):
            return self.layers(torch.cat([x, t.expand(len(x), 1)], 1))

    return Field()


def torch_solve(method="dopri5"):
    return dict(method=method) if method == "euler" else dict(method=method, rtol=TOLERANCE, atol=TOLERANCE)


def without_gradient(run):
    import torch

    def inside():
        with torch.no_grad():
            return run()

    return inside


@work("W1", "torch")
def torch_forward(id):
    import torch

    field, x = torch_field(), torch.randn(BATCH, DIM)
    report(f"{id} field forward", "torch", "torch", without_gradient(lambda: field(torch.tensor(0.3), x)), warm_up=20)


@work("W2", "torch", "torchdiffeq")
def torch_dopri5(id):
    import torch
    from torchdiffeq import odeint

    field, x, ends = torch_field(), torch.randn(BATCH, DIM), torch.tensor([0.0, 1.0])
    run = without_gradient(lambda: odeint(field, x, ends, **torch_solve()))
    report(f"{id} dopri5 solve", "torch", "torchdiffeq", run)


@work("W3", "torch", "torchdiffeq")
def torch_euler(id):
    import torch
    from torchdiffeq import odeint

    field, x, times = torch_field(), torch.randn(BATCH, DIM), torch.linspace(0, 1, 101)
    run = without_gradient(lambda: odeint(field, x, times, **torch_solve("euler")))
    report(f"{id} euler 100 steps", "torch", "torchdiffeq", run)


def torch_gradient(name, solver):
    import torch

    field, x, ends = torch_field(), torch.randn(BATCH, DIM), torch.tensor([0.0, 1.0])

    def run():
        field.zero_grad()
        solver(field, x, ends, **torch_solve())[-1].pow(2).mean().backward()

    report(name, "torch", "torchdiffeq", run)


@work("W4", "torch", "torchdiffeq")
def torch_adjoint(id):
    from torchdiffeq import odeint_adjoint

    torch_gradient(f"{id} gradient, continuous adjoint", odeint_adjoint)


@work("W5", "torch", "torchdiffeq")
def torch_through_steps(id):
    from torchdiffeq import odeint

    torch_gradient(f"{id} gradient, through the steps", odeint)


# PyTorch: densities


def torch_densities():
    """For both sizes: name, field, and nll(solver), the negative log-likelihood of the points."""
    import torch
    from torch import nn

    class Augmented(nn.Module):
        def __init__(self, field, dim, probe):
            super().__init__()
            self.field, self.dim, self.probe = field, dim, probe

        def forward(self, t, state):
            with torch.set_grad_enabled(True):
                x = state[0].requires_grad_(True)
                v = self.field(t, x)
                if self.probe is None:
                    columns = [torch.autograd.grad(v[:, i].sum(), x, create_graph=True)[0][:, i] for i in range(self.dim)]
                    divergence = sum(columns)
                else:
                    pulled = torch.autograd.grad(v, x, self.probe, create_graph=True)[0]
                    divergence = (pulled * self.probe).sum(1)
            return v, -divergence

    for name, dim, hidden in (("d2 exact", 2, 64), ("d43 hutchinson", 43, 128)):
        field = torch_field(dim, hidden)
        data, backward = torch.randn(BATCH, dim), torch.tensor([1.0, 0.0])
        augmented = Augmented(field, dim, None if dim == 2 else torch.randn(BATCH, dim))

        def nll(solver, augmented=augmented, data=data):
            x, change = solver(augmented, (data, torch.zeros(BATCH)), backward, **torch_solve())
            return (x[-1].pow(2).sum(1) / 2 + change[-1]).mean()

        yield name, field, nll


@work("W6", "torch", "torchdiffeq")
def torch_log_density(id):
    from torchdiffeq import odeint

    for name, _, nll in torch_densities():
        report(f"{id} log-density {name}", "torch", "torchdiffeq", lambda: nll(odeint).detach())


@work("W7", "torch", "torchdiffeq")
def torch_likelihood(id):
    from torchdiffeq import odeint, odeint_adjoint

    for kind, solver in (("continuous adjoint", odeint_adjoint), ("through the steps", odeint)):
        for name, field, nll in torch_densities():

            def run():
                field.zero_grad()
                nll(solver).backward()

            report(f"{id} NLL gradient {name}, {kind}", "torch", "torchdiffeq", run)


# PyTorch: flow matching


def torch_training(name, matcher):
    import torch
    from torchcfm.models import MLP

    torch.set_num_threads(1)
    torch.manual_seed(0)
    model = MLP(dim=2, time_varying=True)  # three hidden layers of 64, SELU
    adam = torch.optim.Adam(model.parameters(), 1e-3)
    float32 = lambda points: torch.tensor(points, dtype=torch.float32)
    x0 = [float32(gaussians(BATCH, 10 + k)) for k in range(20)]
    x1 = [float32(moons(BATCH, 40 + k)) for k in range(20)]

    def run():
        for k in range(STEPS):
            adam.zero_grad()
            t, xt, ut = matcher.sample_location_and_conditional_flow(x0[k % 20], x1[k % 20])
            loss = ((model(torch.cat([xt, t[:, None]], -1)) - ut) ** 2).mean()
            loss.backward()
            adam.step()

    report(name, "torch", "torchcfm", run, per=STEPS, warm_up=1)


@work("W8", "torch", "torchcfm")
def torch_cfm(id):
    from torchcfm.conditional_flow_matching import ConditionalFlowMatcher

    torch_training(f"{id} CFM training step", ConditionalFlowMatcher(sigma=SIGMA))


@work("W9", "torch", "torchcfm", "ot")
def torch_ot_cfm(id):
    from torchcfm.conditional_flow_matching import ExactOptimalTransportConditionalFlowMatcher

    torch_training(f"{id} OT-CFM training step", ExactOptimalTransportConditionalFlowMatcher(sigma=SIGMA))


# JAX


def jax_net(activation=None, width=HIDDEN):
    import equinox
    import jax

    activation = activation or jax.numpy.tanh
    return equinox.nn.MLP(DIM + 1, DIM, width, LAYERS, activation=activation, key=jax.random.PRNGKey(0))


def jax_points(batch=BATCH):
    import jax

    return jax.random.normal(jax.random.PRNGKey(1), (batch, DIM))


def jax_field(t, x, net):
    import jax
    import jax.numpy as jnp

    return jax.vmap(net)(jnp.concatenate([x, jnp.full((len(x), 1), t)], 1))


def jax_run(function, *arguments):
    """A call of the compiled function that waits for its result."""
    import equinox
    import jax

    compiled = equinox.filter_jit(function)
    return lambda: jax.block_until_ready(compiled(*arguments))


def jax_solve(net, x, solver=None, **more):
    import diffrax

    if solver is None:
        solver, step = diffrax.Dopri5(), None
        more["stepsize_controller"] = diffrax.PIDController(rtol=TOLERANCE, atol=TOLERANCE)
    else:
        step, more["max_steps"] = 0.01, 200
    return diffrax.diffeqsolve(diffrax.ODETerm(jax_field), solver, 0.0, 1.0, step, x, net, **more).ys


def jax_gradient(name, adjoint):
    import equinox

    loss = equinox.filter_value_and_grad(lambda net, x: (jax_solve(net, x, adjoint=adjoint) ** 2).mean())
    report(name, "jax", "diffrax", jax_run(loss, jax_net(), jax_points()))


@work("W1", "jax", "equinox")
def jax_forward(id):
    run = jax_run(lambda net, x: jax_field(0.3, x, net), jax_net(), jax_points())
    report(f"{id} field forward", "jax", "jax", run, warm_up=20)


@work("W2", "jax", "equinox", "diffrax")
def jax_dopri5(id):
    report(f"{id} dopri5 solve", "jax", "diffrax", jax_run(jax_solve, jax_net(), jax_points()))


@work("W3", "jax", "equinox", "diffrax")
def jax_euler(id):
    import diffrax

    run = jax_run(lambda net, x: jax_solve(net, x, diffrax.Euler()), jax_net(), jax_points())
    report(f"{id} euler 100 steps", "jax", "diffrax", run)


@work("W4", "jax", "equinox", "diffrax")
def jax_adjoint(id):
    import diffrax

    jax_gradient(f"{id} gradient, continuous adjoint", diffrax.BacksolveAdjoint())


@work("W5", "jax", "equinox", "diffrax")
def jax_through_steps(id):
    import diffrax

    jax_gradient(f"{id} gradient, through the steps", diffrax.RecursiveCheckpointAdjoint())


@work("W8", "jax", "equinox", "optax")
def jax_cfm(id):
    import equinox
    import jax
    import jax.numpy as jnp
    import optax

    adam, key, x = optax.adam(1e-3), jax.random.PRNGKey(0), jax_points()

    @equinox.filter_jit
    def step(net, state, x0, x1, key):
        for_times, for_noise = jax.random.split(key)
        t = jax.random.uniform(for_times, (BATCH, 1))
        xt = (1 - t) * x0 + t * x1 + SIGMA * jax.random.normal(for_noise, x0.shape)
        loss = lambda n: jnp.mean((jax.vmap(n)(jnp.concatenate([xt, t], 1)) - (x1 - x0)) ** 2)
        updates, state = adam.update(equinox.filter_grad(loss)(net), state)
        return equinox.apply_updates(net, updates), state

    first = jax_net(jax.nn.selu)

    def run():
        net, state = first, adam.init(equinox.filter(first, equinox.is_array))
        for _ in range(STEPS):
            net, state = step(net, state, x, x, key)
        jax.block_until_ready(equinox.filter(net, equinox.is_array))

    report(f"{id} CFM training step", "jax", "jax and optax", run, per=STEPS, warm_up=2)


# Exact optimal transport


def uniforms(stream, count):
    """splitmix64 at a counter: the numbers that the library's benchmark draws."""
    with np.errstate(over="ignore"):
        z = np.uint64(stream << 40) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return ((z ^ (z >> np.uint64(31))) >> np.uint64(11)) * 2.0**-53


def gaussians(n, stream=1):
    """Eight Gaussians on a circle of radius 5."""
    u = uniforms(stream, 3 * n).reshape(n, 3)
    angle, turn = np.floor(8 * u[:, 0]) * np.pi / 4, 2 * np.pi * u[:, 2]
    radius = 0.1**0.25 * np.sqrt(-2 * np.log(1 - u[:, 1]))
    return np.stack([5 * np.cos(angle) + radius * np.cos(turn), 5 * np.sin(angle) + radius * np.sin(turn)], 1)


def moons(n, stream=2):
    """Two half circles."""
    u = uniforms(stream, 2 * n).reshape(n, 2)
    upper, s = u[:, 0] < 0.5, np.pi * u[:, 1]
    x = np.where(upper, np.cos(s), 1 - np.cos(s))
    y = np.where(upper, np.sin(s), 0.5 - np.sin(s))
    return np.stack([3 * x - 1, 3 * y - 1], 1)


def transport_problems():
    """The sizes, each with its matrix of costs, which is not timed."""
    for n in (64, 128, 256, 512, 1024, 2048):
        a, b = gaussians(n), moons(n)
        yield n, ((a[:, None] - b[None]) ** 2).sum(2)


@work("W10", "ot")
def pot_transport(id):
    import ot

    for n, cost in transport_problems():
        weight = np.ones(n) / n
        run = lambda: ot.emd(weight, weight, cost, numItermax=10_000_000)
        report(f"{id} exact OT n={n}", "pot", "POT", run, seconds=0.5, least=3, warm_up=1)


@work("W10", "scipy")
def scipy_transport(id):
    from scipy.optimize import linear_sum_assignment

    for n, cost in transport_problems():
        run = lambda: linear_sum_assignment(cost)
        report(f"{id} exact OT n={n}", "scipy", "SciPy", run, seconds=0.5, least=3, warm_up=1)


# A net that is nearly all matrix products


@work("wide", "torch")
def torch_wide(id):
    import torch

    field = torch_field(hidden=512)
    x, t = torch.randn(4096, DIM), torch.tensor(0.3)
    weights = [layer.weight.detach().t() for layer in field.layers if hasattr(layer, "weight")]
    inputs = [torch.randn(4096, len(weight)) for weight in weights]
    for threads in sorted({1, os.cpu_count() or 1}):
        torch.set_num_threads(threads)
        who = "torch" if threads == 1 else f"torch, {threads} threads"
        forward = without_gradient(lambda: field(t, x))
        products = without_gradient(lambda: [a @ w for a, w in zip(inputs, weights)])
        report(f"{id} field forward, batch 4096, hidden 512", who, "torch", forward)
        report(f"{id} its matrix products alone", who, "torch", products)
    torch.set_num_threads(1)


@work("wide", "jax", "equinox")
def jax_wide(id):
    run = jax_run(lambda net, x: jax_field(0.3, x, net), jax_net(width=512), jax_points(4096))
    report(f"{id} field forward, batch 4096, hidden 512", "jax", "jax", run)


@work("flows", "torch", "zuko")
def zuko_flows(id):
    import flows_peers

    time_flows(id, "zuko", flows_peers.zuko_flows(), lambda flow: flow())


@work("flows", "torch", "nflows")
def nflows_flows(id):
    import flows_peers

    time_flows(id, "nflows", flows_peers.nflows_flows(), lambda flow: flow)


def time_flows(id, who, flows, density):
    """A training step, the log-density of many rows, and samples of MAF; density(flow) has log_prob and sample."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    batch, rows = torch.randn(100, 43), torch.randn(3648, 43)
    for name, make in flows.items():
        flow = make()
        optimizer = torch.optim.Adam(flow.parameters(), 1e-4)

        def step():
            optimizer.zero_grad()
            loss = -density(flow).log_prob(batch).mean()
            loss.backward()
            optimizer.step()

        report(f"{id} {name}, training step", who, who, step)
        score = without_gradient(lambda: density(flow).log_prob(rows).mean().item())
        report(f"{id} {name}, log-density of 3 648 rows", who, who, score)
        if name == "MAF":
            draw = without_gradient(lambda: density(flow).sample((1000,) if who == "zuko" else 1000))
            report(f"{id} MAF, 1 000 samples", who, who, draw)


@work("images", "torch")
def torch_images(id):
    import images_peers
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    for name, make in images_peers.NETS.items():
        step, draw = images_peers.training(make()), images_peers.sampling(make())
        report(f"{id} {name}, training step", "torch", "torch", step)
        report(f"{id} {name}, 100 samples", "torch", "torch", draw)


def version(module):
    return getattr(module, "__version__", None) or importlib.metadata.version(module.__name__)


def main(chosen):
    versions, missing = {"python": sys.version.split()[0], "numpy": np.__version__}, {}
    for id, needs, function in WORKS:
        if chosen and id not in chosen:
            continue
        try:
            for name in needs:
                versions[name] = version(importlib.import_module(name))
        except Exception as problem:  # not there, or there and broken: either way it is left out
            missing.setdefault(f"{name} ({problem})", []).append(id)
            continue
        function(id)
    for name, works in missing.items():
        print(json.dumps({"missing": name, "works": works}), flush=True)
    print(json.dumps({"versions": versions}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
