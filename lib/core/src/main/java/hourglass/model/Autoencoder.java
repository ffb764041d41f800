package hourglass.model;

import hourglass.data.Corruption;
import hourglass.data.Images;
import hourglass.data.RowScaler;
import hourglass.data.Rows;
import hourglass.data.Sequences;
import hourglass.engine.Accelerator;
import hourglass.engine.EngineReport;
import hourglass.engine.EngineThreads;
import hourglass.layers.GaussianCode;
import hourglass.layers.LayerNames;
import hourglass.network.GraphConfiguration;
import hourglass.network.GraphNetwork;
import hourglass.network.Network;
import hourglass.network.NetworkConfiguration;
import hourglass.network.SequentialConfiguration;
import hourglass.network.SequentialNetwork;
import hourglass.runtime.ArrayViews;
import hourglass.runtime.Excerpt;
import hourglass.runtime.Interruption;
import hourglass.runtime.MemoryErrors;
import hourglass.runtime.NativeBackend;
import hourglass.runtime.Nd4jState;
import hourglass.runtime.ValueScan;
import hourglass.serialization.ModelFile;
import hourglass.serialization.ScalerPart;
import hourglass.serialization.TrustedClasses;
import hourglass.train.ArrayBatches;
import hourglass.train.Batches;
import hourglass.train.Checkpoint;
import hourglass.train.EpochOrder;
import hourglass.train.Examples;
import hourglass.train.History;
import hourglass.train.IteratorBatches;
import hourglass.train.LearningRate;
import hourglass.train.MeanLoss;
import hourglass.train.NetworkAccess;
import hourglass.train.PeriodicCheckpoint;
import hourglass.train.Training;
import hourglass.train.TrainingLoop;
import hourglass.train.Validation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A Deeplearning4j network whose layer named {@value #CODE} splits it: the layers up to and including that one encode, the
 * layers after it decode.
 *
 * <pre>{@code
 * Autoencoder autoencoder = Autoencoder.of(configuration);
 * History history = autoencoder.fit(train, validation, Training.epochs(20).batchSize(256));
 * INDArray codes = autoencoder.encode(test.pixels());        // [n, 784] -> [n, 32]
 * INDArray pictures = autoencoder.decode(codes);             // [n, 32]  -> [n, 784]
 * }</pre>
 *
 * <p>Arrays hold one example along dimension 0 and float32 values. Sequences are [n, features, time], all of one length, or
 * {@link Sequences} of several lengths and with gaps.
 *
 * <p>All methods may be called from several threads. {@code encode}, {@code decode} and {@code reconstruct} then work at the same
 * time; a training leaves the network to them between two batches, and a second {@code fit} waits for the first to end.
 */
public final class Autoencoder implements AutoCloseable {
    /** The name of the layer whose output is the code. */
    public static final String CODE = LayerNames.CODE;

    private static final String NO_CONFIGURATION =
            "There is no configuration: give the result of its builder's build().";
    private static final long IN_PLACE_OF_ZERO = 1L << 40;
    private static final System.Logger LOG = System.getLogger(Autoencoder.class.getName());
    /** The kinds of layers, with the reasons, that were logged in this process already. */
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private final NetworkConfiguration configuration;
    private final Network network;
    private final int code;
    private final ReentrantLock training = new ReentrantLock();
    private final NetworkAccess access = new NetworkAccess();
    private final BatchedInference inference;
    private final InputChecker checker;
    private final EpochOrder orders = new EpochOrder();
    // Of one example, as the network itself gives it; found out by the first call of decode.
    private volatile long[] codeShape;
    // Of rows of numbers, or null before the first of them.
    private volatile RowScaler scaler;

    static {
        NativeBackend.prepare();
    }

    private Autoencoder(NetworkConfiguration configuration, Network network, int code) {
        this.configuration = configuration;
        this.network = network;
        this.code = code;
        inference = new BatchedInference(configuration, network, access);
        checker = new InputChecker(configuration);
    }

    /**
     * Builds a network with fresh weights, drawn from the configuration's own seed.
     *
     * @param configuration one layer, not the last, has the name {@value #CODE}; the last is an output or loss layer
     * @throws IllegalArgumentException if no layer or more than one has the name, or nothing decodes, or nothing
     *     measures the loss, or the output has another size than the input
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if a layer was not told its nIn or nOut
     */
    public static Autoencoder of(MultiLayerConfiguration configuration) {
        Objects.requireNonNull(configuration, NO_CONFIGURATION);
        return of(new SequentialConfiguration(configuration.clone()));
    }

    /**
     * Builds a network with skip connections or other branches, with fresh weights, drawn from the configuration's own seed.
     *
     * <p>{@link #encode} gives the output of the layer or vertex named {@value #CODE}, and {@link #decode} works where nothing goes
     * around it.
     *
     * @param configuration with one input, one output that is an output or loss layer, and a layer or vertex named {@value #CODE},
     *     on which the output depends
     * @throws IllegalArgumentException if it is not such a configuration, or the output has another size than the input
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if a layer was not told its nIn or nOut
     */
    public static Autoencoder of(ComputationGraphConfiguration configuration) {
        Objects.requireNonNull(configuration, NO_CONFIGURATION);
        return of(new GraphConfiguration(configuration));
    }

    private static Autoencoder of(NetworkConfiguration configuration) {
        MultiLayerConfiguration layers = configuration.layers();
        requirePrecision(layers.getDataType());
        int code = configuration.code();
        ShapeChecker.requireFit(configuration);
        ShapeChecker.requireSizes(layers);
        Network network = MemoryErrors.explained("making the network", () -> made(configuration));
        if (!(network.outputLayer() instanceof IOutputLayer)) {
            throw new IllegalArgumentException(
                    "The last layer, "
                            + network.outputLayer().conf().getLayer().getClass().getSimpleName()
                            + ", measures no loss: end the network with an OutputLayer, LossLayer, CnnLossLayer or RnnOutputLayer.");
        }
        Accelerator.report(configuration).couldBeFast().forEach(Autoencoder::warnOnce);
        return new Autoencoder(configuration, network, code);
    }

    /** Half precision holds neither Adam's 1e-8 nor most products of a training, which ends in NaN. */
    private static void requirePrecision(DataType type) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("The network computes with " + type
                    + " numbers, with which a training soon gives NaN: set .dataType(DataType.FLOAT).");
        }
    }

    private static void warnOnce(EngineReport.Layer layer) {
        if (WARNED.add(layer.kind() + layer.reason())) {
            LOG.log(System.Logger.Level.WARNING, "A layer will be slow: " + layer);
        }
    }

    private static Network made(NetworkConfiguration configuration) {
        try (var random = Nd4jState.keepRandom()) {
            return configuration.seed() == 0
                    ? drawnWithAnotherSeed(configuration)
                    : Accelerator.network(configuration, null);
        } catch (NullPointerException e) {
            throw new IllegalArgumentException(
                    "A layer of the configuration lacks something that Deeplearning4j needs to make it ("
                            + e.getMessage()
                            + "): look at what its builder was not told, such as sizes or the input type.",
                    e);
        }
    }

    /** ND4J 1.0.0-M2.1 takes the seed 0 for none, and would draw other weights each time. */
    private static Network drawnWithAnotherSeed(NetworkConfiguration configuration) {
        NetworkConfiguration other = configuration.copy();
        other.setSeed(IN_PLACE_OF_ZERO);
        return Accelerator.network(
                configuration, Accelerator.network(other, null).parameters());
    }

    /**
     * Encodes: the output of the layer named {@value #CODE}.
     *
     * @param examples [n, …] as the network takes them, [n, pixels] for pictures
     * @return [n, …] the codes, [n, k] for a dense code of k numbers
     * @throws IllegalArgumentException if the examples are no finite numbers in the shape that the network takes
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     * @throws IllegalStateException if this autoencoder was closed
     */
    public INDArray encode(INDArray examples) {
        requireOpen();
        INDArray input = checker.input("The examples", examples);
        return requireFinite("codes", inference.run(0, code, input), input);
    }

    /**
     * Returns what each layer puts out for examples, in the order of {@link #summary}: the code among others, and the
     * reconstruction last, in the shape that the output layer gives it.
     *
     * @param examples [n, …] as the network takes them
     * @return [n, …] for each layer, or for each layer and vertex of a graph
     * @throws IllegalArgumentException if the examples are no finite numbers in the shape that the network takes
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     * @throws IllegalStateException if this autoencoder was closed
     */
    public List<INDArray> activations(INDArray examples) {
        requireOpen();
        INDArray input = checker.input("The examples", examples);
        return IntStream.rangeClosed(0, configuration.last())
                .mapToObj(i -> requireFinite("outputs of layer " + (i + 1), inference.run(0, i, input), input))
                .toList();
    }

    /** Encodes pictures of the size that the network takes; see {@link #encode(INDArray)}. */
    public INDArray encode(Images images) {
        return encode(checker.pictures(images).pixels());
    }

    /**
     * Encodes sequences of several lengths, of which steps after the end do not count; see {@link #encode(INDArray)}.
     *
     * @return [n, k] for a code of the last step, or [n, k, time] for a code of each step, with 0 after the end
     */
    public INDArray encode(Sequences sequences) {
        requireOpen();
        Sequences input = checker.sequences("The sequences", sequences, InputChecker.Use.INPUT);
        INDArray codes = requireFinite("codes", inference.run(0, code, input.values(), steps(input)), input.values());
        boolean eachStep = codes.rank() == 3 && codes.size(2) == input.time();
        return eachStep ? input.withValues(codes).values() : codes;
    }

    /**
     * Encodes rows of numbers, scaled as in the training, with what was learned in the place of gaps; see {@link
     * #encode(INDArray)}.
     *
     * @return [n, k]
     * @throws IllegalStateException if no scale of columns is known yet
     * @throws IllegalArgumentException if a column is missing
     */
    public INDArray encode(Rows rows) {
        return encode(scaled(rows));
    }

    INDArray scaled(Rows rows) {
        requireOpen();
        return requireScaler().transform(rows);
    }

    private RowScaler requireScaler() {
        RowScaler known = scaler;
        if (known == null) {
            throw new IllegalStateException(
                    "The scale of the columns is not known yet: train with rows first, or set it with"
                            + " scaler(RowScaler.standard(rows)).");
        }
        return known;
    }

    /** Returns how the columns of rows are scaled, which the first training with rows has learned; empty before. */
    public Optional<RowScaler> scaler() {
        return Optional.ofNullable(scaler);
    }

    /**
     * Sets how the columns of rows are scaled, in the place of what the first training with rows would learn. It is saved with
     * the model.
     *
     * @return this autoencoder
     * @throws IllegalArgumentException if the network takes another number of columns
     */
    public Autoencoder scaler(RowScaler columns) {
        Objects.requireNonNull(columns, "There is no scale of columns to set.");
        checker.requireColumns(columns.columns().size());
        scaler = columns;
        return this;
    }

    private static INDArray steps(Sequences sequences) {
        return sequences.oneLength() ? null : sequences.steps();
    }

    /**
     * Returns the Gaussians that a variational encoder gives for examples, of which {@link #encode} returns the means.
     *
     * @param examples [n, …] as the network takes them, [n, pixels] for pictures
     * @throws IllegalArgumentException if the layer named {@value #CODE} is no {@link GaussianCode}, or the examples are no
     *     finite numbers in the shape that the network takes
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     * @throws IllegalStateException if this autoencoder was closed
     */
    public Posterior posterior(INDArray examples) {
        requireOpen();
        INDArray input = checker.input("The examples", examples);
        if (!(configuration.settingsAt(code) instanceof GaussianCode)) {
            throw new IllegalArgumentException("The layer named \"code\" is a "
                    + configuration.kindAt(code)
                    + ", which gives numbers and no distributions: make it a GaussianCode.");
        }
        INDArray pairs = inference.run(0, configuration.before(code), input);
        if (pairs.rank() != 2) {
            throw new IllegalArgumentException(
                    "The GaussianCode stands inside of a recurrent network and has a Gaussian for"
                            + " each step, " + Arrays.toString(pairs.shape())
                            + ", where posterior gives one for each example: put it behind a LastTimeStep.");
        }
        long k = pairs.size(1) / 2;
        return new Posterior(pairs.getColumns(columns(0, k)), pairs.getColumns(columns(k, 2 * k)));
    }

    private static int[] columns(long from, long to) {
        return IntStream.range((int) from, (int) to).toArray();
    }

    /**
     * Decodes: what the layers after the one named {@value #CODE} make of codes.
     *
     * @param codes [n, …] in the shape that {@link #encode} returns
     * @return [n, …] reconstructions in the network's output shape
     * @throws IllegalArgumentException if the codes are no finite numbers in that shape
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     * @throws IllegalStateException if this autoencoder was closed
     */
    public INDArray decode(INDArray codes) {
        requireOpen();
        INDArray input = checker.codes(codes, codeShape());
        return requireFinite("decoded examples", inference.run(code + 1, configuration.last(), input), input);
    }

    /**
     * Encodes and decodes.
     *
     * @param examples [n, …] as the network takes them
     * @return the reconstructions in the shape of {@code examples}
     * @throws IllegalArgumentException if the examples are no finite numbers in the shape that the network takes
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     * @throws IllegalStateException if this autoencoder was closed
     */
    public INDArray reconstruct(INDArray examples) {
        requireOpen();
        INDArray input = checker.input("The examples", examples);
        ShapeChecker.requireFit(configuration, input);
        INDArray output = inference.run(0, configuration.last(), input);
        boolean sameShape = Arrays.equals(output.shape(), input.shape()); // A view takes as long as a small network.
        return requireFinite("reconstructions", sameShape ? output : output.reshape(input.shape()), input);
    }

    /** Gives pictures of the size that the network takes back; see {@link #reconstruct(INDArray)}. */
    public INDArray reconstruct(Images images) {
        return reconstruct(checker.pictures(images).pixels());
    }

    /**
     * Gives back sequences of several lengths. What the network puts out in the place of a gap is its guess of the value that
     * is missing.
     *
     * @return sequences of the same lengths, without gaps
     * @throws IllegalArgumentException if the network takes no such sequences, or puts out something else
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     * @throws IllegalStateException if this autoencoder was closed
     */
    public Sequences reconstruct(Sequences sequences) {
        requireOpen();
        Sequences input = checker.sequences("The sequences", sequences, InputChecker.Use.INPUT);
        INDArray output = inference.run(0, configuration.last(), input.values(), steps(input));
        return input.withValues(requireFinite("reconstructions", output, input.values()));
    }

    /**
     * Gives back rows of numbers in the units of their columns, without gaps: what stands in the place of one is the network's
     * guess of the value that is missing.
     *
     * @return as many rows, with the columns that the network knows
     * @throws IllegalStateException if no scale of columns is known yet
     * @throws IllegalArgumentException if a column is missing
     */
    public Rows reconstruct(Rows rows) {
        return requireScaler().inverse(reconstruct(scaled(rows)));
    }

    /**
     * Returns the shape of the code of one example, [1, …], with −1 for a number of steps that may be any; empty if the
     * configuration does not say what an example looks like.
     *
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     * @throws IllegalStateException if this autoencoder was closed
     */
    public Optional<long[]> codeShape() {
        requireOpen();
        // One example of zeros goes through the encoder, once.
        if (codeShape == null) {
            ShapeChecker.example(configuration.layers()).ifPresent(example -> {
                boolean anyTime = example.length == 3 && example[2] < 0;
                long[] one = example.clone();
                one[one.length - 1] = Math.abs(one[one.length - 1]);
                long[] found = inference
                        .run(0, code, Nd4j.zeros(configuration.layers().getDataType(), one))
                        .shape()
                        .clone();
                if (anyTime && found.length == 3) {
                    found[2] = -1;
                }
                codeShape = found;
            });
        }
        return Optional.ofNullable(codeShape).map(long[]::clone);
    }

    /** Trains without a validation set; see {@link #fit(INDArray, INDArray, Training)}. */
    public History fit(Images train, Training training) {
        return fit(checker.pictures(train).pixels(), null, training);
    }

    /** Trains on pictures; see {@link #fit(INDArray, INDArray, Training)}. */
    public History fit(Images train, Images validation, Training training) {
        INDArray held = validation == null ? null : checker.pictures(validation).pixels();
        return fit(checker.pictures(train).pixels(), held, training);
    }

    /**
     * Trains on sequences of several lengths, with gaps; see {@link #fit(INDArray, INDArray, Training)}. Steps after the end of
     * a sequence and values that are missing count neither in the loss nor in its gradient.
     *
     * @param validation sequences on which the loss is measured after each epoch, or null
     */
    public History fit(Sequences train, Sequences validation, Training settings) {
        requireOpen();
        requireSettings(settings, validation != null);
        Examples examples = Examples.of(checker.sequences("The training sequences", train, InputChecker.Use.TRAINING));
        Examples held = validation == null
                ? null
                : Examples.of(checker.sequences("The validation sequences", validation, InputChecker.Use.TARGET));
        return fit(examples, held, settings);
    }

    /**
     * Trains the network to give back its input, or with a {@linkplain Training#corruption corruption} the clean example
     * that the input was made of. Calling it again goes on from the weights and the optimiser's state
     * that the last call left.
     *
     * <p>When the thread is interrupted, for example by the stop button of a notebook, the training ends after the
     * current batch with the weights of that moment; the thread's interrupt flag stays set. A validation that takes more
     * than a second longer is broken off, and its epoch then has no validation loss.
     *
     * @param train [n, …] the examples, which are their own targets
     * @param validation [m, …] examples on which the loss is measured after each epoch, or null
     * @param settings epochs, batch size, order
     * @return one record for each finished epoch
     * @throws IllegalStateException if the loss, a weight or the optimiser's state is no longer a finite number; weights,
     *     optimiser's state and number of updates are then those at the end of the last good epoch. Or if this autoencoder
     *     was closed
     * @throws IllegalArgumentException if the examples are no finite numbers in the shape that the network takes or outside
     *     of the range that its loss needs; or if training examples are outside of the range that its output's activation
     *     gives; or the best model is to be kept and there is no validation set
     * @throws java.util.concurrent.CancellationException if the thread was interrupted while it waited for another thread that
     *     uses the same network, before its training began
     * @throws java.io.UncheckedIOException if the best model is to be kept and its file cannot be written, before training
     *     begins
     * @throws hourglass.train.UnsavedModelException if it could no longer be written later; training ended as usual, and the
     *     network has the best epoch's weights
     */
    public History fit(INDArray train, INDArray validation, Training settings) {
        requireOpen();
        requireSettings(settings, validation != null);
        INDArray examples = checker.training("The training examples", train);
        INDArray held = validation == null ? null : checker.target("The validation examples", validation);
        return fit(Examples.of(examples), held == null ? null : Examples.of(held), settings);
    }

    /**
     * Trains on rows of numbers, found by the names of their columns; see {@link #fit(INDArray, INDArray, Training)}. Values
     * that are missing count neither in the loss nor in its gradient.
     *
     * <p>The first training learns the scale of the columns from its training rows, unless {@link #scaler(RowScaler)} has set
     * it: mean 0 and standard deviation 1, or the range from 0 to 1 where the loss or the output's activation has bounds. Later
     * ones keep it. What validation rows have beyond that range is cut off for their loss.
     *
     * @param validation rows on which the loss is measured after each epoch, or null
     */
    public History fit(Rows train, Rows validation, Training settings) {
        requireOpen();
        requireSettings(settings, validation != null);
        Objects.requireNonNull(train, "There are no rows to train with.");
        checker.requireColumns(
                scaler == null ? train.columns().size() : scaler.columns().size());
        RowScaler own =
                scaler != null ? scaler : checker.hasBounds() ? RowScaler.minMax(train) : RowScaler.standard(train);
        Examples examples = rows(own, train, checker.training("The training rows", own.transform(train)));
        Examples held = validation == null
                ? null
                : rows(own, validation, checker.target("The validation rows", checker.cut(own.transform(validation))));
        RowScaler before = scaler;
        int updates = network.iterationCount();
        scaler = own; // Before the training, whose checkpoints contain it.
        try {
            return fit(examples, held, settings);
        } catch (RuntimeException e) {
            scaler = network.iterationCount() == updates ? before : own;
            throw e;
        }
    }

    private static Examples rows(RowScaler scaler, Rows rows, INDArray scaled) {
        return rows.select(scaler.names()).gaps() == 0 ? Examples.of(scaled) : Examples.of(scaled, scaler.known(rows));
    }

    private void requireSettings(Training settings, boolean validated) {
        Objects.requireNonNull(settings, "There are no settings to train with: give Training.epochs(20), say.");
        if (!validated && settings.needsValidation()) {
            throw new IllegalArgumentException("The training has patience or restores the best epoch, but there is no"
                    + " validation set to judge by: give fit one, or leave patience and restoreBest out.");
        }
        if (network.parameterCount() == 0) {
            throw new IllegalArgumentException(
                    "The network has no parameters, so there is nothing to train: add a layer with weights.");
        }
    }

    /** Trains without a validation set; see {@link #fit(DataSetIterator, DataSetIterator, Training)}. */
    public History fit(DataSetIterator train, Training settings) {
        return fit(train, null, settings);
    }

    /**
     * Trains on examples that need not fit in memory together; see {@link #fit(INDArray, INDArray, Training)}.
     *
     * <p>The batches have the order and the sizes that the iterator gives them, and not those of the settings; let it shuffle. Only
     * their features are looked at, and each batch is checked when it comes. If one cannot be used, the network is as it was at the
     * end of the last epoch. Whether noise is clipped to [0, 1] follows from the first batch.
     *
     * @param train an iterator that can begin again
     * @param validation brings examples on which the loss is measured after each epoch, or null
     * @throws IllegalArgumentException if an iterator cannot begin again or brings nothing, a batch has a mask, or its features
     *     cannot be trained with; the sentence names the batch
     */
    public History fit(DataSetIterator train, DataSetIterator validation, Training settings) {
        requireOpen();
        requireSettings(settings, validation != null);
        Objects.requireNonNull(train, "There is no iterator to train with.");
        Batches batches = new IteratorBatches(train, "training", checker::training);
        Validation held = validation == null
                ? null
                : new Validation.OfBatches(
                        new IteratorBatches(validation, "validation", checker::target),
                        Corruption.none(),
                        settings.seed());
        return fit(batches, held, settings);
    }

    private History fit(Examples examples, Examples held, Training settings) {
        Validation validation = held == null ? null : new Validation.OfArray(held, held.values());
        return fit(new ArrayBatches(examples, settings, orders), validation, settings);
    }

    private History fit(Batches batches, Validation held, Training settings) {
        if (!training.tryLock()) {
            Interruption.lock(training, "waiting for another training of the same network");
        }
        try {
            requireOpen();
            Checkpoint checkpoint = new Checkpoint(this::copy, network, access, settings.best());
            checkpoint.prepare(held != null);
            PeriodicCheckpoint periodic = new PeriodicCheckpoint(this::copy, network, access, settings);
            periodic.prepare();
            settings.learningRate().ifPresent(this::learnAt);
            try (EngineThreads threads = Accelerator.beforeTraining(network)) {
                return new TrainingLoop(network, access, settings, checkpoint, periodic).run(batches, held);
            }
        } finally {
            training.unlock();
        }
    }

    private void learnAt(double rate) {
        access.acquire();
        try {
            LearningRate.set(network, configuration, rate);
        } finally {
            access.release();
        }
    }

    /**
     * Returns the loss that training minimises, without any penalty, as a mean per pixel of a picture or per
     * value of another example; in nats for cross-entropy.
     *
     * @param examples [n, …] examples that are their own targets
     */
    public double loss(INDArray examples) {
        return loss(examples, examples);
    }

    /**
     * Returns the mean loss per pixel or value between clean examples and what the network makes of others: of the same
     * examples with noise, for a denoising autoencoder.
     *
     * @param examples [n, …] what the network is given
     * @param targets [n, …] what it should give back
     * @throws IllegalArgumentException if the shapes differ, the examples are no finite numbers in the shape that the network
     *     takes, or the targets are outside of the range that its loss needs
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     * @throws IllegalStateException if this autoencoder was closed
     */
    public double loss(INDArray examples, INDArray targets) {
        requireOpen();
        INDArray input = checker.input("The examples", examples);
        ShapeChecker.requireFit(configuration, input);
        if (targets != null && !Arrays.equals(examples.shape(), targets.shape())) {
            throw new IllegalArgumentException("The examples have shape " + Arrays.toString(examples.shape())
                    + " and the targets " + Arrays.toString(targets.shape()) + ": give one target for each example.");
        }
        INDArray wanted = checker.range(targets == examples ? "The examples" : "The targets", targets);
        return requireFinite(new MeanLoss(network, access).of(Examples.of(input), wanted), input);
    }

    /** Returns the mean loss per known value of sequences of several lengths; see {@link #loss(INDArray)}. */
    public double loss(Sequences sequences) {
        requireOpen();
        Sequences input = checker.sequences("The sequences", sequences, InputChecker.Use.TARGET);
        return requireFinite(new MeanLoss(network, access).of(Examples.of(input), input.values()), input.values());
    }

    /**
     * Returns the mean loss per known value of rows, in the scale of the training; see {@link #loss(INDArray)}. Where the loss
     * needs a range, what goes beyond it is cut off.
     */
    public double loss(Rows rows) {
        INDArray input = scaled(rows);
        INDArray wanted = checker.range("The rows", checker.cut(input));
        ShapeChecker.requireFit(configuration, input);
        return requireFinite(
                new MeanLoss(network, access).of(rows(requireScaler(), rows, checker.input("The rows", input)), wanted),
                input);
    }

    private double requireFinite(double loss, INDArray input) {
        if (!Double.isFinite(loss)) {
            throw overflow("The loss is " + loss, input);
        }
        return loss;
    }

    /** Finite numbers can become others on their way through a network, which the caller would take for a result. */
    private INDArray requireFinite(String what, INDArray output, INDArray input) {
        long place = ValueScan.firstNotFinite(output);
        if (place >= 0) {
            long example = place / (output.length() / output.size(0));
            throw overflow(
                    "The " + what + " of example " + example + ", counted from 0, are no finite numbers",
                    ArrayViews.of(input, example, example + 1));
        }
        return output;
    }

    private RuntimeException overflow(String what, INDArray input) {
        long weight = network.parameterCount() == 0 ? -1 : ValueScan.firstNotFinite(network.parameters());
        if (weight >= 0) {
            return new IllegalStateException(
                    what + ", because a weight is " + network.parameters().getDouble(weight)
                            + ": load a model that was saved earlier, or build it anew.");
        }
        double reach = Math.max(
                Math.abs(input.minNumber().doubleValue()),
                Math.abs(input.maxNumber().doubleValue()));
        return new IllegalArgumentException(String.format(
                Locale.ROOT,
                "%s: the input reaches %.4g, which 32 bits cannot carry through these layers; scale it as the training"
                        + " examples were.",
                what,
                reach));
    }

    /** Returns the loss of pictures as a mean per pixel; see {@link #loss(INDArray)}. */
    public double loss(Images images) {
        return loss(checker.pictures(images).pixels());
    }

    /** Returns the number of trained parameters. */
    public long parameters() {
        requireOpen();
        return network.parameterCount();
    }

    /**
     * Returns the layers: name, kind, the part they belong to, what they put out for one example, parameters.
     *
     * @param example [1, …] or more examples, of which the first is sent through the network to learn the shapes
     * @throws IllegalArgumentException if the example is not of finite numbers in the shape that the network takes
     * @throws IllegalStateException if this autoencoder was closed
     */
    public ModelSummary summary(INDArray example) {
        requireOpen();
        List<ModelSummary.Layer> layers = new ArrayList<>();
        INDArray first = ArrayViews.of(checker.input("The examples", example), 0, 1);
        List<Integer> encoder = configuration.between(0, code);
        for (int i = 0; i <= configuration.last(); i++) {
            INDArray output = inference.run(0, i, first);
            layers.add(new ModelSummary.Layer(
                    configuration.nameAt(i),
                    configuration.kindAt(i),
                    encoder.contains(i) ? "encoder" : "decoder",
                    sizes(output),
                    network.parametersAt(i)));
        }
        return new ModelSummary(sizes(first), layers);
    }

    private static List<Long> sizes(INDArray examples) {
        return Arrays.stream(examples.shape()).skip(1).boxed().toList();
    }

    /**
     * Returns the class name of the loss that the output layer measures, such as "LossBinaryXENT" for binary cross-entropy;
     * empty if the output layer is of an unknown kind.
     */
    public String lossFunction() {
        ILossFunction loss = MeanLoss.lossFunction(network.outputLayer().conf().getLayer());
        return loss == null ? "" : loss.getClass().getSimpleName();
    }

    /**
     * Returns which layers the engine computes, and why it leaves the others to Deeplearning4j:
     * {@code System.out.println(autoencoder.engine());}
     */
    public EngineReport engine() {
        return Accelerator.report(configuration);
    }

    /**
     * Returns a copy of the configuration that the network was built from, with Deeplearning4j's own layers.
     *
     * @throws IllegalStateException if the network is a graph
     */
    public MultiLayerConfiguration configuration() {
        if (configuration instanceof SequentialConfiguration sequential) {
            return sequential.layers().clone();
        }
        throw new IllegalStateException("The network is a graph: ask for its graphConfiguration().");
    }

    /**
     * Returns a copy of the configuration of a network that is a graph; see {@link #configuration}.
     *
     * @throws IllegalStateException if the network is none
     */
    public ComputationGraphConfiguration graphConfiguration() {
        if (configuration instanceof GraphConfiguration graph) {
            return graph.graph().clone();
        }
        throw new IllegalStateException("The network is no graph: ask for its configuration().");
    }

    /**
     * Returns the Deeplearning4j network itself, for what this class does not offer; some of its layers may be the
     * accelerated ones that {@link Accelerator} put in the place of the configuration's own. Nothing protects the network from
     * changes while a training runs.
     *
     * @throws IllegalStateException if this autoencoder was closed, or its network is a graph
     */
    public MultiLayerNetwork network() {
        requireOpen();
        if (network instanceof SequentialNetwork sequential) {
            return sequential.network();
        }
        throw new IllegalStateException("The network is a graph: ask for graph().");
    }

    /**
     * Returns the Deeplearning4j graph itself; see {@link #network()}.
     *
     * @throws IllegalStateException if this autoencoder was closed, or its network is no graph
     */
    public ComputationGraph graph() {
        requireOpen();
        if (network instanceof GraphNetwork graph) {
            return graph.network();
        }
        throw new IllegalStateException("The network is no graph: ask for network().");
    }

    /**
     * Lets a function read the network while nothing changes its weights: a training waits until it has returned.
     *
     * @param reading is given the network, of either kind, and changes nothing in it
     * @return what the function returns
     * @throws java.util.concurrent.CancellationException if the thread was interrupted while it waited for a batch of a training
     * @throws IllegalStateException if this autoencoder was closed
     */
    public <R> R read(Function<Network, R> reading) {
        Objects.requireNonNull(reading, "There is no function to read the network with.");
        access.acquireToRead("reading the network");
        try {
            return reading.apply(network);
        } finally {
            access.releaseAfterReading();
        }
    }

    /**
     * Saves configuration, weights and the optimiser's state as a Deeplearning4j model file, which {@code
     * ModelSerializer.restoreMultiLayerNetwork} reads too. The file appears whole or not at all. What a killed process leaves
     * behind, a file of the same name with digits and ".part" at its end, does no harm, and a save that comes an hour or more
     * later removes it. A new file has the rights that the umask leaves, an existing one keeps its own, and a symbolic link
     * stays one. What the optimisation algorithm LBFGS remembers of past steps has no place in the format: after loading it
     * begins anew.
     *
     * @throws IOException if the file cannot be written; the message is one sentence with its name, the reason and the remedy
     * @throws IllegalStateException if this autoencoder was closed
     */
    public void save(Path file) throws IOException {
        Objects.requireNonNull(
                file, "There is no path to save the model to: give one, such as Path.of(\"model.zip\").");
        ModelFile.write(snapshot(), file);
    }

    /**
     * Writes what {@link #save(Path)} writes to a stream, which stays open: a model in a database, in an archive or sent over a
     * network.
     *
     * @throws IOException what the stream throws
     */
    public void save(OutputStream out) throws IOException {
        Objects.requireNonNull(out, "There is no stream to save the model to.");
        ModelFile.write(snapshot(), out);
    }

    private ModelFile.Snapshot snapshot() {
        requireOpen();
        access.acquire();
        try {
            return copy();
        } finally {
            access.release();
        }
    }

    private ModelFile.Snapshot copy() {
        RowScaler columns = scaler;
        return ModelFile.snapshot(
                configuration, network, columns == null ? Map.of() : Map.of(ScalerPart.NAME, ScalerPart.text(columns)));
    }

    /** A copy of what {@link #save} writes, with more parts. */
    ModelFile.Snapshot snapshot(Map<String, String> more) {
        ModelFile.Snapshot own = snapshot();
        Map<String, String> parts = new HashMap<>(own.parts());
        parts.putAll(more);
        return new ModelFile.Snapshot(own.network(), parts);
    }

    /**
     * Loads what {@link #save} wrote, or any Deeplearning4j {@code MultiLayerNetwork} file with a layer named
     * {@value #CODE}. Nothing in the file is run: no Java deserialisation takes place, and only classes of
     * Deeplearning4j, ND4J and Hourglass are loaded and instantiated. No number in the file decides how much memory is taken
     * before it was compared with the others and with what there is. Numbers of 64 bits are rounded to 32.
     *
     * @throws IOException if the file cannot be read or is no such model; the sentence names the file
     */
    public static Autoencoder load(Path file) throws IOException {
        return loaded(file, TrustedClasses.OURS).autoencoder;
    }

    /**
     * Loads a model with layers, losses or activations of your own, as {@link #load(Path)} does: classes of these packages, and of
     * those below them, are loaded and instantiated too.
     *
     * @param trustedPackages such as {@code Set.of("com.example.layers")}
     * @throws IllegalArgumentException if one is no name of a package, or one of Java's, or as wide as "com"
     */
    public static Autoencoder load(Path file, Set<String> trustedPackages) throws IOException {
        return loaded(file, TrustedClasses.and(trustedPackages)).autoencoder;
    }

    /**
     * Loads what {@link #save(OutputStream)} wrote, as carefully as {@link #load(Path)} does: a model inside of a jar, say, from
     * {@code getResourceAsStream}. The stream is read to its end, by way of a temporary file, and stays open.
     *
     * @throws IOException if the stream cannot be read or holds no such model
     */
    public static Autoencoder load(InputStream in) throws IOException {
        return loaded(in, TrustedClasses.OURS).autoencoder;
    }

    /** Loads a model with classes of your own from a stream; see {@link #load(Path, Set)} and {@link #load(InputStream)}. */
    public static Autoencoder load(InputStream in, Set<String> trustedPackages) throws IOException {
        return loaded(in, TrustedClasses.and(trustedPackages)).autoencoder;
    }

    /**
     * What a file held.
     *
     * @param parts texts beside the network, by their names
     * @param name what messages call the file
     */
    record Loaded(Autoencoder autoencoder, Map<String, String> parts, String name) {}

    static Loaded loaded(Path file, TrustedClasses trusted) throws IOException {
        Objects.requireNonNull(file, "There is no path to load a model from: give the one that save was given.");
        return loaded(file, file.toString(), trusted);
    }

    static Loaded loaded(InputStream in, TrustedClasses trusted) throws IOException {
        Objects.requireNonNull(in, "There is no stream to load a model from: check the name of the resource.");
        Path file = Files.createTempFile("hourglass-model", ".zip");
        try {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return loaded(file, "The stream", trusted);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Loaded loaded(Path file, String name, TrustedClasses trusted) throws IOException {
        ModelFile.Contents contents = ModelFile.read(file, name, trusted);
        try {
            Autoencoder autoencoder = of(contents.configuration());
            contents.copyInto(autoencoder.network);
            String columns = contents.parts().get(ScalerPart.NAME);
            if (columns != null) {
                autoencoder.scaler(scaler(name, columns));
            }
            return new Loaded(autoencoder, contents.parts(), name);
        } catch (RuntimeException e) {
            throw new IOException(name + " holds no autoencoder: " + reason(e), e);
        }
    }

    private static RowScaler scaler(String name, String part) throws IOException {
        try {
            return ScalerPart.parse(part);
        } catch (IOException e) {
            throw new IOException(
                    name + " is not a model that can be loaded: its part " + ScalerPart.NAME + " " + e.getMessage()
                            + "; save it again or take another copy.",
                    e);
        }
    }

    /** Our own sentence, or what Deeplearning4j says, which need be none, or names what it met in itself. */
    private static String reason(RuntimeException fault) {
        boolean meant = fault instanceof IllegalArgumentException || fault instanceof IllegalStateException;
        String said = meant ? Excerpt.of(String.valueOf(fault.getMessage()), 300) : "its layers do not fit together";
        return said.endsWith(".") ? said : said + "; save it again or take another copy.";
    }

    /**
     * Gives back the memory of weights, gradients and the optimiser's state, which otherwise waits for Java's collector; a
     * training that runs is waited for. Afterwards {@link #configuration}, {@link #engine} and {@link #lossFunction} still
     * answer, a second close does nothing, and all other methods throw {@link IllegalStateException}.
     */
    @Override
    public void close() {
        training.lock();
        try {
            access.close(() -> {
                release(network.optimizerState());
                release(network.gradients());
                release(network.parameters());
            });
        } finally {
            training.unlock();
        }
    }

    private static void release(INDArray array) {
        if (array != null && array.closeable()) {
            array.close();
        }
    }

    private void requireOpen() {
        access.requireOpen();
    }
}
