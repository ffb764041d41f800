package hourglass.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.doctor.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DiagnosticsTest {

    @TempDir
    Path folder;

    @Test
    void inShortItSaysOnlyWhatIsWrong() {
        List<Finding> problems = Diagnostics.brief(Map.of(
                "HOURGLASS_DATA", folder.toString(), "HOURGLASS_BUGDET", "quick", "XDG_CACHE_HOME", folder.toString()));

        assertThat(problems).allMatch(Finding::isProblem);
        assertThat(problems).extracting(Finding::about).contains("Environment", "Data");
        assertThat(Diagnostics.brief(Map.of("HOURGLASS_OFFLINE", "1", "XDG_CACHE_HOME", folder.toString())))
                .extracting(Finding::about)
                .as("a dataset that is not here is told by the lesson that needs it")
                .doesNotContain("Environment", "Data", "Fonts");
    }

    @Test
    void inFullItLooksAtEverything() {
        Map<String, List<Finding>> findings = Diagnostics.complete(Map.of("XDG_CACHE_HOME", folder.toString()))
                .collect(Collectors.groupingBy(Finding::about));

        assertThat(findings).containsOnlyKeys("Environment", "Memory", "Disk", "Fonts", "Data", "Native library");
        assertThat(findings.get("Data")).hasSize(4);
        assertThat(findings.get("Disk"))
                .as("temporary files, datasets and native libraries")
                .hasSize(3)
                .extracting(Finding::level)
                .doesNotContain(Level.WRONG);
    }

    @Test
    @DisabledOnOs(value = OS.MAC, disabledReason = "the cache is always in the user's folder there")
    void aCacheThatCannotBeWrittenMattersOnlyToDownloads() throws IOException {
        String cache = Files.createFile(folder.resolve("file")).toString();

        assertThat(problemsWithDisks(Map.of("XDG_CACHE_HOME", cache, "LOCALAPPDATA", cache)))
                .anyMatch(what -> what.startsWith("The cache of datasets"));
        assertThat(problemsWithDisks(Map.of("XDG_CACHE_HOME", cache, "LOCALAPPDATA", cache, "HOURGLASS_OFFLINE", "1")))
                .noneMatch(what -> what.startsWith("The cache of datasets"));
    }

    private static List<String> problemsWithDisks(Map<String, String> environment) {
        return Diagnostics.brief(environment).stream()
                .filter(finding -> finding.about().equals("Disk"))
                .map(Finding::what)
                .toList();
    }
}
