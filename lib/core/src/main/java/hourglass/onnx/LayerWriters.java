package hourglass.onnx;

import hourglass.layers.GaussianCode;
import hourglass.layers.KlPenalty;
import hourglass.layers.L1Penalty;
import hourglass.layers.TeacherForcing;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;

/** Which kind of layer is written by which method. */
final class LayerWriters {
    // By exact class: a subclass may compute something else.
    private static final Map<Class<? extends Layer>, LayerWriter> ALL = Map.ofEntries(
            Map.entry(DenseLayer.class, DenseLayers::dense),
            Map.entry(OutputLayer.class, DenseLayers::output),
            Map.entry(RnnOutputLayer.class, DenseLayers::sequenceOutput),
            Map.entry(ElementWiseMultiplicationLayer.class, DenseLayers::elementWise),
            Map.entry(ActivationLayer.class, PassingLayers::activation),
            Map.entry(DropoutLayer.class, PassingLayers::same),
            Map.entry(LossLayer.class, PassingLayers::loss),
            Map.entry(CnnLossLayer.class, PassingLayers::pictureLoss),
            Map.entry(RnnLossLayer.class, PassingLayers::sequenceLoss),
            Map.entry(PReLULayer.class, PassingLayers::parametricRelu),
            Map.entry(L1Penalty.class, PassingLayers::same),
            Map.entry(KlPenalty.class, PassingLayers::same),
            Map.entry(GaussianCode.class, PassingLayers::gaussianCode),
            Map.entry(ConvolutionLayer.class, ConvolutionalLayers::pictures),
            Map.entry(Convolution2D.class, ConvolutionalLayers::pictures),
            Map.entry(Convolution1DLayer.class, ConvolutionalLayers::sequences),
            Map.entry(Convolution1D.class, ConvolutionalLayers::sequences),
            Map.entry(DepthwiseConvolution2D.class, ConvolutionalLayers::depthwise),
            Map.entry(SeparableConvolution2D.class, ConvolutionalLayers::separable),
            Map.entry(Deconvolution2D.class, ConvolutionalLayers::transposed),
            Map.entry(SubsamplingLayer.class, PoolingLayers::pictures),
            Map.entry(Subsampling1DLayer.class, PoolingLayers::sequences),
            Map.entry(GlobalPoolingLayer.class, PoolingLayers::global),
            Map.entry(Upsampling2D.class, ResizingLayers::enlargePictures),
            Map.entry(Upsampling1D.class, ResizingLayers::enlargeSequences),
            Map.entry(ZeroPaddingLayer.class, ResizingLayers::padPictures),
            Map.entry(ZeroPadding1DLayer.class, ResizingLayers::padSequences),
            Map.entry(Cropping2D.class, ResizingLayers::cropPictures),
            Map.entry(Cropping1D.class, ResizingLayers::cropSequences),
            Map.entry(BatchNormalization.class, NormalizationLayers::batch),
            Map.entry(LocalResponseNormalization.class, NormalizationLayers::localResponse),
            Map.entry(LSTM.class, RecurrentLayers::forward),
            Map.entry(GravesLSTM.class, RecurrentLayers::forward),
            Map.entry(SimpleRnn.class, RecurrentLayers::forward),
            Map.entry(Bidirectional.class, RecurrentLayers::forward),
            Map.entry(LastTimeStep.class, RecurrentLayers::forward),
            Map.entry(RepeatVector.class, RecurrentLayers::repeat),
            Map.entry(TimeDistributed.class, LayerWriters::eachStep),
            Map.entry(FrozenLayer.class, LayerWriters::frozen),
            Map.entry(FrozenLayerWithBackprop.class, LayerWriters::frozenWithBackprop));

    private LayerWriters() {}

    /**
     * Adds a layer's nodes.
     *
     * @return what the layer gives
     * @throws IllegalArgumentException if it cannot be written; the message is one sentence with the layer and the remedy
     */
    static Value write(NamedLayer layer, Value x, GraphBuilder graph) {
        if (layer.settings() instanceof TeacherForcing) {
            throw layer.refusal(
                    "gives the decoder its own output back step by step, which needs a loop in the file",
                    "write the encoder alone, or train a decoder without TeacherForcing");
        }
        LayerWriter writer = ALL.get(layer.settings().getClass());
        if (writer == null) {
            throw layer.refusal(
                    "is of a kind whose nodes are not known",
                    "build the network of dense, convolutional, pooling, recurrent or normalising layers");
        }
        return writer.write(layer, x, graph);
    }

    /** A layer that is no longer trained, and computes as it did. */
    private static Value frozen(NamedLayer layer, Value x, GraphBuilder graph) {
        return write(layer.within(((FrozenLayer) layer.settings()).getLayer()), x, graph);
    }

    /** As {@link #frozen}, for the other kind of it. */
    private static Value frozenWithBackprop(NamedLayer layer, Value x, GraphBuilder graph) {
        return write(layer.within(((FrozenLayerWithBackprop) layer.settings()).getUnderlying()), x, graph);
    }

    /** A layer of rows that works on each step of sequences. */
    private static Value eachStep(NamedLayer layer, Value x, GraphBuilder graph) {
        TimeDistributed settings = (TimeDistributed) layer.settings();
        Sequences.requireStepsLast(layer, settings.getRnnDataFormat());
        DenseLayers.requireRank(layer, x, 3);
        Value rows = write(layer.within(settings.getUnderlying()), Sequences.rows(x, graph), graph);
        DenseLayers.requireRank(layer, rows, 2);
        return Sequences.ofRows(rows, x.name(), x.size(2), graph);
    }
}
