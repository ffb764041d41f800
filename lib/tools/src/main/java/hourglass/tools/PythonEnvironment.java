package hourglass.tools;

import hourglass.runtime.AtomicFile;
import hourglass.runtime.Sha256;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The virtual environment {@code .venv} in the project's folder, with the packages of {@code lib/tools/requirements.txt}.
 *
 * <p>It is made by <a href="https://docs.astral.sh/uv/">uv</a> where that is on the search path, which takes a fraction of the
 * time, and by Python's own venv and pip otherwise. They also step in when uv fails, since uv does not read pip's settings
 * of a proxy or of another package index; so a failure is always explained in the same sentence. uv is not downloaded for the
 * purpose: its wheel has 17 MB, so that a slow connection would lose what a fast one gains.
 *
 * <p>A stamp with the hash of the requirements is written last, so that an interrupted installation and changed
 * requirements are both seen, and the environment is made anew.
 *
 * <pre>{@code
 * var python = PythonEnvironment.of(project).ready();
 * Process lab = python.command("-m", "jupyterlab").inheritIO().start();
 * }</pre>
 */
public final class PythonEnvironment {
    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    private static final int[] OLDEST = {3, 10};
    // The last minor version for which a program such as python3.14 is looked for; python3 may be a newer one.
    private static final int NEWEST_NAMED = 14;
    private static final String LOCK = "lock";
    private static final String STAMP = "hourglass.stamp";
    private static final Pattern VERSION = Pattern.compile("Python (\\d+)\\.(\\d+)[^\\s]*");
    private static final int LONGEST_REASON = 160; // two lines of a terminal
    // These variables would lead Python or a kernel to other packages, kernels or classes than those that were tested.
    private static final List<String> UNWANTED =
            List.of("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "JUPYTER_PATH", "JJAVA_CLASSPATH");

    private final Project project;
    private final String searchPath;
    private final Consumer<String> say;

    private PythonEnvironment(Project project, String searchPath, Consumer<String> say) {
        this.project = project;
        this.say = say;
        this.searchPath = searchPath;
    }

    /** Returns the environment of a project, made with the Python that the search path of this process names. */
    public static PythonEnvironment of(Project project) {
        String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return withSearchPath(project, searchPath, System.out::println);
    }

    /** Returns the environment of a project, made with the Python found in the given folders; it says what takes time. */
    static PythonEnvironment withSearchPath(Project project, String searchPath, Consumer<String> say) {
        return new PythonEnvironment(project, searchPath, say);
    }

    /**
     * Makes the environment unless it is there already; two builds at once wait for each other.
     *
     * @return this environment
     * @throws EnvironmentException when Python is missing or too old, cannot make environments, or a package cannot be
     *     installed
     */
    public PythonEnvironment ready() {
        locked(() -> {
            if (!isReady()) {
                make();
            }
        });
        return this;
    }

    /**
     * Installs more packages into the environment, which must be ready, unless they are there already.
     *
     * @param requirements a file with pinned packages
     * @return this environment
     * @throws EnvironmentException when a package cannot be installed
     */
    public PythonEnvironment with(Path requirements) {
        Path stamp = project.environment().resolve(requirements.getFileName() + ".stamp");
        locked(() -> {
            if (!isStamped(stamp, requirements)) {
                say.accept("Installing the packages of " + named(requirements) + " in .venv (once).");
                install(requirements);
                write(stamp, requirements);
            }
        });
        return this;
    }

    private interface Work {
        void run() throws IOException;
    }

    private void locked(Work work) {
        synchronized (PythonEnvironment.class) { // A file lock holds between processes, not between threads.
            try {
                Files.createDirectories(project.environment());
                Path lock = project.environment().resolve(LOCK);
                try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = lock(channel)) {
                    if (held.isValid()) {
                        work.run();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The Python environment cannot be made in " + project.environment(), e);
            }
        }
    }

    /** Returns a command that runs the environment's Python, with our JDK first on the search path. */
    public ProcessBuilder command(String... arguments) {
        var command = new ArrayList<>(List.of(python().toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        settle(builder.environment());
        return builder;
    }

    /** Makes an environment the one in which JupyterLab and its kernels run. */
    void settle(Map<String, String> environment) {
        clean(environment);
        JavaRuntime.putFirst(environment);
        // The kernel named "java" is the environment's, whatever else the user has installed.
        environment.put("JUPYTER_PREFER_ENV_PATH", "1");
        // A kernel works in the folder of its notebook, where a relative path would lead elsewhere.
        environment.computeIfPresent(
                "HOURGLASS_DATA",
                (name, data) ->
                        data.isBlank() ? data : project.root().resolve(data).toString());
        environment.put("PYTHONUTF8", "1");
    }

    /**
     * Returns what {@link #ready()} would make the environment with, "Python 3.11.4 in /usr/bin/python3, with venv".
     *
     * @throws EnvironmentException when Python is missing or too old, or cannot make environments
     */
    String foundPython() {
        List<String> python = findPython();
        Optional<Path> uv = find("uv");
        if (uv.isEmpty()) {
            checkModules(python);
        }
        return output(with(python, "--version")).text() + " in " + String.join(" ", python) + ", with "
                + uv.map(path -> "uv in " + path).orElse("venv");
    }

    /** Returns whether the environment is there, complete, and made from the present requirements. */
    boolean isMade() {
        try {
            return isReady();
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the environment's Python. */
    Path python() {
        Path environment = project.environment();
        return WINDOWS
                ? environment.resolve("Scripts").resolve("python.exe")
                : environment.resolve("bin").resolve("python");
    }

    private FileLock lock(FileChannel channel) throws IOException {
        FileLock lock = channel.tryLock();
        if (lock == null) {
            say.accept("Another build is making the Python environment; waiting for it.");
            lock = channel.lock();
        }
        return lock;
    }

    private boolean isReady() throws IOException {
        return isStamped(project.environment().resolve(STAMP), project.requirements());
    }

    private boolean isStamped(Path stamp, Path requirements) throws IOException {
        return Files.isRegularFile(stamp)
                && Files.isExecutable(python())
                && Files.readString(stamp).equals(stamp(requirements));
    }

    /** Returns a hash of the requirements and the version of Python: an upgrade of the system's Python breaks an environment silently. */
    private String stamp(Path requirements) throws IOException {
        return Sha256.of(Files.readAllBytes(requirements)) + "\n"
                + output(python().toString(), "--version").text() + "\n";
    }

    private void write(Path stamp, Path requirements) throws IOException {
        AtomicFile.write(stamp, out -> out.write(stamp(requirements).getBytes(StandardCharsets.UTF_8)));
    }

    private void make() throws IOException {
        List<String> python = findPython();
        Optional<Path> uv = find("uv");
        if (uv.isEmpty()) {
            checkModules(python);
        }
        say.accept(
                "Making the Python environment with JupyterLab and the Java kernel in .venv (once; about a minute).");
        clear();
        if (uv.isEmpty() || !makeWith(uv.get(), python)) {
            checkModules(python);
            clear();
            Output made =
                    output(with(python, "-m", "venv", project.environment().toString()));
            if (made.code() != 0) {
                throw new EnvironmentException("Python's module venv failed (" + reason(made.text())
                        + "): delete the folder .venv, check that the disk has room, and run the command again.");
            }
            installWithPip(project.requirements());
        }
        write(project.environment().resolve(STAMP), project.requirements());
    }

    /** Returns whether uv could make the environment and install all packages. It has pip, for readers who want more. */
    private boolean makeWith(Path uv, List<String> python) {
        Output made = output(
                uv.toString(),
                "venv",
                "--quiet",
                "--seed",
                "--allow-existing", // The folder holds the lock.
                "--no-python-downloads",
                "--python",
                // The launcher of Windows is no interpreter, and uv finds one by its version, too.
                python.size() == 1 ? python.get(0) : ">=" + OLDEST[0] + "." + OLDEST[1],
                project.environment().toString());
        return made.code() == 0 && installWith(uv, project.requirements());
    }

    private boolean installWith(Path uv, Path requirements) {
        // Compiled now, as pip does, so that the first start of JupyterLab is no slower.
        return output(
                                uv.toString(),
                                "pip",
                                "install",
                                "--quiet",
                                "--compile-bytecode",
                                "--python",
                                python().toString(),
                                "-r",
                                requirements.toString())
                        .code()
                == 0;
    }

    private void install(Path requirements) {
        Optional<Path> uv = find("uv");
        if (uv.isEmpty() || !installWith(uv.get(), requirements)) {
            installWithPip(requirements);
        }
    }

    private void installWithPip(Path requirements) {
        Output installed = output(
                python().toString(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--no-input",
                "--retries",
                "2",
                "-r",
                requirements.toString());
        if (installed.code() != 0) {
            throw new EnvironmentException("The packages of " + named(requirements)
                    + " could not be installed (" + reason(installed.text())
                    + "): the first build needs the network, so check the connection or the proxy and run the command"
                    + " again.");
        }
    }

    /** The file's place in the project, as a sentence names it. */
    private String named(Path requirements) {
        return project.root().relativize(requirements).toString().replace('\\', '/');
    }

    private void clear() throws IOException {
        List<Path> entries;
        try (Stream<Path> paths = Files.walk(project.environment())) {
            entries = paths.sorted(Comparator.reverseOrder()).toList();
        }
        Path lock = project.environment().resolve(LOCK);
        for (Path entry : entries) {
            if (!entry.equals(lock) && !entry.equals(project.environment())) {
                Files.delete(entry);
            }
        }
    }

    private List<String> findPython() {
        var tooOld = new ArrayList<String>();
        for (List<String> candidate : candidates()) {
            Matcher version =
                    VERSION.matcher(output(with(candidate, "--version")).text());
            if (version.find()) {
                int major = Integer.parseInt(version.group(1));
                int minor = Integer.parseInt(version.group(2));
                if (major > OLDEST[0] || major == OLDEST[0] && minor >= OLDEST[1]) {
                    return candidate;
                }
                tooOld.add(version.group());
            }
        }
        String remedy = WINDOWS
                ? "install it from https://www.python.org and run the command again."
                : "install it (Debian and Ubuntu: apt install python3 python3-venv; macOS: brew install python) and run"
                        + " the command again.";
        throw new EnvironmentException(
                tooOld.isEmpty()
                        ? "JupyterLab needs Python 3.10 or newer, but no python3 or python is on the PATH: " + remedy
                        : "JupyterLab needs Python 3.10 or newer, but the newest on the PATH is " + newest(tooOld)
                                + ": " + remedy);
    }

    private static String newest(List<String> versions) {
        return versions.stream()
                .max(Comparator.comparing(PythonEnvironment::number))
                .orElseThrow();
    }

    private static int number(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) * 1000 + Integer.parseInt(matcher.group(2)) : 0;
    }

    /** The usual names first; the numbered ones help where the system's own Python is old. */
    private List<List<String>> candidates() {
        var found = new ArrayList<List<String>>();
        var names = new ArrayList<>(List.of("python3", "python"));
        for (int minor = NEWEST_NAMED; minor >= OLDEST[1]; minor--) {
            names.add("python3." + minor);
        }
        for (String name : names) {
            find(name).ifPresent(path -> found.add(List.of(path.toString())));
        }
        if (WINDOWS) {
            find("py").ifPresent(path -> found.add(List.of(path.toString(), "-3")));
        }
        return found;
    }

    private Optional<Path> find(String name) {
        List<String> files = WINDOWS ? List.of(name + ".exe", name + ".bat") : List.of(name);
        return Stream.of(searchPath.split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isBlank())
                .map(folder -> folder.replace("\"", ""))
                .flatMap(folder -> files.stream().map(file -> Path.of(folder).resolve(file)))
                .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
                .findFirst();
    }

    private static void checkModules(List<String> python) {
        for (List<String> probe : List.of(List.of("venv", "--help"), List.of("ensurepip", "--version"))) {
            Output output = output(with(python, "-m", probe.get(0), probe.get(1)));
            if (output.code() != 0) {
                throw new EnvironmentException("The Python at " + python.get(0) + " lacks the module " + probe.get(0)
                        + ", which makes environments: install it (Debian and Ubuntu: apt install python3-venv) and"
                        + " run the command again.");
            }
        }
    }

    private static String[] with(List<String> command, String... arguments) {
        return Stream.concat(command.stream(), Stream.of(arguments)).toArray(String[]::new);
    }

    private record Output(int code, String text) {}

    private static Output output(String... command) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        clean(builder.environment());
        builder.environment().put("PIP_USER", "0"); // A user's own setting, which pip refuses in an environment.
        builder.environment().put("PYTHONUTF8", "1");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text.strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("Interrupted in " + command[0]));
        } catch (IOException e) {
            return new Output(-1, String.valueOf(e.getMessage()));
        }
    }

    private static void clean(Map<String, String> environment) {
        environment.keySet().removeIf(name -> UNWANTED.contains(name.toUpperCase(Locale.ROOT)));
    }

    /** Returns the last line that is not blank, without the "ERROR:" of pip and the "error:" of uv. */
    private static String reason(String text) {
        String last = text.lines().filter(line -> !line.isBlank()).reduce("no message", (before, line) -> line);
        String reason = last.strip().replaceFirst("^(ERROR|error): ?", "");
        reason = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "…" : reason;
        return reason.replaceFirst("[.:]+$", "");
    }
}
