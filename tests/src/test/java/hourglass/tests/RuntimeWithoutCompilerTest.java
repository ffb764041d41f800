package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs Maven on a runtime that is linked here, without the compiler: nothing can be built then, so Maven itself must say why. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Maven is a batch file there")
class RuntimeWithoutCompilerTest {
    private static final String MODULES =
            "java.logging,java.naming,java.security.jgss,java.sql,java.xml,jdk.unsupported";

    @Test
    void theDoctorSaysThatTheJdkIsNone(@TempDir Path folder) throws IOException, InterruptedException {
        Path runtime = folder.toRealPath().resolve("runtime");
        ToolProvider linker = ToolProvider.findFirst("jlink").orElse(null);
        assumeTrue(linker != null, "This JDK has no jlink, which would make a runtime without the compiler.");
        assumeTrue(
                linker.run(System.out, System.err, "--add-modules", MODULES, "--output", runtime.toString()) == 0,
                "This JDK cannot link a runtime, as some without the folder jmods cannot.");

        Maven.Ended ended = Maven.run(
                Trial.real().root(), runtime, Maven.repository(), "-o", "-q", "-Pdoctor", "validate");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.lines())
                .contains("[ERROR] Hourglass needs a full JDK, but Maven runs on " + runtime
                        + ", a runtime without the Java compiler: install a JDK 17 or newer (Debian and Ubuntu: apt install"
                        + " openjdk-17-jdk) and point JAVA_HOME at it.")
                .noneMatch(line -> line.startsWith("\tat "));
    }
}
