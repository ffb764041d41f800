package hourglass.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What lesson 11 has on its class path: the library's jars and Spark's, of which many are the same. */
class ClassPathTest {
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d.*)\\.jar");

    @Test
    void hasOneBindingOfSlf4jWhichIsSilent() {
        assertThat(java.util.ServiceLoader.load(org.slf4j.spi.SLF4JServiceProvider.class).stream()
                        .map(provider -> provider.type().getName()))
                .containsExactly("org.slf4j.nop.NOPServiceProvider");
    }

    @Test
    void hasOneVersionOfJacksonAndOneOfNetty() {
        assertThat(versions("jackson-(core|databind|annotations|module-scala_.*)"))
                .hasSize(1);
        assertThat(versions("netty-.*")).hasSize(1);
        assertThat(versions("scala-library")).hasSize(1);
    }

    private static List<String> versions(String artifacts) {
        List<String> versions = Arrays.stream(
                        System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(path -> JAR.matcher(Path.of(path).getFileName().toString()))
                .filter(Matcher::matches)
                .filter(jar -> jar.group(1).matches(artifacts))
                .map(jar -> jar.group(2).replaceFirst("-(linux|osx|windows).*", ""))
                .distinct()
                .collect(Collectors.toList());
        assertThat(versions).isNotEmpty();
        return versions;
    }
}
