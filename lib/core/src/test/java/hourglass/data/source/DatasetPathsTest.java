package hourglass.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetPathsTest {

    @TempDir
    Path home;

    @Test
    void theCacheIsWhereEachSystemKeepsCaches() {
        Path elsewhere = home.resolve("elsewhere");

        assertThat(cache("Linux", Map.of())).isEqualTo(home.resolve(".cache/hourglass"));
        assertThat(cache("Linux", Map.of("XDG_CACHE_HOME", elsewhere.toString())))
                .isEqualTo(elsewhere.resolve("hourglass"));
        assertThat(cache("Linux", Map.of("XDG_CACHE_HOME", "relative"))).isEqualTo(home.resolve(".cache/hourglass"));
        assertThat(cache("Mac OS X", Map.of("XDG_CACHE_HOME", elsewhere.toString())))
                .isEqualTo(home.resolve("Library/Caches/hourglass"));
        assertThat(cache("Windows 11", Map.of("LOCALAPPDATA", elsewhere.toString())))
                .isEqualTo(elsewhere.resolve("hourglass"));
        assertThat(cache("Windows 11", Map.of())).isEqualTo(home.resolve("AppData/Local/hourglass"));
    }

    @Test
    void downloadsAreForbiddenByTheVariableAlone() {
        assertThat(DatasetPaths.of(Map.of(), "Linux", home).offline()).isFalse();
        assertThat(DatasetPaths.of(Map.of("HOURGLASS_OFFLINE", "0"), "Linux", home)
                        .offline())
                .isFalse();
        assertThat(DatasetPaths.of(Map.of("HOURGLASS_OFFLINE", "1"), "Linux", home)
                        .offline())
                .isTrue();
    }

    @Test
    void theDataFolderIsOptionalButMustExistIfNamed() {
        assertThat(DatasetPaths.of(Map.of(), "Linux", home).data()).isEmpty();
        assertThat(DatasetPaths.of(Map.of("HOURGLASS_DATA", " "), "Linux", home).data())
                .isEmpty();
        assertThat(DatasetPaths.of(Map.of("HOURGLASS_DATA", home.toString()), "Linux", home)
                        .data())
                .contains(home);

        String missing = home.resolve("missing").toString();
        assertThatThrownBy(() -> DatasetPaths.of(Map.of("HOURGLASS_DATA", missing), "Linux", home))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "HOURGLASS_DATA is set to '" + missing + "', which is not a folder: set it to the folder that"
                                + " contains fashion-mnist/ and mnist/, or unset it.");
        assertThatThrownBy(() -> DatasetPaths.of(Map.of("HOURGLASS_DATA", "\0"), "Linux", home))
                .hasMessageContaining("which is not a folder");
    }

    private Path cache(String system, Map<String, String> environment) {
        return DatasetPaths.of(environment, system, home).cache();
    }
}
