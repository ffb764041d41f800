package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("jupyter")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "ending a process politely needs a signal")
class LabTest {
    @Test
    void opensOnTheNextFreePortWithTheJavaKernelAndATokenAndEndsWhenAsked() throws IOException, InterruptedException {
        Trial.python();
        Trial trial = Trial.of("lab");
        trial.notebook("tiny");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                OpenLab lab = OpenLab.on(trial, "--no-browser --port=" + taken.getLocalPort(), Map.of())) {
            assertThat(lab.port()).isNotEqualTo(taken.getLocalPort());

            assertThat(get(lab.address() + "api/kernelspecs?token=" + lab.token())
                            .body())
                    .contains("\"display_name\": \"Java (jjava)\"");
            assertThat(get(lab.address() + "api/contents?token=" + lab.token()).body())
                    .contains("tiny.ipynb");
            assertThat(get(lab.address() + "api/contents").statusCode()).isEqualTo(403);

            // Asked for now: a process that has ended has no descendants, whatever goes on without it.
            List<ProcessHandle> jupyterLab = lab.process().descendants().toList();
            assertThat(jupyterLab).isNotEmpty();
            assertThat(lab.end()).as("nothing else is said").isNull();
            assertThat(jupyterLab).noneMatch(ProcessHandle::isAlive);
        }
    }

    private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
