package hourglass.data.source;

import static hourglass.data.source.IdxBytes.gzip;
import static hourglass.data.source.IdxBytes.labels;
import static hourglass.data.source.IdxBytes.pictures;
import static hourglass.data.source.IdxBytes.writeTiny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import hourglass.data.Dataset;
import hourglass.data.Images;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

class DatasetsTest {

    @TempDir
    Path folder;

    @Nested
    class APublishedDataset {

        @Test
        void isTakenFromTheFirstPlaceThatHasIt() throws IOException {
            assertThat(find().source()).isEqualTo("drawn by this project");
            writeTiny(make("system"));
            assertThat(find().source()).isEqualTo("the system's package");
            writeTiny(make("cache"));
            assertThat(find().source()).isEqualTo("the cache");
            make("data");
            assertThat(find().source()).as("a data folder without this dataset").isEqualTo("the cache");
            writeTiny(make("data"));
            assertThat(find().source()).isEqualTo("HOURGLASS_DATA");
        }

        @Test
        void hasItsPicturesLabelsAndClasses() throws IOException {
            writeTiny(make("data"));

            Dataset tiny = find();

            assertThat(tiny).hasToString("Tiny: 7 + 2 pictures of 2×3 in 2 classes, from HOURGLASS_DATA");
            assertThat(tiny.notice()).isEmpty();
            assertThat(tiny.train().name()).isEqualTo("Tiny train");
            assertThat(tiny.train().labels()).containsExactly(1, 0, 1, 0, 1, 0, 1);
            assertThat(tiny.test().labels()).containsExactly(0, 1);
            assertThat(tiny.test().classes()).containsExactly("even", "odd");
            assertThat(tiny.train().picture(1).getFloat(1, 2)).isEqualTo(11 / 255f);
        }

        @Test
        void mayLieInAFolderWithAnyLettersAndMayBeNamedItself() throws IOException {
            Path inside = writeTiny(make("Bücher и 本"));

            assertThat(Datasets.find(tiny(), locations(inside.getParent()), impatient(), DatasetsTest::drawing)
                            .source())
                    .isEqualTo("HOURGLASS_DATA");
            assertThat(Datasets.find(tiny(), locations(inside), impatient(), DatasetsTest::drawing)
                            .source())
                    .isEqualTo("HOURGLASS_DATA");
        }

        @Test
        void mayLieUncompressed() throws IOException {
            Path inside = writeTiny(make("data"));
            Files.delete(inside.resolve("t10k-images-idx3-ubyte.gz"));
            Files.write(inside.resolve("t10k-images-idx3-ubyte"), pictures(2, 2, 3));

            assertThat(find().source()).isEqualTo("HOURGLASS_DATA");
        }

        @Test
        void mayHaveDotsInItsNames() throws IOException {
            Path inside = writeTiny(make("data"));
            Files.move(inside.resolve("train-images-idx3-ubyte.gz"), inside.resolve("train-images.idx3-ubyte.gz"));
            Files.delete(inside.resolve("t10k-images-idx3-ubyte.gz"));
            Files.write(inside.resolve("t10k-images.idx3-ubyte"), pictures(2, 2, 3));

            assertThat(find().source()).isEqualTo("HOURGLASS_DATA");
        }

        @Test
        void thatIsNearlyThereIsNamed() throws IOException {
            Path inside = make("data/tiny");
            String remedy = ", but only train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte,"
                    + " t10k-labels-idx1-ubyte (or the same with .gz) are read: put these there, or take it away.";
            for (String name :
                    List.of("tiny_train.csv", "TRAIN-IMAGES", "train-images-idx3-ubyte.zip", "test.arff.gz")) {
                Path near = Files.createFile(inside.resolve(name));
                assertRefused(inside + ", to which HOURGLASS_DATA leads, has '" + name
                        + "', which is of another name or form" + remedy);
                Files.delete(near);
            }
            make("data/tiny/train-images-idx3-ubyte");
            assertRefused(inside + ", to which HOURGLASS_DATA leads, has 'train-images-idx3-ubyte', which is a folder"
                    + remedy);
        }

