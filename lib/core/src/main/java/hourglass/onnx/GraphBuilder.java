package hourglass.onnx;

import hourglass.runtime.ArrayViews;
import hourglass.runtime.Interruption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/** Collects nodes and constants. Names follow from the layer and the operator alone, so that a network always gives the same graph. */
final class GraphBuilder {
    // 16 MB: ND4J brings columns into the order of rows at some 50 million numbers a second, and cannot be interrupted.
    private static final int BLOCK = 1 << 22;

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Map<String, Integer> names = new HashMap<>();
    private String layer = "";

    /** Begins a layer, of which all names that follow contain the name. */
    void begin(String layerName) {
        layer = layerName;
    }

    /** Declares what the graph is given. */
    Value input(String name, TensorProto.DataType type, long... shape) {
        Value value = new Value(name, shape);
        graph.addInput(info(value, type));
        return value;
    }

    /** Declares what the graph gives. */
    Value output(String name, TensorProto.DataType type, Value value) {
        Value named = value.as(name);
        graph.addNode(NodeProto.newBuilder()
                .setName(name)
                .setOpType("Identity")
                .addInput(value.name())
                .addOutput(name));
        graph.addOutput(info(named, type));
        return named;
    }

    private static ValueInfoProto info(Value value, TensorProto.DataType type) {
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        for (long size : value.shape()) {
            if (size >= 0) {
                sizes.addDimBuilder().setDimValue(size);
            } else {
                sizes.addDimBuilder().setDimParam(Value.word(size));
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(value.name())
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(sizes)))
                .build();
    }

    /** Adds a node with one output, and returns the name of that. */
    String node(String operator, List<String> inputs, AttributeProto... attributes) {
        return node(operator, inputs, 1, attributes).get(0);
    }

    /** Adds a node, and returns the names of its outputs. */
    List<String> node(String operator, List<String> inputs, int outputs, AttributeProto... attributes) {
        String name = name(operator);
        List<String> made = outputs == 1
                ? List.of(name)
                : IntStream.rangeClosed(1, outputs)
                        .mapToObj(i -> name + "." + i)
                        .toList();
        graph.addNode(NodeProto.newBuilder()
                .setName(name)
                .setOpType(operator)
                .addAllInput(inputs)
                .addAllOutput(made)
                .addAllAttribute(List.of(attributes)));
        return made;
    }

    private String name(String what) {
        String name = layer.isEmpty() ? what : layer + "." + what;
        int count = names.merge(name, 1, Integer::sum);
        return count == 1 ? name : name + "_" + count;
    }

    /**
     * Adds numbers of a network as a constant of 32 bits.
     *
     * @param shape what the constant's shape is to be; as many numbers as the array has, in 'c' order
     * @throws IllegalStateException if one of them is no finite number in 32 bits
     */
    String weights(String what, INDArray array, long... shape) {
        return weights(what, numbers(array), shape);
    }

    /**
     * Returns the numbers of an array of any order and type, in 'c' order.
     *
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    static float[] numbers(INDArray array) {
        float[] numbers = new float[Math.toIntExact(array.length())];
        int row = numbers.length / (int) array.size(0);
        int rows = Math.max(1, BLOCK / row);
        for (int from = 0; from < array.size(0); from += rows) {
            Interruption.check("writing the network as ONNX");
            INDArray block = ArrayViews.of(array, from, Math.min(array.size(0), from + rows));
            float[] part = block.castTo(DataType.FLOAT).dup('c').data().asFloat();
            System.arraycopy(part, 0, numbers, from * row, part.length);
        }
        return numbers;
    }

    /** As {@link #weights(String, INDArray, long...)}, for numbers that were put into another order. */
    String weights(String what, float[] numbers, long... shape) {
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                throw new IllegalStateException("The weights " + what + " of " + layer + " hold " + number
                        + " in 32 bits, with which no result would be a number: load a model that was saved earlier, or"
                        + " build it anew.");
            }
        }
        return floats(what, numbers, shape);
    }

    /** Adds a constant of 32-bit numbers. */
    String floats(String what, float[] values, long... shape) {
        ByteBuffer bytes = buffer(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return constant(name(what), TensorProto.DataType.FLOAT, bytes, shape);
    }

    /** Adds a single 32-bit number, which fits every shape. */
    String number(String what, double value) {
        return floats(what, new float[] {(float) value});
    }

    /** Adds a row of 64-bit numbers. */
    String doubles(String what, double[] values) {
        ByteBuffer bytes = buffer(values.length * Double.BYTES);
        bytes.asDoubleBuffer().put(values);
        return constant(name(what), TensorProto.DataType.DOUBLE, bytes, values.length);
    }

    /** Adds a row of whole numbers, such as a shape. */
    String longs(String what, long... values) {
        ByteBuffer bytes = buffer(values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        return constant(name(what), TensorProto.DataType.INT64, bytes, values.length);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN); // As the schema asks for, on every machine.
    }

    private String constant(String name, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(UnsafeByteOperations.unsafeWrap(bytes.array())); // Which nobody else knows.
        for (long size : shape) {
            tensor.addDims(size);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** Returns the whole graph. */
    GraphProto build(String name, String description) {
        return graph.setName(name).setDocString(description).build();
    }
}
