package hourglass.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A standalone cluster on this machine: a master and workers of one core each, every one a process of its own on the class path
 * of this test, reachable on the loopback interface only.
 */
public final class Cluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final long SECONDS_TO_START = 60;

    private final Path folder;
    private final int port;
    private final Process master;
    private final List<Process> workers = new ArrayList<>();

    private Cluster(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        Files.createDirectories(folder.resolve("jars"));
        master = start("org.apache.spark.deploy.master.Master", "--port", Integer.toString(port));
    }

    /** Starts a master, waits until it listens, and starts workers that report to it. */
    public static Cluster of(int workers, Path folder) throws IOException, InterruptedException {
        Cluster cluster = new Cluster(folder, freePort());
        try {
            cluster.awaitMaster();
            for (int i = 0; i < workers; i++) {
                cluster.workers.add(cluster.start(
                        "org.apache.spark.deploy.worker.Worker",
                        "--cores",
                        "1",
                        "--memory",
                        "768m",
                        "--work-dir",
                        folder.resolve("work-" + i).toString(),
                        "spark://" + HOST + ":" + cluster.port));
            }
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Settings of an application that waits for all workers, with one executor of one core on each. */
    public SparkConf settings() {
        return new SparkConf()
                .setMaster("spark://" + HOST + ":" + port)
                .set("spark.driver.host", HOST)
                .set("spark.driver.bindAddress", HOST)
                .set("spark.executor.cores", "1")
                .set("spark.executor.memory", "512m")
                .set("spark.scheduler.minRegisteredResourcesRatio", "1")
                .set("spark.cores.max", Integer.toString(workers.size()))
                .set("spark.executorEnv.OMP_NUM_THREADS", "1")
                .set("spark.locality.wait", "0");
    }

    /** Kills a worker and its executors at once, as if its machine had lost its power. */
    void kill(int worker) {
        kill(workers.get(worker));
    }

    @Override
    public void close() throws InterruptedException {
        workers.forEach(Cluster::kill);
        kill(master);
        for (Process worker : workers) {
            worker.waitFor(10, TimeUnit.SECONDS);
        }
        master.waitFor(10, TimeUnit.SECONDS);
    }

    private static void kill(Process process) {
        List<ProcessHandle> executors = process.descendants().toList();
        process.destroyForcibly();
        executors.forEach(ProcessHandle::destroyForcibly);
    }

    private Process start(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
        command.addAll(List.of("-Xmx192m", "-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of("--host", HOST, "--webui-port", "0"));
        command.addAll(List.of(arguments));
        File log = folder.resolve(main.substring(main.lastIndexOf('.') + 1) + "-" + workers.size() + ".log")
                .toFile();
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectErrorStream(true).redirectOutput(log);
        // What Spark's scripts set: where its jars are, and, since that folder is empty, the class path of the
        // executors.
        builder.environment().put("SPARK_HOME", folder.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_DIST_CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("SPARK_LOCAL_DIRS", folder.toString());
        return builder.start();
    }

    private void awaitMaster() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
        while (System.nanoTime() < until && master.isAlive()) {
            try (Socket socket = new Socket(HOST, port)) {
                return;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException("The master does not listen on port " + port + "; its log is in " + folder);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }
}
