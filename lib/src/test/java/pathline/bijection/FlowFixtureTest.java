package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.array.HostMemory;
import pathline.field.Gradients;
import pathline.random.Rng;

/** Transformers and layers against numbers that another program computed. */
class FlowFixtureTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static NormalizingFlow flow(FlowLayer layer, DataType type) {
        return NormalizingFlow.of(layer, type, Rng.of(1));
    }

    @Test
    void aSplineOfRawNumbers() {
        Map<String, Fixture.Piece> pieces = Map.of(
                "map.raw",
                arrays -> NDArrays.concat(
                        new NDList(arrays.apply("widths"), arrays.apply("heights"), arrays.apply("derivatives")), 2));
        new Fixture(manager, "rqs_transform")
                .check(type -> flow(new Each(new RationalQuadratic(5, 3), 3, 5), type), pieces);
    }

    @Test
    void deepSigmoidsOfRawNumbers() {
        for (int stages = 1; stages <= 2; stages++) {
            var pieces = new HashMap<String, Fixture.Piece>();
            pieces.put("map.raw", Fixture.same("pseudo"));
            for (int k = 0; k < stages; k++) {
                pieces.put("map." + k + ".u", Fixture.same("layers." + k + ".u"));
                pieces.put("map." + k + ".w", Fixture.same("layers." + k + ".w"));
            }
            var transformer = new DeepSigmoid(4, stages);
            new Fixture(manager, "ddsf_transform_" + stages)
                    .check(type -> flow(new Each(transformer, 3, 4), type), pieces);
        }
    }

    @Test
    void planarAndRadialLayers() {
        var layers = LayerChain.of(new Planar(3), new Radial(3), new Planar(3), new Planar(3));
        var pieces = new HashMap<String, Fixture.Piece>();
        for (int k = 0; k < 4; k++) {
            for (var name : k == 1 ? List.of("centre", "alpha", "beta") : List.of("w", "u", "b")) {
                pieces.put("map." + k + "." + name, Fixture.same("layers." + k + "." + name));
            }
        }
        new Fixture(manager, "planar_radial").check(type -> flow(layers, type), pieces);
    }

    /** The gradient in Q is of all matrices there, and here of those with orthonormal columns: they agree across Q. */
    @Test
    void aSylvesterLayer() {
        var pieces = new HashMap<String, Fixture.Piece>();
        for (var name : List.of("q", "r1", "r2", "diag1", "diag2", "b")) {
            pieces.put("map." + name, Fixture.same(name));
        }
        var fixture = new Fixture(manager, "sylvester");
        var flow = flow(new Sylvester(4, 2), DataType.FLOAT64);
        fixture.set(flow, pieces);
        fixture.checkForward(flow);
        pieces.remove("map.q");
        fixture.checkGradients(flow, pieces);
        var gradient = flow.parameters().gradient(manager);
        var x = fixture.array("x");
        Gradients.loss(
                flow.parameters(), gradient, () -> flow.logDensity(x).mean().neg());
        var q = fixture.array("params", "q");
        LayerChecks.near(
                "gradient across q",
                across(q, fixture.array("grad", "q")),
                across(q, gradient.get("map.q")),
                Fixture.DERIVATIVE);
    }

    private static NDArray across(NDArray q, NDArray gradient) {
        return gradient.sub(q.matMul(q.transpose().matMul(gradient)));
    }

    /** The fixture's matrices have norms of 0.97, with which a bound of 0.98 does nothing. */
    @Test
    void aResidualLayer() {
        var layer = ResidualLayer.of(4, 6, 6).bounded(new LipschitzBound.Contraction(0.98));
        var pieces = new HashMap<String, Fixture.Piece>();
        for (int k = 0; k < 3; k++) {
            for (var name : k == 2 ? List.of("weight", "bias") : List.of("weight", "bias", "beta")) {
                pieces.put("map." + k + "." + name, Fixture.same("net." + k + "." + name));
            }
        }
        new Fixture(manager, "iresnet").check(type -> flow(layer, type), pieces);
    }

    @Test
    void spectralNorms() {
        var fixture = new Fixture(manager, "iresnet");
        for (int k = 0; k < 3; k++) {
            var raw = fixture.array("spectral", "raw", String.valueOf(k));
            double norm = fixture.number("spectral", "norms", String.valueOf(k));
            assertEquals(norm, HostMemory.number(SpectralNorm.norm(raw)), 1e-10);
            var most = manager.create(0.97);
            LayerChecks.near(
                    "matrix " + k,
                    fixture.array("params", "net." + k + ".weight"),
                    SpectralNorm.bounded(raw, most),
                    1e-10);
        }
    }
}
