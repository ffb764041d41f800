package hourglass.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for JDKs in a folder where only the files lie by which one is known. */
class OtherJdksTest {
    private static final String ARCHITECTURE = System.getProperty("os.arch");

    @TempDir
    Path folder;

    private final Jdk own = new Jdk(Path.of("own"), 17, true);

    @Test
    void findsTheJdkOfThisBuildToBeOne() {
        Jdk build = Jdk.ofThisBuild();

        assertThat(Jdk.at(build.home())).contains(build);
        assertThat(build.isVersion(System.getProperty("java.version"))).isTrue();
        assertThat(build.isVersion("1" + System.getProperty("java.version"))).isFalse();
    }

    @Test
    void findsOneOfEachVersionInFoldersAndVariables() throws IOException {
        Path variable = jdk("elsewhere/a", "21.0.9", "21.0.9+10-LTS");
        jdk("jvm/jdk-17", "17.0.15", "17.0.15+6-Debian-1deb12u1");
        jdk("jvm/jdk-21", "21.0.1", "21.0.1+12");
        Path newest = jdk("jvm/jdk-25.jdk/Contents/Home", "25", "25+36");
        jdk("jvm/jdk-11", "11.0.30", "11.0.30+7");
        jdk("jvm/jdk-26", "26", "26-ea+4");
        Files.delete(jdk("jvm/runtime", "22.0.1", "22.0.1+8").resolve("bin").resolve("jshell"));
        Files.createDirectories(folder.resolve("jvm").resolve("empty"));

        Path unasked = jdk("elsewhere/b", "24.0.1", "24.0.1+9");
        List<Jdk> found = OtherJdks.found(
                own,
                Map.of("JAVA_HOME_21_X64", variable.toString(), "JAVA_HOME", "\0", "GRAAL", unasked.toString()),
                List.of(folder.resolve("jvm"), folder.resolve("missing")));

        assertThat(found).extracting(Jdk::toString).containsExactly("JDK 21", "JDK 25");
        assertThat(found).extracting(Jdk::home).containsExactly(variable, newest);
        assertThat(OtherJdks.newest(found)).contains(found.get(1));
        assertThat(OtherJdks.newest(List.of())).isEmpty();
    }

    @Test
    void findsTheOldestThatIsPromised() throws IOException {
        Path oldest = jdk("jvm/jdk-17", "17.0.15", "17.0.15+6");
        Jdk newer = new Jdk(Path.of("own"), 21, true);

        assertThat(OtherJdks.found(newer, Map.of(), List.of(folder.resolve("jvm"))))
                .extracting(Jdk::home)
                .containsExactly(oldest);
        assertThat(OtherJdks.named(newer, oldest.toString()))
                .extracting(Jdk::home)
                .containsExactly(oldest);
    }

    @Test
    void leavesOutAJdkForAnotherProcessor() throws IOException {
        Path home = jdk("jvm/jdk-21", "21.0.9", "21.0.9+10");
        assertThat(Jdk.at(home)).isPresent();

        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"21.0.9\"\nOS_ARCH=\"s390x\"\n");

        assertThat(Jdk.at(home)).isEmpty();
    }

    @Test
    void takesTheJdksThatWereNamedAnEarlyOneToo() throws IOException {
        Path early = jdk("early", "26", "26-ea+4");
        Path other = jdk("other", "21.0.9", "21.0.9+10-LTS");

        assertThat(OtherJdks.named(own, early + "," + other))
                .extracting(Jdk::home)
                .containsExactly(other, early);
        assertThat(OtherJdks.named(own, other + File.pathSeparator + early)).hasSize(2);
    }

    @Test
    void saysWhichNamedFolderHoldsNoJdk() throws IOException {
        Path old = jdk("old", "11.0.30", "11.0.30+7");

        assertThatThrownBy(() -> OtherJdks.named(own, old.toString()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("There is no JDK 17 or newer for this machine in " + old
                        + ", which -Djdks names: give the folder that has bin/java, bin/jshell and release.");
    }

    @Test
    void goesBeforeTheJdkOfTheBuild() throws IOException {
        Jdk other = Jdk.at(jdk("other", "21.0.9", "21.0.9+10-LTS")).orElseThrow();
        var environment = new HashMap<String, String>();

        Jdk.ofThisBuild().putFirst(environment);
        other.putFirst(environment);

        assertThat(environment.get("PATH")).startsWith(other.home().resolve("bin") + File.pathSeparator);
        assertThat(environment).containsEntry("JAVA_HOME", other.home().toString());
    }

    @Test
    void seesThatAKernelRanOnAnotherJdk() {
        NotebookFile executed = NotebookBuilder.titled("JDK")
                .executedOn("25.0.3+9-LTS")
                .code("1")
                .build();

        assertThat(NotebookRunner.onAnotherJava(executed, own))
                .contains("The kernel ran on Java 25.0.3+9-LTS and should have run on JDK 17.");
        assertThat(NotebookRunner.onAnotherJava(executed, new Jdk(folder, 25, true)))
                .isEmpty();
    }

    private Path jdk(String name, String version, String runtimeVersion) throws IOException {
        Path home = folder.resolve(name);
        Path bin = Files.createDirectories(home.resolve("bin"));
        Files.createFile(bin.resolve("java"));
        Files.createFile(bin.resolve("jshell"));
        Files.writeString(
                home.resolve("release"),
                "JAVA_RUNTIME_VERSION=\"" + runtimeVersion + "\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\""
                        + ARCHITECTURE + "\"\n");
        return home;
    }
}