        @Test
        void thatLiesNearByIsNamed() throws IOException {
            Path data = make("data");
            Path raw =
                    Files.move(writeTiny(make("elsewhere")), make("data/tiny").resolve("raw"));
            assertRefused(raw + " has files that are looked for in " + data.resolve("tiny") + ": move them there.");

            Path other = Files.move(raw, data.resolve("Ti_ny"));
            Files.delete(data.resolve("tiny"));
            assertRefused(other + " is not found, since the folder has to be called 'tiny': rename it.");

            Files.move(other, folder.resolve("moved"));
            Files.delete(data);
            Files.move(folder.resolve("moved"), data);
            assertRefused(
                    data + ", which HOURGLASS_DATA names, has files of a dataset in itself: put them into a folder"
                            + " 'tiny' in it, if they are that dataset.");
        }

        private void assertRefused(String sentence) {
            assertThatThrownBy(DatasetsTest.this::find)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(sentence);
        }

        @Test
        void isReadFromACacheThatCannotBeWritten() throws IOException {
            Path inside = writeTiny(make("cache"));
            assumeTrue(inside.toFile().setWritable(false));
            assumeTrue(inside.getParent().toFile().setWritable(false));
            try {
                assertThat(find().source()).isEqualTo("the cache");
                assertThat(Files.list(inside)).hasSize(4);
            } finally {
                inside.getParent().toFile().setWritable(true);
                inside.toFile().setWritable(true);
            }
        }

        @Test
        void withAnotherContentIsAnErrorWhereverItLies() throws IOException {
            for (String place : List.of("system", "cache", "data")) { // each is looked into before those in front of it
                Path file = writeTiny(make(place)).resolve("train-labels-idx1-ubyte.gz");
                Files.write(file, gzip(labels(0, 0, 0, 0, 0, 0, 0)));

                assertThatThrownBy(DatasetsTest.this::find)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(file + " is not the published file (its decompressed bytes have the SHA-256 "
                                + IdxBytes.sha256(labels(0, 0, 0, 0, 0, 0, 0)) + " instead of "
                                + tiny().trainLabels().sha256()
                                + "): delete it, or put the published file in its place.");
            }
        }

        @Test
        void ofWhichTheDataFolderHasAPartIsAnError() throws IOException {
            Path inside = writeTiny(make("data"));
            Files.delete(inside.resolve("train-labels-idx1-ubyte.gz"));
            Files.delete(inside.resolve("t10k-labels-idx1-ubyte.gz"));

            assertThatThrownBy(DatasetsTest.this::find)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(inside + ", to which HOURGLASS_DATA leads, lacks train-labels-idx1-ubyte,"
                            + " t10k-labels-idx1-ubyte (or the same with .gz): add what is missing, or unset"
                            + " HOURGLASS_DATA.");
        }

        @Test
        void thatIsNowhereIsReplacedByDrawnPicturesAloud() {
            Dataset drawn = find();

            assertThat(drawn.drawn()).isTrue();
            assertThat(drawn.name()).isEqualTo("Drawn things");
            assertThat(drawn.notice())
                    .isEqualTo("Tiny was not found in HOURGLASS_DATA, the cache or the system's package, nor"
                            + " downloaded (HOURGLASS_OFFLINE is set): these are pictures drawn by this"
                            + " project, and no figure made from them speaks of Tiny; to use the real ones, set"
                            + " HOURGLASS_DATA to the folder that contains tiny/ with the four published"
                            + " files.");
            assertThat(drawn.toString().replace('\n', ' '))
                    .contains("drawn by this project")
                    .endsWith(" " + drawn.notice());
            assertThat(drawn.toString().lines())
                    .as("lines that fit into a notebook's page")
                    .hasSizeGreaterThan(2)
                    .allMatch(line -> line.length() <= 96);
        }

