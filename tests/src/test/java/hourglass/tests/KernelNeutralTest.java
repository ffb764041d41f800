package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.tools.Project;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The library runs in JJava, in IJava and in an application, so none of its jars may need or bring classes of a kernel. */
@Tag("jupyter") // It looks at the jars, which the phase "test" does not make.
class KernelNeutralTest {
    private static final List<String> KERNELS = List.of("org/dflib/", "io/github/spencerpark/");

    @Test
    void noJarThatANotebookLoadsBringsClassesOfAKernel() throws IOException {
        var found = new ArrayList<String>();
        for (Path jar : jars("*.jar")) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                zip.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> KERNELS.stream().anyMatch(name::startsWith)
                                || name.startsWith("META-INF/services/org.dflib."))
                        .forEach(name -> found.add(jar.getFileName() + ": " + name));
            }
        }

        assertThat(found).isEmpty();
    }

    /** A class that names a kernel's class by reflection has it with dots; one that cannot load without it, with slashes. */
    @Test
    void noClassOfOursNeedsOneOfAKernel() throws IOException {
        var found = new ArrayList<String>();
        int classes = 0;
        for (Path jar : jars("hourglass*.jar")) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (ZipEntry entry : zip.stream()
                        .filter(entry -> entry.getName().endsWith(".class"))
                        .toList()) {
                    classes++;
                    if (needsAKernel(zip, entry)) {
                        found.add(entry.getName());
                    }
                }
            }
        }

        assertThat(classes).isGreaterThan(100);
        assertThat(found).isEmpty();
    }

    @Test
    void wouldSeeAClassThatNeedsOne() throws IOException {
        try (InputStream in = KernelNeutralTest.class.getResourceAsStream("KernelNeutralTest.class")) {
            assertThat(needsAKernel(in.readAllBytes())).isTrue(); // It has the slashes as text.
        }
    }

    private static boolean needsAKernel(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return needsAKernel(in.readAllBytes());
        }
    }

    private static boolean needsAKernel(byte[] bytes) {
        String constants = new String(bytes, StandardCharsets.ISO_8859_1);
        return KERNELS.stream().anyMatch(constants::contains);
    }

    private static List<Path> jars(String glob) throws IOException {
        Project project = Trial.real();
        var jars = new ArrayList<Path>();
        for (Path folder : List.of(project.jars(), project.root().resolve(Path.of("lib", "spark", "target", "jars")))) {
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
                    stream.forEach(jars::add);
                }
            }
        }
        assertThat(jars).as("jars %s", glob).isNotEmpty();
        return jars;
    }
}
