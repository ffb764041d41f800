package hourglass.onnx;

import java.util.List;
import onnx.Onnx.TensorProto.DataType;

/**
 * The scale of the columns of rows of numbers, as a part of the graph: what stands in a gap, and (value − shift) / scale.
 *
 * <p>It computes with 64 bits, as {@link hourglass.data.RowScaler} does: times in seconds since 1970 have no room for their
 * seconds in 32.
 *
 * @param fill for each column what takes the place of NaN
 * @param shift what is subtracted
 * @param scale what is divided by
 */
record RowScale(double[] fill, double[] shift, double[] scale) {

    /** Brings rows [n, columns] of 64 bits to the network's 32 bits. */
    Value scaled(Value rows, GraphBuilder graph) {
        graph.begin("scale");
        String gaps = graph.node("IsNaN", List.of(rows.name()));
        String filled = graph.node("Where", List.of(gaps, graph.doubles("fill", fill), rows.name()));
        String shifted = graph.node("Sub", List.of(filled, graph.doubles("shift", shift)));
        String scaled = graph.node("Div", List.of(shifted, graph.doubles("scale", scale)));
        return rows.as(cast(scaled, DataType.FLOAT, graph));
    }

    /** Brings what the network gives back to the units of the columns, in 64 bits. */
    Value unscaled(Value rows, GraphBuilder graph) {
        graph.begin("unscale");
        String doubles = cast(rows.name(), DataType.DOUBLE, graph);
        String product = graph.node("Mul", List.of(doubles, graph.doubles("scale", scale)));
        return rows.as(graph.node("Add", List.of(product, graph.doubles("shift", shift))));
    }

    private static String cast(String name, DataType type, GraphBuilder graph) {
        return graph.node("Cast", List.of(name), Attributes.integer("to", type.getNumber()));
    }
}