        @Test
        void isDownloadedOnceAndThenFoundInTheCache() throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/tiny/", exchange -> {
                try (exchange) {
                    byte[] file =
                            IdxBytes.TINY.get(Path.of(exchange.getRequestURI().getPath())
                                    .getFileName()
                                    .toString());
                    exchange.sendResponseHeaders(200, file.length);
                    exchange.getResponseBody().write(file);
                }
            });
            server.start();
            IdxDataset tiny = IdxBytes.tiny(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tiny/"));
            try {
                Dataset downloaded = Datasets.find(tiny, online(), impatient(), DatasetsTest::drawing);
                assertThat(downloaded).hasToString("Tiny: 7 + 2 pictures of 2×3 in 2 classes, downloaded");
            } finally {
                server.stop(0);
            }
            assertThat(Datasets.find(tiny, online(), impatient(), DatasetsTest::drawing)
                            .source())
                    .isEqualTo("the cache");
        }

        @Test
        void thatCannotBeDownloadedIsReplacedAndTheReasonSaid() throws IOException {
            Files.createFile(folder.resolve("cache")); // a file where the cache's folder should be

            Dataset drawn = Datasets.find(tiny(), online(), impatient(), DatasetsTest::drawing);

            assertThat(drawn.drawn()).isTrue();
            assertThat(drawn.notice()).contains("nor downloaded (the cache cannot be written: ");
        }
    }

    @Nested
    class AFolderOfOnesOwn {

        @Test
        void hasPicturesOfAnySizeWithNumberedClasses() throws IOException {
            write("train-images-idx3-ubyte.gz", gzip(pictures(3, 5, 1)));
            write("train-labels-idx1-ubyte", labels(0, 2, 0));
            write("t10k-images-idx3-ubyte", pictures(2, 5, 1));
            write("t10k-labels-idx1-ubyte.gz", gzip(labels(1, 3)));

            Dataset own = Datasets.folder(folder);

            assertThat(own)
                    .hasToString(
                            folder.getFileName() + ": 3 + 2 pictures of 5×1 in 4 classes, from a folder of your own");
            assertThat(own.train().classes()).containsExactly("0", "1", "2", "3");
            assertThat(own.test().labels()).containsExactly(1, 3);
            assertThat(own.drawn()).isFalse();
        }

        @Test
        void hasNoClassWithoutAPictureWhereLabelsBeginWithOne() throws IOException {
            write("train-images.idx3-ubyte", pictures(3, 2, 2));
            write("train-labels.idx1-ubyte", labels(1, 26, 1));
            write("t10k-images-idx3-ubyte", pictures(2, 2, 2));
            write("t10k-labels-idx1-ubyte", labels(2, 26));

            Dataset own = Datasets.folder(folder);

            assertThat(own.train().classes()).containsExactly("1", "2", "26");
            assertThat(own.train().labels()).containsExactly(0, 2, 0);
            assertThat(own.test().labels()).containsExactly(1, 2);
        }

        @Test
        void withSomethingNearlyOfANameThatIsReadIsRefused() throws IOException {
            write("train.csv", new byte[1]);
            assertFault(folder + " contains neither train-images-idx3-ubyte nor train-images-idx3-ubyte.gz, but"
                    + " 'train.csv', which is of another name or form: give the folder that does.");

            write("train-images-idx3-ubyte", pictures(8, 2, 2));
            Files.createDirectory(folder.resolve("train-labels-idx1-ubyte"));
            assertFault(folder + " contains 'train-labels-idx1-ubyte', which is a folder: give it as the IDX file"
                    + " train-labels-idx1-ubyte, or take it away.");

            Files.delete(folder.resolve("train-labels-idx1-ubyte"));
            write("test_images.npy", new byte[1]);
            assertFault(
                    folder + " contains 'test_images.npy', which is of another name or form: give it as the IDX file"
                            + " t10k-images-idx3-ubyte, or take it away.");

            Files.delete(folder.resolve("test_images.npy"));
            Path alone = write("test-labels-idx1-ubyte", labels(1));
            assertFault(alone + " has no pictures beside it: add t10k-images-idx3-ubyte, or take the labels away.");
        }

        @Test
        void mayCallItsTestFilesTest() throws IOException {
            write("train-images-idx3-ubyte", pictures(3, 2, 2));
            write("test-images-idx3-ubyte", pictures(4, 2, 2));

            Dataset own = Datasets.folder(folder);

            assertThat(own.test().size()).isEqualTo(4);
            assertThat(own.toString()).contains(" in 1 class, from ");
            assertThat(own.test().classes()).containsExactly("unlabelled");
            assertThat(own.test().labels()).containsOnly(0);
        }

        @Test
        void givesItsLastSeventhToTheTest() throws IOException {
            write("train-images-idx3-ubyte", pictures(15, 1, 1));
            write("train-labels-idx1-ubyte", labels(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14));

            Dataset own = Datasets.folder(folder);

            assertThat(own.train().size()).isEqualTo(13);
            assertThat(own.test().labels()).containsExactly(13, 14);
            assertThat(own.test().pixels().getFloat(0, 0)).isEqualTo(13 / 255f);
            assertThat(own.test().name()).endsWith(" test");
        }

        @Test
        void givesOneOfTwoPicturesToTheTest() throws IOException {
            write("train-images-idx3-ubyte", pictures(2, 1, 1));

            assertThat(Datasets.folder(folder).test().size()).isEqualTo(1);
        }

        @Test
        void thatCannotServeIsRefusedInOneSentence() throws IOException {
            assertFault(
                    folder + " contains neither train-images-idx3-ubyte nor train-images-idx3-ubyte.gz: give the folder"
                            + " that does.");

            Path train = write("train-images-idx3-ubyte", pictures(1, 2, 2));
            assertFault(train + " holds one picture only, which cannot be split into training and test: add more.");

            Path ofTrain = write("train-labels-idx1-ubyte", labels(1, 2));
            assertFault(
                    train + " holds 1 pictures, but " + ofTrain + " holds 2 labels: give files that belong together.");

            write("train-labels-idx1-ubyte", labels(1));
            Path test = write("t10k-images-idx3-ubyte", pictures(1, 2, 2));
            assertFault(
                    folder + " contains labels for its training pictures only: add the other label file, or take this"
                            + " one away.");

            write("t10k-labels-idx1-ubyte", labels(1));
            write("t10k-images-idx3-ubyte", labels(1));
            assertFault(test + " holds 1 labels (0x00000801), not pictures (0x00000803): give the file whose name"
                    + " contains 'images-idx3'.");

            write("t10k-images-idx3-ubyte", pictures(1, 3, 2));
            assertFault("The training pictures of '" + folder.getFileName()
                    + "' are 2×2 and its test pictures 3×2: they must be of one size.");

            assertThatThrownBy(() -> Datasets.folder(train))
                    .hasMessage(train + " is not a folder: give the one that contains train-images-idx3-ubyte.");
        }

        private void assertFault(String sentence) {
            assertThatThrownBy(() -> Datasets.folder(folder))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(sentence);
        }

        private Path write(String name, byte[] bytes) throws IOException {
            return Files.write(folder.resolve(name), bytes);
        }
    }

    /** Needs the published files, in the folder that HOURGLASS_DATA names. */
    @Nested
    class TheRealPictures {

        @Test
        void areThoseOfFashionMnist() {
            assumeThereIs("fashion-mnist");

            Dataset fashion = Datasets.fashionMnist();

            assertThat(fashion)
                    .hasToString("Fashion-MNIST: 60,000 + 10,000 pictures of 28×28 in 10 classes, from HOURGLASS_DATA");
            assertThat(fashion.train().classes().get(fashion.train().labels()[0]))
                    .isEqualTo("Ankle boot");
            assertThat(fashion.test().onePerClass().labels()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(fashion.train().pixels().meanNumber().doubleValue()).isBetween(0.28, 0.29);
        }

        @Test
        void areThoseOfMnist() {
            assumeThereIs("mnist");

            Dataset mnist = Datasets.mnist();

            assertThat(mnist)
                    .hasToString("MNIST: 60,000 + 10,000 pictures of 28×28 in 10 classes, from HOURGLASS_DATA");
            assertThat(mnist.train().labels()[0]).isEqualTo(5);
            assertThat(mnist.train().pixels().meanNumber().doubleValue()).isBetween(0.13, 0.14);
        }

        private void assumeThereIs(String name) {
            String data = System.getenv("HOURGLASS_DATA");
            assumeTrue(data != null && Files.isDirectory(Path.of(data, name)), "HOURGLASS_DATA has no " + name);
        }
    }

    private Dataset find() {
        Path data = folder.resolve("data");
        return Datasets.find(
                tiny(), locations(Files.isDirectory(data) ? data : null), impatient(), DatasetsTest::drawing);
    }

    private DatasetPaths locations(Path data) {
        return new DatasetPaths(Optional.ofNullable(data), folder.resolve("cache"), folder.resolve("system"), true);
    }

    private DatasetPaths online() {
        return new DatasetPaths(Optional.empty(), folder.resolve("cache"), folder.resolve("system"), false);
    }

    private Path make(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private static IdxDataset tiny() {
        return IdxBytes.tiny(URI.create("http://127.0.0.1:9/"));
    }

    private static Download impatient() {
        Duration second = Duration.ofSeconds(5);
        return new Download(second, second, second, second);
    }

    private static Dataset drawing() {
        Images drawn = new Images("Drawn things", Nd4j.zeros(2, 6), new int[2], List.of("thing"), 2, 3);
        return new Dataset("Drawn things", drawn, drawn, Dataset.DRAWN);
    }
}
