package hourglass.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OlivettiFacesTest {
    private static final int PEOPLE = 4;
    private static final int EACH = 3;
    private static final int SIDE = 2;

    @TempDir
    Path folder;

    /** Picture p is p at the upper left, 100 + p beside it to the right, 200 + p below, and 255 at the lower right. */
    private final byte[] mat = MatBytes.file(
            MatBytes.compressed(MatBytes.matrix("faces", SIDE * SIDE, PEOPLE * EACH, columnAfterColumn())));

    @Test
    void theMatFileIsReadColumnAfterColumn() throws IOException {
        Dataset faces = write("olivettifaces.mat", mat).load();

        assertThat(faces).hasToString("Olivetti faces: 9 + 3 pictures of 2×2 in 4 classes, from HOURGLASS_DATA");
        assertThat(faces.train().name()).isEqualTo("Olivetti faces train");
        for (Images part : List.of(faces.train(), faces.test())) {
            for (int i = 0; i < part.size(); i++) {
                int picture = Math.round(255 * part.picture(i).getFloat(0, 0));
                assertThat(part.picture(i).mul(255).toFloatMatrix())
                        .isDeepEqualTo(new float[][] {{picture, 100 + picture}, {200 + picture, 255}});
                assertThat(part.labels()[i]).isEqualTo(picture / EACH);
            }
        }
    }

    @Test
    void theIdxFilesAreTheSamePictures() throws IOException {
        Dataset fromMat = write("olivettifaces.mat", mat).load();
        Files.delete(folder.resolve("olivetti-faces").resolve("olivettifaces.mat"));

        Dataset fromIdx = write("olivetti-faces-idx3-ubyte.gz", IdxBytes.gzip(idxPictures()))
                .write("olivetti-labels-idx1-ubyte", idxLabels())
                .load();

        assertThat(fromIdx).isEqualTo(fromMat);
    }

    @Test
    void anotherSeedHoldsOutOtherPeople() throws IOException {
        write("olivettifaces.mat", mat);

        Set<Set<Integer>> heldOut = java.util.stream.LongStream.range(0, 12)
                .mapToObj(seed -> people(find(tiny(nowhere(), seed), true).test()))
                .collect(Collectors.toSet());

        assertThat(heldOut).hasSizeGreaterThan(2).allMatch(people -> people.size() == 1);
    }

    @Test
    void oneOfTheTwoIdxFilesIsNotEnough() throws IOException {
        write("olivetti-faces-idx3-ubyte", idxPictures());

        assertThatThrownBy(this::load)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder.resolve("olivetti-faces")
                        + ", to which HOURGLASS_DATA leads, lacks olivetti-labels-idx1-ubyte (or the same with .gz):"
                        + " add what is missing, or unset HOURGLASS_DATA.");
    }

    @Test
    void aDamagedMatFileIsAnErrorAndNeverAFallback() throws IOException {
        byte[] damaged = mat.clone();
        damaged[200] ^= 1;
        write("olivettifaces.mat", damaged);

        assertThatThrownBy(this::load)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(folder.resolve("olivetti-faces").resolve("olivettifaces.mat")
                        + " is not the published file (its bytes have the SHA-256 ");
    }

    @Test
    void theyAreDownloadedOnceAndThenFoundInTheCache() throws IOException {
        try (Server server = new Server(mat)) {
            Dataset downloaded = find(tiny(server.address(), 1), false);
            assertThat(downloaded).hasToString("Olivetti faces: 9 + 3 pictures of 2×2 in 4 classes, downloaded");
        }
        assertThat(find(tiny(nowhere(), 1), false).source()).isEqualTo("the cache");
        assertThat(folder.resolve("cache").resolve("olivetti-faces").resolve("olivettifaces.mat"))
                .hasBinaryContent(mat);
    }

    @Test
    void aDownloadOfSomethingElseIsNotKept() throws IOException {
        try (Server server = new Server(Arrays.copyOf(mat, mat.length - 1))) {
            assertThatThrownBy(() -> find(tiny(server.address(), 1), false))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(" did not send the published file, so nothing was kept (");
        }
        try (var left = Files.list(folder.resolve("cache").resolve("olivetti-faces"))) {
            assertThat(left).allMatch(file -> file.endsWith(".lock"));
        }
    }

    @Test
    void forLackOfThemFacesAreDrawnAloud() {
        Dataset drawn = find(tiny(nowhere(), 1), false);

        assertThat(drawn.drawn()).isTrue();
        assertThat(drawn.notice())
                .startsWith("Olivetti faces was not found in HOURGLASS_DATA")
                .endsWith(
                        "set HOURGLASS_DATA to the folder that contains olivetti-faces/ with olivettifaces.mat, or with"
                                + " olivetti-faces-idx3-ubyte and olivetti-labels-idx1-ubyte.");
    }

    @Test
    void nobodyIsInBothPartsOfTheDrawnFaces() {
        Dataset faces = Datasets.drawnFaces();

        assertThat(faces).hasToString("Drawn faces: 320 + 80 pictures of 64×64 in 40 classes, drawn by this project");
        assertThat(people(faces.train())).hasSize(32).doesNotContainAnyElementsOf(people(faces.test()));
        assertThat(people(faces.test())).hasSize(8);
    }

    /** Needs the published pictures, in the folder that HOURGLASS_DATA names. */
    @Test
    void theRealOnesAreFourHundredOfFortyPeople() {
        String data = System.getenv("HOURGLASS_DATA");
        assumeTrue(data != null && Files.isDirectory(Path.of(data, "olivetti-faces")), "HOURGLASS_DATA has none");

        Dataset faces = Datasets.olivettiFaces();

        assertThat(faces).hasToString("Olivetti faces: 320 + 80 pictures of 64×64 in 40 classes, from HOURGLASS_DATA");
        assertThat(people(faces.train())).doesNotContainAnyElementsOf(people(faces.test()));
        double mean = 0.8 * faces.train().pixels().meanNumber().doubleValue()
                + 0.2 * faces.test().pixels().meanNumber().doubleValue();
        assertThat(mean).isEqualTo(0.51915, within(1e-4));
    }

    private static Set<Integer> people(Images images) {
        return Arrays.stream(images.labels()).boxed().collect(Collectors.toSet());
    }

    private OlivettiFacesTest write(String name, byte[] bytes) throws IOException {
        Files.write(Files.createDirectories(folder.resolve("olivetti-faces")).resolve(name), bytes);
        return this;
    }

    private Dataset load() {
        return find(tiny(nowhere(), 1), true);
    }

    private Dataset find(OlivettiFaces faces, boolean given) {
        Duration seconds = Duration.ofSeconds(5);
        return Datasets.find(
                faces,
                new DatasetPaths(
                        given ? Optional.of(folder) : Optional.empty(),
                        folder.resolve("cache"),
                        folder.resolve("system"),
                        given),
                new Download(seconds, seconds, seconds, seconds),
                () -> OlivettiFaces.drawn(1));
    }

    private OlivettiFaces tiny(URI place, long seed) {
        return new OlivettiFaces(
                place,
                IdxBytes.sha256(mat),
                new IdxDataset.Part("olivetti-faces-idx3-ubyte", IdxBytes.sha256(idxPictures())),
                new IdxDataset.Part("olivetti-labels-idx1-ubyte", IdxBytes.sha256(idxLabels())),
                PEOPLE,
                1,
                seed);
    }

    private static URI nowhere() {
        return URI.create("http://127.0.0.1:9/files/1");
    }

    private static byte[] columnAfterColumn() {
        byte[] values = new byte[SIDE * SIDE * PEOPLE * EACH];
        for (int p = 0; p < PEOPLE * EACH; p++) {
            values[4 * p] = (byte) p;
            values[4 * p + 1] = (byte) (200 + p);
            values[4 * p + 2] = (byte) (100 + p);
            values[4 * p + 3] = (byte) 255;
        }
        return values;
    }

    private static byte[] idxPictures() {
        byte[] file = IdxBytes.pictures(PEOPLE * EACH, SIDE, SIDE);
        for (int p = 0; p < PEOPLE * EACH; p++) {
            file[16 + 4 * p] = (byte) p;
            file[16 + 4 * p + 1] = (byte) (100 + p);
            file[16 + 4 * p + 2] = (byte) (200 + p);
            file[16 + 4 * p + 3] = (byte) 255;
        }
        return file;
    }

    private static byte[] idxLabels() {
        return IdxBytes.labels(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3);
    }

    /** Answers as the public place does: with a redirection to where the file lies. */
    private static final class Server implements AutoCloseable {
        private final HttpServer server;

        Server(byte[] file) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/files/1", exchange -> {
                try (exchange) {
                    exchange.getResponseHeaders().add("Location", "/storage/olivettifaces.mat");
                    exchange.sendResponseHeaders(302, -1);
                }
            });
            server.createContext("/storage/", exchange -> {
                try (exchange) {
                    exchange.sendResponseHeaders(200, file.length);
                    exchange.getResponseBody().write(file);
                }
            });
            server.start();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/files/1");
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
