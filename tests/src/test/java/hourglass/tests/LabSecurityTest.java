package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Other machines, other users and other web pages cannot use the JupyterLab that {@code mvn -Plab} opens. */
@Tag("jupyter")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "ending a process politely needs a signal")
class LabSecurityTest {
    private static final String ELSEWHERE = "http://elsewhere.example";
    // On the same machine a connection is made or refused at once.
    private static final int MILLISECONDS_TO_CONNECT = 2000;
    // A kernel is there after a few; a machine that is busy with other work needs longer.
    private static final long SECONDS_TO_START = 60;
    // As /proc/net/tcp and tcp6 write them: 127.0.0.1, the same as an IPv6 address, and ::1; bytes in the processor's
    // order.
    private static final List<String> LOOPBACK =
            List.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");
    // Shell, control, input, heartbeat, and what all clients hear, as the Jupyter protocol has them.
    private static final int SOCKETS_OF_A_KERNEL = 5;
    private static final Pattern LISTENING = Pattern.compile(
            "\\s*\\d+: (\\p{XDigit}+):(\\p{XDigit}{4}) \\S+ 0A \\S+ \\S+ \\S+\\s+\\d+\\s+\\d+\\s+(\\d+)\\b.*");
    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

    private static Trial trial;
    private static Path calls;
    private static OpenLab lab;
    private static String kernel;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        Trial.python();
        trial = Trial.of("lab-security");
        trial.notebook("tiny");
        // In place of the reader's browser: it writes down what it is called with.
        calls = trial.project().root().resolve("calls");
        Path browser = trial.project().root().resolve("browser");
        Files.writeString(browser, "#!/bin/sh\necho \"$@\" >> '" + calls + "'\n");
        Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
        lab = OpenLab.on(trial, "--port=0", Map.of("BROWSER", browser + " %s"));
        Answer started = ask("POST", "api/kernels", withToken());
        assertThat(started.status()).as(started.text()).isEqualTo(201);
        kernel = JsonParser.parseString(started.body())
                .getAsJsonObject()
                .get("id")
                .getAsString();
    }

    @AfterAll
    static void close() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells in files which process listens where")
    void everySocketOfServerAndKernelListensOnTheLoopbackAddress() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
        Map<Integer, String> listening = listening();
        while (listening.size() <= SOCKETS_OF_A_KERNEL && System.nanoTime() < deadline) {
            Thread.sleep(200);
            listening = listening();
        }

        assertThat(listening).containsKey(lab.port()).hasSizeGreaterThan(SOCKETS_OF_A_KERNEL);
        assertThat(listening.values()).as(listening.toString()).isSubsetOf(LOOPBACK);
    }

    @Test
    void noOtherAddressOfThisMachineAnswers() throws IOException {
        List<InetAddress> others = otherAddresses();
        Assumptions.assumeFalse(
                others.isEmpty(), "This machine has no address beside 127.0.0.1, so none was tried from outside.");

        try (Socket own = new Socket()) {
            own.connect(new InetSocketAddress("127.0.0.1", lab.port()), MILLISECONDS_TO_CONNECT);
        }
        for (InetAddress other : others) {
            assertThatThrownBy(() -> {
                        try (Socket socket = new Socket()) {
                            socket.connect(new InetSocketAddress(other, lab.port()), MILLISECONDS_TO_CONNECT);
                        }
                    })
                    .as(other.toString())
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void refusesWhoHasNoToken() throws IOException {
        for (String path :
                List.of("api/contents", "api/kernels", "api/sessions", "api/terminals", "lab/api/settings")) {
            assertThat(ask("GET", path).status()).as(path).isEqualTo(403);
            assertThat(ask("GET", path + "?token=" + "0".repeat(lab.token().length()))
                            .status())
                    .as(path)
                    .isEqualTo(403);
            assertThat(ask("GET", path, withToken()).status()).as(path).isEqualTo(200);
        }
        for (String path : List.of("lab", "lab/tree/tiny.ipynb", "files/tiny.ipynb")) {
            Answer answer = ask("GET", path);
            assertThat(answer.status()).as(path).isEqualTo(302);
            assertThat(answer.header("Location")).as(path).startsWith("/login?");
        }
        assertThat(ask("POST", "api/kernels").status()).isEqualTo(403);
        assertThat(ask("POST", "api/shutdown").status()).isEqualTo(403);
        assertThat(socket()).isEqualTo(403);
        assertThat(socket(withToken())).isEqualTo(101);
    }

    @Test
    void refusesOtherWebPagesInTheBrowserOfWhoIsLoggedIn() throws IOException {
        Answer entered = ask("GET", "lab?token=" + lab.token());
        assertThat(entered.status()).isIn(200, 302);
        String given = entered.headers().stream()
                .filter(header -> header.toLowerCase().startsWith("set-cookie: username-"))
                .findFirst()
                .orElseThrow();
        assertThat(given).containsIgnoringCase("httponly");
        String cookie = "Cookie: " + given.substring("set-cookie: ".length()).split(";")[0];
        String own = "Origin: http://127.0.0.1:" + lab.port();
        String other = "Origin: " + ELSEWHERE;

        assertThat(ask("GET", "api/contents", cookie).status()).isEqualTo(200);
        Answer foreign = ask("GET", "api/contents", cookie, other);
        assertThat(foreign.status()).isIn(403, 404);
        assertThat(foreign.body()).doesNotContain("tiny.ipynb");
        assertThat(foreign.header("Access-Control-Allow-Origin")).isNull();
        assertThat(ask("POST", "api/kernels", cookie).status())
                .as("a form of another page, which cannot know the second cookie")
                .isEqualTo(403);
        assertThat(socket(cookie, own)).isEqualTo(101);
        assertThat(socket(cookie, other)).isEqualTo(403);
        assertThat(entered.header("Content-Security-Policy"))
                .as("no other page may frame it")
                .contains("frame-ancestors 'self'");
    }

    @Test
    void refusesAnotherNameForItsAddress() throws IOException {
        // A page elsewhere can let its own name point here, and would then be of the same origin.
        Answer answer = send("GET", "api/contents", "elsewhere.example:" + lab.port(), withToken());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("tiny.ipynb");
    }

    @Test
    void showsTheTokenToNobodyElseOnTheMachine() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
        while (!Files.exists(calls) && System.nanoTime() < deadline) {
            Thread.sleep(200);
        }
        String call = Files.readString(calls).strip();
        assertThat(call)
                .as("what the browser is called with")
                .startsWith("file:")
                .doesNotContain(lab.token());
        Path page = Path.of(URI.create(call));
        assertThat(page).content().contains(lab.token());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page.getParent())))
                .as("the folder of the page and of the kernels' keys")
                .isEqualTo("rwx------");

        List<String> commands = Stream.concat(
                        Stream.of(lab.process().toHandle()), lab.process().descendants())
                .map(process -> process.info().commandLine().orElse(""))
                .toList();
        assertThat(commands).hasSizeGreaterThan(1).noneMatch(command -> command.contains(lab.token()));
        try (Stream<Path> files = Files.walk(trial.project().root())) {
            assertThat(files.filter(Files::isRegularFile).filter(LabSecurityTest::holdsToken))
                    .isEmpty();
        }
    }

    private static boolean holdsToken(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(lab.token());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ports on which server and kernels listen, with the addresses as the system writes them. */
    private static Map<Integer, String> listening() throws IOException {
        var sockets = new ArrayList<String>();
        for (ProcessHandle process : lab.process().descendants().toList()) {
            try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
                files.map(LabSecurityTest::target)
                        .flatMap(Optional::stream)
                        .map(SOCKET::matcher)
                        .filter(Matcher::matches)
                        .forEach(socket -> sockets.add(socket.group(1)));
            } catch (IOException | UncheckedIOException e) {
                continue; // It ended meanwhile.
            }
        }
        var listening = new TreeMap<Integer, String>();
        for (String family : List.of("tcp", "tcp6")) {
            Path table = Path.of("/proc/net", family);
            if (Files.exists(table)) {
                Files.readAllLines(table).stream()
                        .map(LISTENING::matcher)
                        .filter(line -> line.matches() && sockets.contains(line.group(3)))
                        .forEach(line -> listening.put(Integer.parseInt(line.group(2), 16), line.group(1)));
            }
        }
        return listening;
    }

    private static Optional<String> target(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The addresses of this machine's network cards, and on Linux a second one of the loopback device. */
    private static List<InetAddress> otherAddresses() throws IOException {
        var addresses = new ArrayList<InetAddress>();
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .forEach(addresses::add);
        if (OS.LINUX.isCurrentOs()) {
            addresses.add(InetAddress.getByName("127.0.0.2"));
        }
        return addresses;
    }

    private static String withToken() {
        return "Authorization: token " + lab.token();
    }

    /** Asks for the kernel's socket as a browser does; returns the status of the answer. */
    private static int socket(String... headers) throws IOException {
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(
                "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        return ask("GET", "api/kernels/" + kernel + "/channels", all.toArray(String[]::new))
                .status();
    }

    private static Answer ask(String method, String path, String... headers) throws IOException {
        return send(method, path, "127.0.0.1:" + lab.port(), headers);
    }

    /** Sends a request over a plain socket, since a client of the JDK does not let its caller choose the host's name. */
    private static Answer send(String method, String path, String host, String... headers) throws IOException {
        boolean upgrade = List.of(headers).contains("Upgrade: websocket");
        var request = new StringBuilder(method + " /" + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        request.append(upgrade ? "Connection: Upgrade\r\n" : "Connection: close\r\n");
        request.append("Content-Length: 0\r\n\r\n");
        try (Socket socket = new Socket("127.0.0.1", lab.port())) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS_TO_START));
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
            return new Answer(upgrade ? head(socket.getInputStream()) : all(socket.getInputStream()));
        }
    }

    private static String all(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** After an upgrade the connection stays open. */
    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    private record Answer(String text) {
        int status() {
            return Integer.parseInt(text.split(" ")[1]);
        }

        List<String> headers() {
            return text.split("\r\n\r\n")[0].lines().skip(1).toList();
        }

        String header(String name) {
            return headers().stream()
                    .filter(header -> header.toLowerCase().startsWith(name.toLowerCase() + ": "))
                    .map(header -> header.substring(name.length() + 2))
                    .findFirst()
                    .orElse(null);
        }

        String body() {
            String[] parts = text.split("\r\n\r\n", 2);
            return parts.length < 2 ? "" : parts[1];
        }
    }
}
