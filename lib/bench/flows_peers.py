"""The flows in finitely many steps of the benchmark, as zuko and nflows make them: 43 coordinates, one hidden layer of 100.

The sizes are those of the library's FlowTasks. nflows asks for a package of integrals that none of these flows uses; an empty
one stands in for it where it is missing. Neither has a MAF-DDSF: zuko's NAF, a monotone net of another kind, stands beside it.
"""

import sys
import types

FEATURES = 43


def zuko_flows():
    import zuko

    return {
        "MAF": lambda: zuko.flows.MAF(FEATURES, transforms=5, hidden_features=(100,)),
        "Real NVP": lambda: zuko.flows.NICE(FEATURES, transforms=10, hidden_features=(100,)),
        "NSF coupling": lambda: zuko.flows.NSF(FEATURES, transforms=5, bins=8, passes=2, hidden_features=(100,)),
        "MAF-DDSF": lambda: zuko.flows.NAF(FEATURES, transforms=5, hidden_features=(100,)),
    }


def nflows_flows():
    try:
        import UMNN  # noqa: F401
    except ImportError:
        sys.modules["UMNN"] = types.SimpleNamespace(NeuralIntegral=None, ParallelNeuralIntegral=None)
    import torch
    from nflows.distributions.normal import StandardNormal
    from nflows.flows.base import Flow
    from nflows import transforms as t

    class Net(torch.nn.Sequential):
        """One hidden layer; a coupling hands a condition over, which is none here."""

        def __init__(self, inputs, outputs):
            super().__init__(torch.nn.Linear(inputs, 100), torch.nn.ReLU(), torch.nn.Linear(100, outputs))

        def forward(self, x, context=None):
            return super().forward(x)

    def mask(k):
        return [(i + k) % 2 for i in range(FEATURES)]

    def chain(layers):
        return Flow(t.CompositeTransform(layers), StandardNormal([FEATURES]))

    def maf(k):
        layer = t.MaskedAffineAutoregressiveTransform(
            FEATURES, hidden_features=100, num_blocks=1, use_residual_blocks=False
        )
        return [layer, t.ReversePermutation(FEATURES)]

    def spline(k):
        return t.PiecewiseRationalQuadraticCouplingTransform(
            mask(k), Net, num_bins=8, tails="linear", tail_bound=3.0
        )

    return {
        "MAF": lambda: chain([layer for k in range(5) for layer in maf(k)]),
        "Real NVP": lambda: chain([t.AffineCouplingTransform(mask(k), Net) for k in range(10)]),
        "NSF coupling": lambda: chain([spline(k) for k in range(5)]),
    }
