package hourglass.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JavaRuntimeTest {
    @Test
    void acceptsTheJdkOfTheBuild() {
        assertThatCode(JavaRuntime::check).doesNotThrowAnyException();
    }

    @Test
    void tellsARuntimeFromAJdk() {
        assertThatThrownBy(() -> JavaRuntime.check(Path.of("jre"), ModuleFinder.of()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("The Java kernel needs a full JDK, but jre is a runtime without the module jdk.jshell:"
                        + " install a JDK 17 or newer (Debian and Ubuntu: apt install openjdk-17-jdk) and point"
                        + " JAVA_HOME at it.");
    }

    @Test
    void needsTheCompilerToo() {
        Set<ModuleReference> jshell =
                Set.of(ModuleFinder.ofSystem().find("jdk.jshell").orElseThrow());
        ModuleFinder withoutCompiler = new ModuleFinder() {
            @Override
            public Optional<ModuleReference> find(String name) {
                return jshell.stream()
                        .filter(module -> module.descriptor().name().equals(name))
                        .findFirst();
            }

            @Override
            public Set<ModuleReference> findAll() {
                return jshell;
            }
        };

        assertThatThrownBy(() -> JavaRuntime.check(Path.of("jre"), withoutCompiler))
                .hasMessageContaining("jre is a runtime without the module jdk.compiler:");
    }

    @Test
    void putsItsJavaBeforeAllOthers() {
        String bin = Path.of(System.getProperty("java.home"), "bin").toString();
        Map<String, String> windows = new TreeMap<>(Map.of("APPDATA", "C:\\data", "Path", "C:\\other"));
        Map<String, String> empty = new TreeMap<>();

        JavaRuntime.putFirst(windows);
        JavaRuntime.putFirst(empty);

        assertThat(windows)
                .containsEntry("Path", bin + File.pathSeparator + "C:\\other")
                .containsEntry("APPDATA", "C:\\data")
                .doesNotContainKey("PATH");
        assertThat(empty).containsEntry("PATH", bin).containsEntry("JAVA_HOME", System.getProperty("java.home"));
    }
}
