package application;

import hourglass.model.Autoencoder;
import hourglass.plot.Charts;
import hourglass.train.History;
import hourglass.train.Training;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/** Queries a table, trains for a moment and draws the loss. */
public final class Tables {
    private Tables() {}

    public static void main(String[] args) {
        Table table = Table.create(
                "payments", DoubleColumn.create("amount", 10, 20, 90), DoubleColumn.create("items", 1, 2, 9));
        Table large = table.where(
                table.doubleColumn("amount").isGreaterThan(15).and(table.doubleColumn("items").isLessThan(5)));
        System.out.println("Rows of the query: " + large.rowCount());
        Autoencoder autoencoder = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().name("code").nIn(2).nOut(1).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        History history = autoencoder.fit(Nd4j.rand(20, 2), null, Training.epochs(2).quietly());
        System.out.println("Chart: " + Charts.loss(history).getWidth());
    }
}
