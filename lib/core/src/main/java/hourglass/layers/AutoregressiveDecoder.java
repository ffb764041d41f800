package hourglass.layers;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Sends arrays through some of a network's layers in their inference mode. */
public final class AutoregressiveDecoder {

    private AutoregressiveDecoder() {}

    /**
     * Runs the layers from one number to another, both included. Behind a {@link TeacherForcing} layer the network gets its own
     * output as the previous step.
     *
     * @param network keeps its weights and its optimiser's state; no other thread may use it meanwhile
     * @param from the place of the first layer, from 0
     * @param to the place of the last layer
     * @param input [n, …] as the first of these layers takes it
     * @param reshaping the caller's own, before each layer
     * @param betweenSteps runs before each step of a sequence but the first; what it throws ends the run and is thrown here
     * @return [n, …] what the last of these layers puts out
     */
    public static INDArray run(
            MultiLayerNetwork network,
            int from,
            int to,
            INDArray input,
            LayerReshaping reshaping,
            Runnable betweenSteps) {
        int n = (int) input.size(0);
        boolean complete = to == network.getnLayers() - 1;
        INDArray x = input;
        int at = from;
        for (; at <= to && !(complete && network.getLayer(at) instanceof TeacherForcingLayer); at++) {
            if (network.getLayer(at) instanceof TeacherForcingLayer forcing) {
                // Without the layers behind it there is no output to pass on.
                TeacherForcingLayer.setSteps(
                        network.getLayers(), Nd4j.zeros(x.dataType(), x.size(0), forcing.features(), x.size(2)));
            }
            x = activate(network, at, reshaping.before(at, x), n);
        }
        if (at <= to) {
            x = generate(network, at, reshaping.before(at, x), betweenSteps);
        }
        // Not network.clear(), which would throw the optimiser's state away.
        for (int i = from; i <= to; i++) {
            network.getLayer(i).clear();
        }
        return x;
    }

    /** Runs the layers behind a {@link TeacherForcing} layer, one step at a time. */
    private static INDArray generate(MultiLayerNetwork network, int forcing, INDArray input, Runnable betweenSteps) {
        long n = input.size(0);
        long features = ((TeacherForcingLayer) network.getLayer(forcing)).features();
        long time = input.size(2);
        INDArray all = Nd4j.createUninitialized(input.dataType(), new long[] {n, features, time}, 'c');
        INDArray previous = Nd4j.zeros(input.dataType(), n, features, 1);
        clearState(network, forcing + 1);
        for (long step = 0; step < time; step++) {
            if (step > 0) {
                betweenSteps.run();
            }
            LayerReshaping reshaping =
                    new LayerReshaping(network, forcing + 1, (int) n, LayerWorkspaceMgr.noWorkspaces());
            INDArray x = Nd4j.concat(1, TeacherForcingLayer.view(input, 2, step, step + 1), previous);
            for (int i = forcing + 1; i < network.getnLayers(); i++) {
                x = step(network, i, reshaping.before(i, x), (int) n);
            }
            TeacherForcingLayer.view(all, 2, step, step + 1).assign(x);
            previous = x;
        }
        clearState(network, forcing + 1);
        return all;
    }

    private static INDArray step(MultiLayerNetwork network, int i, INDArray x, int n) {
        if (!(network.getLayer(i) instanceof RecurrentLayer recurrent)) {
            return activate(network, i, x, n);
        }
        recurrent.setInputMiniBatchSize(n);
        return recurrent.rnnTimeStep(x, LayerWorkspaceMgr.noWorkspaces());
    }

    private static void clearState(MultiLayerNetwork network, int from) {
        for (int i = from; i < network.getnLayers(); i++) {
            if (network.getLayer(i) instanceof RecurrentLayer recurrent) {
                recurrent.rnnClearPreviousState();
            }
        }
    }

    private static INDArray activate(MultiLayerNetwork network, int i, INDArray x, int n) {
        Layer layer = network.getLayer(i);
        layer.setInputMiniBatchSize(n);
        return layer.activate(x, false, LayerWorkspaceMgr.noWorkspaces());
    }
}
