package hourglass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hourglass.engine.onednn.OneDnn;
import hourglass.model.Autoencoder;
import hourglass.runtime.Acceleration;
import hourglass.runtime.NativeBackend;
import hourglass.runtime.WorkerPool;
import hourglass.train.Training;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Lets a process believe that it runs on another machine: an old processor, one core, many cores, and one without oneDNN. The same
 * training must give the same loss there.
 */
class OtherMachinesTest {

    private static final double ROUNDING = 1e-4;

    // Whether there is a build of oneDNN for this machine: it is on the class path then.
    private static final boolean ONEDNN =
            OtherMachinesTest.class.getResource("/org/bytedeco/dnnl/" + Loader.Detector.getPlatform() + "/") != null;

    private static double expected;

    /** Trains a small convolutional network, and prints what computed it and the loss. */
    static final class OtherMachine {
        public static void main(String[] arguments) {
            System.out.println("MACHINE oneDNN " + OneDnn.available() + ", threads " + WorkerPool.SHARED.size()
                    + ", loss " + loss());
        }
    }

    private static double loss() {
        NativeBackend.prepare();
        ConvolutionLayer.Builder convolution =
                new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU);
        Autoencoder autoencoder = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .seed(5)
                .updater(new Adam(1e-2))
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(convolution.build())
                .layer(new BatchNormalization.Builder().build())
                .layer(new SubsamplingLayer.Builder(
                                SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}, new int[] {2, 2})
                        .name("code")
                        .build())
                .layer(new Upsampling2D.Builder(2).build())
                .layer(new Deconvolution2D.Builder(3, 3)
                        .nOut(3)
                        .activation(Activation.TANH)
                        .build())
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
                .layer(new CnnLossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.convolutionalFlat(8, 8, 1))
                .build());
        INDArray pictures = Nd4j.linspace(0, 1, 40 * 64, DataType.FLOAT).reshape(40, 64);
        autoencoder.fit(pictures, null, Training.epochs(3).batchSize(16).seed(1).quietly());
        return autoencoder.loss(pictures);
    }

    @BeforeAll
    static void here() {
        expected = loss();
    }

    private static void assertGivesTheSame(
            List<String> options, Map<String, String> environment, String without, int threads)
            throws IOException, InterruptedException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> without.isEmpty() || !jar.contains(without))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, OtherMachine.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());

        assertThat(process.waitFor()).as(output).isZero();
        String line = output.lines()
                .filter(each -> each.startsWith("MACHINE"))
                .findFirst()
                .orElseThrow();
        boolean oneDnn = without.isEmpty() && ONEDNN;
        assertThat(line).startsWith("MACHINE oneDNN " + oneDnn + ", threads " + threads + ", loss ");
        double loss = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        assertThat(loss).isCloseTo(expected, within(ROUNDING * expected));
    }

    @Test
    void aProcessorWithoutAvx2AndOneCore() throws IOException, InterruptedException {
        assertGivesTheSame(
                List.of("-XX:ActiveProcessorCount=1", "-Dhourglass.accelerate=on"),
                Map.of("ONEDNN_MAX_CPU_ISA", "SSE41"),
                "",
                1);
    }

    @Test
    void manyMoreThreadsThanCores() throws IOException, InterruptedException {
        assertGivesTheSame(List.of("-Dhourglass.threads=13", "-Dhourglass.accelerate=on"), Map.of(), "", 13);
    }

    @Test
    void noOneDnnOnTheClassPath() throws IOException, InterruptedException {
        assertGivesTheSame(List.of("-XX:ActiveProcessorCount=2", "-Dhourglass.accelerate=on"), Map.of(), "dnnl", 2);
    }

    @Test
    void theSwitchLeavesOneDnnOut() {
        boolean portable = Acceleration.current() == Acceleration.PORTABLE;

        assertThat(OneDnn.available()).isEqualTo(ONEDNN && !portable);
    }
}
