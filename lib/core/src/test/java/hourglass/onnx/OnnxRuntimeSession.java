package hourglass.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A file in ONNX Runtime, which others will compute with too. */
final class OnnxRuntimeSession implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    private final OrtSession session;

    OnnxRuntimeSession(OnnxFile file) {
        this(bytes(file));
    }

    OnnxRuntimeSession(byte[] model) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = environment.createSession(model, options);
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] bytes(OnnxFile file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            file.save(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Runs a file that takes and gives numbers of 32 bits. */
    INDArray run(String input, INDArray array, String output) {
        FloatBuffer numbers = FloatBuffer.wrap(array.dup('c').data().asFloat());
        try (OnnxTensor given = OnnxTensor.createTensor(environment, numbers, array.shape());
                OrtSession.Result result = session.run(Map.of(input, given))) {
            OnnxTensor tensor = (OnnxTensor) result.get(output).orElseThrow();
            float[] values = new float[tensor.getFloatBuffer().remaining()];
            tensor.getFloatBuffer().get(values);
            return Nd4j.createFromArray(values).reshape(tensor.getInfo().getShape());
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a file that takes numbers of 64 bits, given row by row. */
    double[] runDoubles(String input, double[] values, long[] shape, String output) {
        try (OnnxTensor given = OnnxTensor.createTensor(environment, DoubleBuffer.wrap(values), shape);
                OrtSession.Result result = session.run(Map.of(input, given))) {
            return doubles((OnnxTensor) result.get(output).orElseThrow());
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a file that takes numbers of 32 bits and gives others, too. */
    double[] runToDoubles(String input, INDArray array, String output) {
        FloatBuffer numbers = FloatBuffer.wrap(array.dup('c').data().asFloat());
        try (OnnxTensor given = OnnxTensor.createTensor(environment, numbers, array.shape());
                OrtSession.Result result = session.run(Map.of(input, given))) {
            return doubles((OnnxTensor) result.get(output).orElseThrow());
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    private static double[] doubles(OnnxTensor tensor) {
        double[] values = new double[(int) tensor.getInfo().getNumElements()];
        if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
            tensor.getDoubleBuffer().get(values);
        } else {
            FloatBuffer floats = tensor.getFloatBuffer();
            for (int i = 0; i < values.length; i++) {
                values[i] = floats.get(i);
            }
        }
        return values;
    }

    TensorInfo input(String name) {
        try {
            return (TensorInfo) session.getInputInfo().get(name).getInfo();
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    TensorInfo output(String name) {
        try {
            return (TensorInfo) session.getOutputInfo().get(name).getInfo();
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }
}
