package hourglass.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import hourglass.fault.ChildJvm;
import hourglass.testing.SmallDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class DownloadTest {

    private static final String FIRST = "train-images-idx3-ubyte.gz"; // the order of the parts begins with it
    private static final String ARRIVING = FIRST + ".part";

    @TempDir
    Path folder;

    private final TreeMap<String, byte[]> offered = new TreeMap<>(IdxBytes.TINY);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    /** A server's way to answer; the name is that of the file. */
    private interface Answer {
        void to(HttpExchange exchange, String name) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void allFilesArriveUnderTheirNamesAndNothingElse() throws Exception {
        serve(this::send);

        patient().fetch(tiny(), folder);

        assertThat(content()).containsExactlyInAnyOrderElementsOf(offered.keySet());
        for (String name : offered.keySet()) {
            assertThat(folder.resolve(name)).hasBinaryContent(offered.get(name));
        }
        assertThat(requests).hasSize(4).allMatch(request -> request.endsWith(" from the start"));
    }

    @Test
    void filesThatAreThereAreNotAskedForAgain() throws Exception {
        Files.write(folder.resolve(FIRST), offered.get(FIRST));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), IdxBytes.labels(0, 1));
        serve(this::send);

        patient().fetch(tiny(), folder);

        assertThat(requests)
                .containsExactly(
                        "train-labels-idx1-ubyte.gz from the start", "t10k-images-idx3-ubyte.gz from the start");
    }

    @Test
    void aBrokenConnectionIsContinuedWhereItBroke() throws Exception {
        serve((exchange, name) -> {
            if (requests.size() == 1) {
                sendAndBreak(exchange, name, 30);
            } else {
                send(exchange, name);
            }
        });

        patient().fetch(tiny(), folder);

        assertThat(folder.resolve(FIRST)).hasBinaryContent(offered.get(FIRST));
        assertThat(requests.subList(0, 2)).containsExactly(FIRST + " from the start", FIRST + " bytes=30-");
    }

    @Test
    void whatAnEarlierRunLeftIsContinued() throws Exception {
        Files.write(folder.resolve(ARRIVING), Arrays.copyOf(offered.get(FIRST), 11));
        serve(this::send);

        patient().fetch(tiny(), folder);

        assertThat(requests.get(0)).isEqualTo(FIRST + " bytes=11-");
        assertThat(folder.resolve(FIRST)).hasBinaryContent(offered.get(FIRST));
    }

    @Test
    void aServerThatDoesNotContinueSendsTheWholeFile() throws Exception {
        Files.write(folder.resolve(ARRIVING), Arrays.copyOf(offered.get(FIRST), 11));
        serve(this::sendWhole);

        patient().fetch(tiny(), folder);

        assertThat(folder.resolve(FIRST)).hasBinaryContent(offered.get(FIRST));
    }

    @Test
    void aSpoiledBeginningIsThrownAwayAndTheFileFetchedAnew() throws Exception {
        Files.write(folder.resolve(ARRIVING), new byte[11]);
        serve(this::send);

        patient().fetch(tiny(), folder);

        assertThat(requests.subList(0, 2)).containsExactly(FIRST + " bytes=11-", FIRST + " from the start");
        assertThat(folder.resolve(FIRST)).hasBinaryContent(offered.get(FIRST));
    }

    @Test
    void aBeginningLongerThanTheFileIsThrownAwayAndTheFileFetchedAnew() throws Exception {
        Files.write(folder.resolve(ARRIVING), new byte[1000]);
        serve(this::send);

        patient().fetch(tiny(), folder);

        assertThat(requests.subList(0, 2)).containsExactly(FIRST + " bytes=1000-", FIRST + " from the start");
        assertThat(folder.resolve(FIRST)).hasBinaryContent(offered.get(FIRST));
    }

    @Test
    void anotherContentIsAnErrorAndLeavesNothingBehind() throws Exception {
        offered.put(FIRST, IdxBytes.gzip(IdxBytes.pictures(8, 2, 3)));
        serve(this::send);

        assertThatThrownBy(() -> patient().fetch(tiny(), folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        tiny().place().resolve(FIRST) + " did not send the published file, so nothing was" + " kept (")
                .hasMessageContaining("instead of " + tiny().trainImages().sha256())
                .hasMessageEndingWith("try again, or get the file elsewhere and set HOURGLASS_DATA.");
        assertThat(content()).isEmpty();
        assertThat(requests).hasSize(1);
    }

    @Test
    void aFileThatIsCutAtItsSourceIsAnErrorAndLeavesNothingBehind() throws Exception {
        offered.put(FIRST, Arrays.copyOf(offered.get(FIRST), 30));
        serve(this::send);

        assertThatThrownBy(() -> patient().fetch(tiny(), folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ends in the middle of its compressed data");
        assertThat(content()).isEmpty();
    }

    @Test
    void aMissingFileIsNamedByTheServersAnswer() throws Exception {
        serve((exchange, name) -> exchange.sendResponseHeaders(404, -1));

        assertFails(patient(), "127.0.0.1 answered 404");
        assertThat(requests).hasSize(1);
    }

    @Test
    void redirectsAreFollowedButNotForEver() throws Exception {
        server.createContext("/old/", exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", exchange.getRequestURI().getPath().replace("/old/", "/"));
            exchange.sendResponseHeaders(301, -1);
        });
        server.createContext("/round/", exchange -> {
            requests.add("round");
            exchange.getResponseHeaders()
                    .add("Location", exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(302, -1);
        });
        serve(this::send);

        assertFails(
                patient(),
                IdxBytes.tiny(address("/round/")),
                "127.0.0.1 leads from one address to the next without end (answer 302)");
        assertThat(requests).hasSizeLessThan(10);

        patient().fetch(IdxBytes.tiny(address("/old/")), folder);
        assertThat(content()).hasSize(4);
    }

    @Test
    void aServerThatNeverAnswersIsLeft() throws Exception {
        serve((exchange, name) -> rest());

        assertFails(hasty(), "127.0.0.1 did not answer in time");
    }

    @Test
    void aServerThatStopsSendingIsLeftAndWhatCameIsKept() throws Exception {
        serve((exchange, name) -> {
            OutputStream body = begin(exchange, name);
            body.write(offered.get(name), 0, 30);
            body.flush();
            rest();
        });

        IdxDataset nothingMore = tiny();
        assertThatThrownBy(() -> hasty().fetch(nothingMore, folder))
                .isInstanceOf(Download.Failed.class)
                .hasMessageStartingWith("127.0.0.1 stopped sending after");
        assertThat(folder.resolve(ARRIVING)).hasBinaryContent(Arrays.copyOf(offered.get(FIRST), 30));
        assertThat(folder.resolve(FIRST)).doesNotExist();
    }

    @Test
    void aServerThatDripsIsLeftAfterTheTotalTime() throws Exception {
        serve((exchange, name) -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (!over.await(20, TimeUnit.MILLISECONDS)) {
                    body.write(1);
                    body.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Download brief = new Download(seconds(3), seconds(3), Duration.ofMillis(100), Duration.ofMillis(200));

        assertThatThrownBy(() -> brief.fetch(tiny(), folder))
                .isInstanceOf(Download.Failed.class)
                .hasMessage("127.0.0.1 took too long for 0.0 million bytes");
    }

    @Test
    void anEndlessAnswerIsCutAtABound() throws Exception {
        serve((exchange, name) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[1 << 20];
            try (OutputStream body = exchange.getResponseBody()) {
                while (over.getCount() > 0) {
                    body.write(block);
                }
            }
        });

        assertThatThrownBy(() -> patient().fetch(tiny(), folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing was kept (it sent more than 67.1 million bytes)");
        assertThat(content()).isEmpty();
    }

    @Test
    void withoutANetworkTheReasonIsSaid() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }

        assertFails(
                patient(),
                IdxBytes.tiny(URI.create("http://127.0.0.1:" + closed + "/")),
                "127.0.0.1 could not be reached");
    }

    @Test
    void anUnwritableCacheIsSaid() throws Exception {
        Path inTheWay = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> patient().fetch(tiny(), inTheWay.resolve("tiny")))
                .isInstanceOf(Download.Failed.class)
                .hasMessageMatching(
                        "the cache cannot be written: (Not a directory|a file lies where its folder should be)");
        assertThatThrownBy(() -> patient().fetch(tiny(), inTheWay))
                .isInstanceOf(Download.Failed.class)
                .hasMessage("the cache cannot be written: a file lies where its folder should be");
    }

    @Test
    void aCacheThatMayOnlyBeReadIsSaid() throws Exception {
        try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), 16)) {
            disk.becomeReadOnly();

            assertThatThrownBy(() -> patient().fetch(tiny(), folder.resolve("disk/tiny")))
                    .isInstanceOf(Download.Failed.class)
                    .hasMessage("the cache cannot be written: Read-only file system");
        }
    }

    @Test
    void aDiskThatIsFullIsSaidAndNotFilled() throws Exception {
        offered.put(FIRST, new byte[100_000]);
        serve(this::send);
        Path disk = folder.resolve("disk");
        try (SmallDisk small = SmallDisk.at(disk, 16)) {
            Path other = Files.write(disk.resolve("t10k-labels-idx1-ubyte"), IdxBytes.labels(0, 1));

            assertThatThrownBy(() -> patient().fetch(tiny(), disk))
                    .isInstanceOf(Download.Failed.class)
                    .hasMessage("the cache cannot be written: No space left on device");
            assertThat(other).hasBinaryContent(IdxBytes.labels(0, 1));
            try (Stream<Path> files = Files.list(disk)) {
                assertThat(files.map(Path::getFileName).map(Path::toString))
                        .containsExactlyInAnyOrder(".lock", "t10k-labels-idx1-ubyte");
            }
        }
    }

    @Test
    void aRedirectThatLeavesTlsIsNotFollowed() throws Exception {
        serve(this::send);
        Path keys = folder.resolve("keys.p12");
        String bin = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process keytool = new ProcessBuilder(
                        bin,
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret",
                        "-keystore",
                        keys.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(keys.toFile(), "secret".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, "secret".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls));
        secure.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith("/leaving/")) {
                exchange.getResponseHeaders()
                        .add(
                                "Location",
                                address(path.substring("/leaving".length())).toString());
                exchange.sendResponseHeaders(302, -1);
            } else {
                send(exchange, Path.of(path).getFileName().toString());
            }
            exchange.close();
        });
        secure.start();
        try {
            String place = "https://127.0.0.1:" + secure.getAddress().getPort();
            List<String> trusting =
                    List.of("-Djavax.net.ssl.trustStore=" + keys, "-Djavax.net.ssl.trustStorePassword=secret");

            Process leaving = ChildJvm.start(
                    trusting,
                    DownloadProcess.class,
                    place + "/leaving/",
                    folder.resolve("leaving").toString());
            Process staying = ChildJvm.start(
                    trusting,
                    DownloadProcess.class,
                    place + "/",
                    folder.resolve("staying").toString());

            assertThat(leaving.inputReader().lines())
                    .anyMatch(line -> line.endsWith(
                            "127.0.0.1 leads to an address without TLS, which is not followed (answer 302)"));
            assertThat(leaving.waitFor()).isNotZero();
            assertThat(folder.resolve("leaving").resolve(FIRST)).doesNotExist();
            assertThat(requests).isEmpty();
            // The same server without the redirect serves, so it was the redirect that was refused.
            assertThat(staying.waitFor()).isZero();
            assertThat(folder.resolve("staying").resolve(FIRST)).hasBinaryContent(offered.get(FIRST));
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void aFloodInPlaceOfADatasetIsNotKept() throws Exception {
        byte[] flood = Arrays.copyOf(IdxBytes.pictures(7, 2, 3), 1 << 25);
        offered.put(FIRST, IdxBytes.gzip(flood));
        assertThat(offered.get(FIRST)).hasSizeLessThan(1 << 20);
        serve(this::send);

        assertThatThrownBy(() -> patient().fetch(tiny(), folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing was kept (")
                .hasMessageContaining("goes on after these 42 bytes");
        assertThat(content()).isEmpty();
    }

    @Test
    void onlyThisMachineMayDoWithoutTls() {
        assertThatThrownBy(() -> patient().fetch(IdxBytes.tiny(URI.create("http://example.org/")), folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "http://example.org/" + FIRST + " is not an https address: datasets are not taken from such.");
    }

    /** Whatever class of this package describes a publication, its files come over TLS and their checksums are pinned. */
    @Test
    void everyPublicationComesOverTlsWithItsChecksumsInTheSource() throws Exception {
        List<PublishedDataset> publications = new ArrayList<>();
        for (Class<?> type : classesOfThisPackage()) {
            if (PublishedDataset.class.isAssignableFrom(type) && !type.isInterface()) {
                int before = publications.size();
                for (Field field : type.getDeclaredFields()) {
                    if (Modifier.isStatic(field.getModifiers()) && type.isAssignableFrom(field.getType())) {
                        publications.add((PublishedDataset) field.get(null));
                    }
                }
                for (Method method : type.getDeclaredMethods()) {
                    if (Modifier.isStatic(method.getModifiers()) && type.isAssignableFrom(method.getReturnType())) {
                        publications.add((PublishedDataset) method.invoke(null, 1L));
                    }
                }
                assertThat(publications).as("%s publishes something", type).hasSizeGreaterThan(before);
            }
        }

        assertThat(publications)
                .extracting(PublishedDataset::name)
                .containsExactlyInAnyOrder("Fashion-MNIST", "MNIST", "Olivetti faces");
        for (PublishedDataset publication : publications) {
            assertThat(publication.place()).hasScheme("https");
            for (PublishedFile item : publication.items()) {
                assertThat(item.address()).hasScheme("https");
                assertThat(checksum(item)).matches("[0-9a-f]{64}");
                assertRefused(item);
            }
        }
    }

    /** A sound file of the right kind and with another content must not pass. */
    private void assertRefused(PublishedFile item) throws IOException {
        Path other = Files.write(
                folder.resolve("other"),
                item.name().contains("labels") ? IdxBytes.labels(1) : IdxBytes.pictures(1, 2, 2));
        assertThatThrownBy(() -> item.check(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("instead of " + checksum(item));
    }

    private static String checksum(PublishedFile item) {
        return item instanceof IdxDataset.Item idx ? idx.part().sha256() : ((OlivettiFaces.Mat) item).sha256();
    }

    private static List<Class<?>> classesOfThisPackage() throws Exception {
        Path compiled = Path.of(PublishedDataset.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("hourglass/data/source");
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(compiled)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.startsWith("package-info")) {
                    classes.add(Class.forName(
                            "hourglass.data.source." + name.substring(0, name.length() - ".class".length()),
                            false,
                            DownloadTest.class.getClassLoader()));
                }
            }
        }
        return classes;
    }

    @Test
    void threadsThatWantTheSameDownloadItOnce() throws Exception {
        serve((exchange, name) -> {
            pause();
            send(exchange, name);
        });
        Callable<Void> bring = () -> {
            patient().fetch(tiny(), folder);
            return null;
        };

        for (Future<Void> each : threads.invokeAll(List.of(bring, bring, bring))) {
            each.get();
        }

        assertThat(requests).hasSize(4);
        assertThat(content()).hasSize(4);
    }

    @Test
    void processesThatWantTheSameDownloadItOnce() throws Exception {
        serve((exchange, name) -> {
            pause();
            send(exchange, name);
        });
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                DownloadProcess.class.getName(),
                address("/").toString(),
                folder.toString());

        Process one = new ProcessBuilder(command).inheritIO().start();
        Process two = new ProcessBuilder(command).inheritIO().start();

        assertThat(one.waitFor()).isZero();
        assertThat(two.waitFor()).isZero();
        assertThat(requests).hasSize(4);
        assertThat(content()).hasSize(4);
    }

    @Test
    void anInterruptStopsTheDownloadAndStaysSet() throws Exception {
        Thread reader = Thread.currentThread();
        serve((exchange, name) -> {
            OutputStream body = begin(exchange, name);
            body.write(offered.get(name), 0, 30);
            body.flush();
            pause();
            reader.interrupt();
            rest();
        });

        assertThatThrownBy(() -> patient().fetch(tiny(), folder))
                .isInstanceOf(CancellationException.class)
                .hasMessage("The download from 127.0.0.1 was stopped: run it again to continue.");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(folder.resolve(FIRST)).doesNotExist();
    }

    private void serve(Answer answer) {
        server.createContext("/", exchange -> {
            String name =
                    Path.of(exchange.getRequestURI().getPath()).getFileName().toString();
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(name + " " + (range == null ? "from the start" : range));
            try (exchange) {
                answer.to(exchange, name);
            }
        });
    }

    private void send(HttpExchange exchange, String name) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            sendWhole(exchange, name);
            return;
        }
        byte[] all = offered.get(name);
        int from = Integer.parseInt(range.replace("bytes=", "").replace("-", ""));
        if (from >= all.length) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + (all.length - 1) + "/" + all.length);
        exchange.sendResponseHeaders(206, all.length - from);
        exchange.getResponseBody().write(all, from, all.length - from);
    }

    private void sendWhole(HttpExchange exchange, String name) throws IOException {
        begin(exchange, name).write(offered.get(name));
    }

    private OutputStream begin(HttpExchange exchange, String name) throws IOException {
        exchange.sendResponseHeaders(200, offered.get(name).length);
        return exchange.getResponseBody();
    }

    /** Promises the whole file, sends some bytes and closes the connection. */
    private void sendAndBreak(HttpExchange exchange, String name, int bytes) throws IOException {
        OutputStream body = begin(exchange, name);
        body.write(offered.get(name), 0, bytes);
        body.flush();
        pause(); // so that the bytes arrive before the end does
    }

    /** Lets a moment pass, in which the other side gets to wait. */
    private void pause() {
        await(100);
    }

    /** Does nothing until the test is over. */
    private void rest() {
        await(20_000);
    }

    private void await(long milliseconds) {
        try {
            over.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertFails(Download download, String reason) {
        assertFails(download, tiny(), reason);
    }

    private void assertFails(Download download, IdxDataset dataset, String reason) {
        assertThatThrownBy(() -> download.fetch(dataset, folder))
                .isInstanceOf(Download.Failed.class)
                .hasMessage(reason);
        assertThat(content()).isEmpty();
    }

    private IdxDataset tiny() {
        return IdxBytes.tiny(address("/"));
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static Download patient() {
        return new Download(seconds(10), seconds(10), seconds(10), seconds(15));
    }

    private static Download hasty() {
        return new Download(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(300), seconds(5));
    }

    private static Duration seconds(int number) {
        return Duration.ofSeconds(number);
    }

    /** What is in the folder but the lock. */
    private List<String> content() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
