package hourglass.notebook;

import hourglass.data.Images;
import hourglass.model.Autoencoder;
import hourglass.plot.Charts;
import hourglass.plot.ImageGrid;
import hourglass.train.History;
import hourglass.train.Training;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A picture that shows a training while it goes on: the losses of the epochs so far and, below them, what the network makes of a
 * few examples now. In a notebook it is redrawn in place at most once a second, takes at most a tenth of the time, and stays as it was
 * drawn last. Outside of a kernel nothing is shown, and {@link #image()} has it afterwards.
 *
 * <p>It only looks: with the same seed, a network has the same weights with it and without it.
 *
 * <pre>{@code
 * LiveTraining live = LiveTraining.reconstructions(autoencoder, test.first(10)).filmStrip(1, 2, 5, 10);
 * autoencoder.fit(train, Training.epochs(10).quietly().listener(live));
 * live.filmStrip() // one row for each of these epochs
 * }</pre>
 */
public final class LiveTraining implements Training.Listener {

    /** The most examples whose reconstructions are shown, beside each other. */
    public static final int MOST = 20;

    private static final long SECOND = 1_000_000_000L;
    private static final long SHARE = 10;

    private final Supplier<BufferedImage> picture;
    private final Supplier<INDArray> reconstructions;
    private final Images examples;
    private final KernelDisplay.Place place;
    private final LongSupplier clock;
    private final List<History.Epoch> epochs = new ArrayList<>();
    private final Map<String, INDArray> strip = new LinkedHashMap<>();
    private int[] chosen = {};
    private String unit;
    private BufferedImage image;
    private long next;

    private LiveTraining(
            Supplier<BufferedImage> picture, Supplier<INDArray> reconstructions, Images examples, LongSupplier clock) {
        this.picture = picture;
        this.reconstructions = reconstructions;
        this.examples = examples;
        this.clock = clock;
        place = KernelDisplay.newPlace();
        next = clock.getAsLong();
    }

    /**
     * Shows any picture below the losses, such as the plane of the codes.
     *
     * @param picture draws it anew, in the thread that trains; it may use the network, but should take few examples
     */
    public static LiveTraining of(Supplier<BufferedImage> picture) {
        return of(picture, System::nanoTime);
    }

    static LiveTraining of(Supplier<BufferedImage> picture, LongSupplier clock) {
        return new LiveTraining(
                Objects.requireNonNull(picture, "There is no picture to show: give what draws it."), null, null, clock);
    }

    /**
     * Shows a few pictures and their reconstructions.
     *
     * @param examples at most {@value #MOST}, in the size that the network takes
     * @throws IllegalArgumentException if there are more or none
     */
    public static LiveTraining reconstructions(Autoencoder autoencoder, Images examples) {
        return reconstructions(autoencoder, examples, System::nanoTime);
    }

    static LiveTraining reconstructions(Autoencoder autoencoder, Images examples, LongSupplier clock) {
        Objects.requireNonNull(autoencoder, "There is no autoencoder to look at: give the one that is trained.");
        return reconstructions(pixels -> autoencoder.reconstruct(pixels), examples, clock);
    }

    /**
     * Shows a few pictures and what a function makes of them, for a network that is no {@link Autoencoder}; whoever wrote its loop
     * calls the methods of {@link Training.Listener}.
     *
     * <pre>{@code
     * LiveTraining.reconstructions(x -> graph.outputSingle(Map.of("x", x), "y"), test.onePerClass())
     * }</pre>
     *
     * @param network takes the pixels of all the examples and returns as many
     * @param examples at most {@value #MOST}, in the size that the network takes
     * @throws IllegalArgumentException if there are more or none
     */
    public static LiveTraining reconstructions(UnaryOperator<INDArray> network, Images examples) {
        Objects.requireNonNull(network, "There is no network to look at: give what reconstructs the pictures.");
        return reconstructions(network, examples, System::nanoTime);
    }

    private static LiveTraining reconstructions(UnaryOperator<INDArray> network, Images examples, LongSupplier clock) {
        Objects.requireNonNull(examples, "There are no examples to show: give a few pictures.");
        if (examples.size() < 1 || examples.size() > MOST) {
            throw new IllegalArgumentException(
                    "There are " + examples.size() + " pictures to show while the network trains: give from 1 to "
                            + MOST + ", for instance test.first(10).");
        }
        Supplier<INDArray> reconstructions = () -> network.apply(examples.pixels());
        return new LiveTraining(
                () -> grid(examples).row("now", reconstructions.get()).image(), reconstructions, examples, clock);
    }

    private static ImageGrid grid(Images examples) {
        return ImageGrid.of(examples.height(), examples.width()).row("original", examples.pixels());
    }

    /** Sets the unit of the loss, in the place of nats per pixel. */
    public LiveTraining unit(String unit) {
        this.unit = Objects.requireNonNull(unit, "There is no unit: give one, such as \"squared error\".");
        return this;
    }

    /**
     * Keeps the reconstructions of now, before the training, and those after some epochs, for {@link #filmStrip()}.
     *
     * @param epochs their numbers, 1 for the network's first; the last epoch is kept in any case
     * @throws IllegalStateException if it does not show reconstructions
     * @throws IllegalArgumentException if a number is less than 1
     */
    public LiveTraining filmStrip(int... epochs) {
        if (reconstructions == null) {
            throw new IllegalStateException(
                    "A film strip is made of reconstructions: make it with LiveTraining.reconstructions.");
        }
        for (int epoch : epochs) {
            if (epoch < 1) {
                throw new IllegalArgumentException(
                        "The film strip has the epoch " + epoch + ": give numbers from 1, the first epoch's.");
            }
        }
        chosen = epochs.clone();
        strip.put("before", reconstructions.get().dup());
        return this;
    }

    @Override
    public void batch(int epoch, long seen, double loss) {
        if (clock.getAsLong() >= next && !Thread.currentThread().isInterrupted()) {
            redraw();
        }
    }

    @Override
    public void epoch(History.Epoch epoch) {
        epochs.add(epoch);
        if (Arrays.stream(chosen).anyMatch(each -> each == epoch.number())
                && !Thread.currentThread().isInterrupted()) {
            keep(epoch.number());
        }
    }

    @Override
    public void end(History history) {
        // A kernel's output is a socket, which a thread with the flag set may not write to without closing it.
        boolean interrupted = Thread.interrupted();
        try {
            if (!strip.isEmpty() && !epochs.isEmpty()) {
                keep(epochs.get(epochs.size() - 1).number());
            }
            redraw();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void keep(int epoch) {
        strip.put("epoch " + epoch, reconstructions.get().dup());
    }

    private void redraw() {
        long started = clock.getAsLong();
        BufferedImage now = picture.get();
        if (!epochs.isEmpty()) {
            History history = new History(epochs, false);
            now = Charts.stack(unit == null ? Charts.loss(history) : Charts.loss(history, unit), now);
        }
        image = now;
        place.show(image);
        long ended = clock.getAsLong();
        next = Math.max(started + SECOND, ended + SHARE * (ended - started));
    }

    /**
     * Returns the picture as it was drawn last.
     *
     * @throws IllegalStateException if no training has begun
     */
    public BufferedImage image() {
        if (image == null) {
            throw new IllegalStateException(
                    "No training was shown yet: give this to Training.listener, and the training to fit.");
        }
        return image;
    }

    /**
     * Returns the originals and one row of reconstructions for each epoch that was kept.
     *
     * @throws IllegalStateException if {@link #filmStrip(int...)} was not called before
     */
    public BufferedImage filmStrip() {
        if (strip.isEmpty()) {
            throw new IllegalStateException("No epoch was kept: call filmStrip(1, 2, 5) before the training.");
        }
        ImageGrid grid = grid(examples);
        strip.forEach(grid::row);
        return grid.title("What the network made of them, epoch by epoch").image();
    }
}
