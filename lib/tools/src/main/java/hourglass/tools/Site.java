package hourglass.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes a static site of the recorded lessons, the README, the results and the dataset cards. Nothing is run, and no page
 * asks for anything beyond the site's own folder.
 *
 * <pre>{@code
 * Path frontPage = Site.build(project, PythonEnvironment.of(project).ready(), folder);
 * }</pre>
 */
public final class Site {
    private Site() {}

    /** Makes the site of this build in {@code target/site}. */
    public static void main(String[] arguments) throws IOException {
        Project project = Project.ofThisBuild();
        try {
            PythonEnvironment python = PythonEnvironment.of(project).ready();
            System.out.println("Open " + build(project, python, project.site()).toUri());
        } catch (EnvironmentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Makes the site of a project.
     *
     * @param target its folder, which is replaced when all pages are made
     * @return the front page
     * @throws EnvironmentException when a page cannot be made, with the reason
     * @throws IOException when Python cannot be started or its log cannot be read
     */
    public static Path build(Project project, PythonEnvironment python, Path target) throws IOException {
        Path log = Files.createTempFile("site", ".log");
        try {
            Process builder = python.with(project.siteRequirements())
                    .command(
                            project.scripts().resolve("build_site.py").toString(),
                            project.root().toString(),
                            target.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            int code = builder.onExit().join().exitValue();
            String said = Files.readString(log, StandardCharsets.UTF_8).strip();
            if (code != 0) {
                throw new EnvironmentException("The site could not be made: " + said);
            }
            said.lines().forEach(System.out::println);
            return target.resolve("index.html");
        } finally {
            Files.delete(log);
        }
    }
}
