package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("jupyter")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "ending a process politely needs a signal")
class LabTest {
    private static final Pattern SENTENCE = Pattern.compile(
            "JupyterLab is open at (http://127\\.0\\.0\\.1:(\\d+)/)lab\\?token=(\\w{20,}) \\(Ctrl-C ends it\\)\\.");

    @Test
    void opensOnTheNextFreePortWithTheJavaKernelAndATokenAndEndsWhenAsked() throws IOException, InterruptedException {
        Trial.python();
        Trial trial = Trial.of("lab");
        trial.notebook("tiny");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process lab = start(trial, "--no-browser --port=" + taken.getLocalPort());
            try (BufferedReader reader = lab.inputReader()) {
                String line = reader.readLine();
                Matcher sentence = SENTENCE.matcher(String.valueOf(line));
                assertThat(sentence.matches()).as(line).isTrue();
                assertThat(Integer.parseInt(sentence.group(2))).isNotEqualTo(taken.getLocalPort());
                String address = sentence.group(1);
                String token = sentence.group(3);

                assertThat(get(address + "api/kernelspecs?token=" + token).body())
                        .contains("\"display_name\": \"Java (jjava)\"");
                assertThat(get(address + "api/contents?token=" + token).body()).contains("tiny.ipynb");
                assertThat(get(address + "api/contents").statusCode()).isEqualTo(403);

                lab.toHandle().destroy(); // Unlike destroy() of the process, it leaves its output open.
                assertThat(reader.readLine()).as("nothing else is said").isNull();
                assertThat(lab.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(lab.descendants()).isEmpty();
            } finally {
                lab.descendants().forEach(ProcessHandle::destroyForcibly);
                lab.destroyForcibly();
            }
        }
    }

    private static Process start(Trial trial, String arguments) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dhourglass.root=" + Trial.real().root(),
                        OnTrial.class.getName(),
                        trial.project().root().toString(),
                        arguments)
                .redirectErrorStream(true)
                .start();
    }

    private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Opens the lab on the trial's notebooks with the real environment. */
    static final class OnTrial {
        private OnTrial() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Lab.open(Project.at(Path.of(arguments[0])), Trial.python(), List.of(arguments[1].split(" ")));
        }
    }
}
