package hourglass.data.source;

import hourglass.runtime.IoErrors;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings a published dataset into a folder of the cache.
 *
 * <p>A file grows under the name "….part" and gets its own name, by one atomic move, only after its checksum was found
 * right. What a broken connection leaves is continued by the next attempt; what does not fit on the disk is taken away.
 * Threads and processes that want the same dataset at once wait for the first of them.
 *
 * @param connect how long a connection may take to come about
 * @param answer how long a connected server may take to begin its answer
 * @param stall how long a transfer may rest
 * @param total how long the transfer of one file may take
 */
record Download(Duration connect, Duration answer, Duration stall, Duration total) {

    /** What is downloaded at most for one file; the largest, Fashion-MNIST's training pictures, has 26 million bytes. */
    private static final long MOST_BYTES = 64 << 20;

    /** A transfer that broke off is continued three times, each time only if the attempt before brought something. */
    private static final int ATTEMPTS = 4;

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /** A file lock is held by the whole process, so its threads need one of their own. */
    private static final ReentrantLock ONE_THREAD = new ReentrantLock();

    /**
     * The download did not succeed because of the network or the disk, and not because of a mistake in a program. The message
     * has no path and no full stop.
     */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        Failed(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /**
     * Returns the waiting times of the lessons. Whoever has no network waits three seconds before the drawn pictures stand in;
     * fifteen minutes for the largest file, of 26 million bytes, are enough for a connection of 30 kB a second.
     */
    static Download standard() {
        return new Download(
                Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofMinutes(15));
    }

    /**
     * Brings those files of a dataset that a folder lacks.
     *
     * @param folder is created if need be
     * @throws Failed if the network or the folder does not permit it; what came so far is kept and continued next time
     * @throws IllegalStateException if a file came that is not the published one; it is not kept
     * @throws CancellationException if the thread was interrupted
     */
    void fetch(PublishedDataset dataset, Path folder) throws Failed {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(e);
        }
        try {
            ONE_THREAD.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted(dataset.place());
        }
        try (FileChannel file =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            HttpClient client = HttpClient.newBuilder()
                    .connectTimeout(connect)
                    .followRedirects(HttpClient.Redirect.NORMAL) // five at most, and never from TLS to none
                    .build();
            for (PublishedFile item : dataset.items()) {
                if (!item.isIn(folder)) {
                    fetch(item, folder, client);
                }
            }
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(dataset.place());
            }
            throw unwritable(e);
        } finally {
            ONE_THREAD.unlock();
        }
    }

    private void fetch(PublishedFile item, Path folder, HttpClient client) throws Failed, IOException {
        URI address = item.address();
        if (!"https".equals(address.getScheme()) && !THIS_MACHINE.contains(address.getHost())) {
            throw new IllegalArgumentException(address + " is not an https address: datasets are not taken from such.");
        }
        Path arriving = folder.resolve(item.name() + ".part");
        long end = System.nanoTime() + total.toNanos();
        for (int attempt = 1; ; attempt++) {
            long before = Files.exists(arriving) ? Files.size(arriving) : 0;
            try {
                transfer(address, arriving, before, client, end);
            } catch (TooLarge e) {
                Files.delete(arriving);
                throw notPublished(address, "it sent more than " + millions(MOST_BYTES), e);
            } catch (Failed e) {
                long after = Files.exists(arriving) ? Files.size(arriving) : 0;
                if (after != before && attempt < ATTEMPTS && System.nanoTime() < end) {
                    continue;
                }
                throw e;
            }
            try {
                item.check(arriving);
            } catch (IllegalArgumentException e) {
                Files.delete(arriving);
                if (before > 0 && attempt < ATTEMPTS) {
                    continue; // the part from an earlier run may be to blame; nothing is left of it now
                }
                throw notPublished(address, e.getMessage(), e);
            }
            Files.move(arriving, folder.resolve(item.name()), StandardCopyOption.ATOMIC_MOVE);
            return;
        }
    }

    /** Appends to a file what it lacks, or writes it anew if the server does not continue. */
    private void transfer(URI address, Path arriving, long before, HttpClient client, long end)
            throws Failed, IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (before > 0) {
            request.header("Range", "bytes=" + before + "-");
        }
        Arrival arrival = new Arrival(arriving, before);
        CompletableFuture<HttpResponse<Path>> future = client.sendAsync(request.build(), arrival);
        String host = address.getHost();
        try {
            HttpResponse<Path> response = await(future, arrival, host, end);
            if (response.statusCode() == 416) {
                Files.delete(arriving); // it is longer than the file that the server has
                throw new Failed(host + " has no more of a file of which too much had come", null);
            }
            if (response.statusCode() / 100 == 3) {
                throw new Failed(redirected(host, response), null);
            }
            if (response.statusCode() != 200 && response.statusCode() != 206) {
                throw new Failed(host + " answered " + response.statusCode(), null);
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TooLarge tooLarge) {
                throw tooLarge;
            }
            throw failed(e.getCause(), arriving, host, arrival);
        } catch (InterruptedException e) {
            throw interrupted(address);
        } finally {
            future.cancel(true);
            arrival.close();
        }
    }

    private HttpResponse<Path> await(
            CompletableFuture<HttpResponse<Path>> future, Arrival arrival, String host, long end)
            throws Failed, ExecutionException, InterruptedException {
        while (true) {
            boolean begun = arrival.begun;
            long seen = arrival.size;
            long patience = (begun ? stall : connect.plus(answer)).toNanos();
            try {
                return future.get(Math.min(patience, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() >= end) {
                    throw new Failed(host + " took too long for " + millions(arrival.size), e);
                }
                if (!arrival.begun) {
                    throw new Failed(host + " did not answer in time", e);
                }
                if (begun && arrival.size == seen) {
                    throw new Failed(host + " stopped sending after " + millions(seen), e);
                }
            }
        }
    }

    private static Failed failed(Throwable cause, Path arriving, String host, Arrival arrival) throws IOException {
        if (arrival.begun && !arrival.broken && cause instanceof IOException unwritten) {
            arrival.close();
            Files.deleteIfExists(
                    arriving); // on a full disk, what has arrived would take the room that other programs need
            return unwritable(unwritten);
        }
        if (arrival.begun) {
            return new Failed("the connection to " + host + " broke after " + millions(arrival.size), cause);
        }
        if (cause instanceof HttpTimeoutException) {
            return new Failed(host + " did not answer in time", cause);
        }
        return new Failed(
                host + (cause instanceof ConnectException ? " could not be reached" : " did not answer properly"),
                cause);
    }

    /** Why a redirect was not followed: the client follows five, and none that leaves TLS. */
    private static String redirected(String host, HttpResponse<Path> response) {
        String place = response.headers().firstValue("Location").orElse("");
        boolean leavesTls = "https".equals(response.uri().getScheme())
                && place.toLowerCase(Locale.ROOT).startsWith("http:");
        return host
                + (leavesTls
                        ? " leads to an address without TLS, which is not followed"
                        : " leads from one address to the next without end")
                + " (answer " + response.statusCode() + ")";
    }

    private static Failed unwritable(IOException cause) {
        return new Failed("the cache cannot be written: " + IoErrors.reason(cause), cause);
    }

    private static CancellationException interrupted(URI address) {
        Thread.currentThread().interrupt();
        return new CancellationException(
                "The download from " + address.getHost() + " was stopped: run it again to continue.");
    }

    private static IllegalStateException notPublished(URI address, String found, Exception cause) {
        return new IllegalStateException(
                address + " did not send the published file, so nothing was kept (" + found
                        + "): try again, or get the file elsewhere and set HOURGLASS_DATA.",
                cause);
    }

    private static String millions(long bytes) {
        return String.format(Locale.ROOT, "%.1f million bytes", bytes / 1e6);
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }

    /**
     * The JDK's subscriber that writes to a file, with what it lacks: it knows neither whether a server continues a file, nor a
     * bound, nor when the last bytes came, and it goes on writing after a cancelled request.
     */
    private static final class Arrival
            implements HttpResponse.BodyHandler<Path>, HttpResponse.BodySubscriber<Path>, AutoCloseable {
        private final Path path;
        private final long before;
        private HttpResponse.BodySubscriber<Path> file;
        private Flow.Subscription subscription;
        private boolean closed;
        private volatile long size;
        private volatile boolean begun;
        private volatile boolean broken;

        Arrival(Path path, long before) {
            this.path = path;
            this.before = before;
        }

        @Override
        public synchronized HttpResponse.BodySubscriber<Path> apply(HttpResponse.ResponseInfo answer) {
            boolean continued = answer.statusCode() == 206
                    && answer.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + before + "-");
            OpenOption how = continued ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
            size = continued ? before : 0;
            file = continued || answer.statusCode() == 200
                    ? HttpResponse.BodySubscribers.ofFile(
                            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)
                    : HttpResponse.BodySubscribers.replacing(path); // an answer that is not the file is not written
            begun = true;
            return this;
        }

        @Override
        public CompletionStage<Path> getBody() {
            return file.getBody();
        }

        @Override
        public synchronized void onSubscribe(Flow.Subscription its) {
            subscription = its;
            file.onSubscribe(its);
        }

        @Override
        public synchronized void onNext(List<ByteBuffer> buffers) {
            size += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
            if (size > MOST_BYTES) {
                stop(new TooLarge());
            } else if (!closed) {
                file.onNext(buffers);
            }
        }

        @Override
        public synchronized void onError(Throwable fault) {
            broken = true;
            file.onError(fault);
        }

        @Override
        public synchronized void onComplete() {
            file.onComplete();
        }

        private void stop(IOException fault) {
            closed = true;
            if (subscription != null) {
                subscription.cancel();
                file.onError(fault); // closes the file
            }
        }

        /** From now on nothing is written, so that another attempt finds the file at rest. */
        @Override
        public synchronized void close() {
            if (!closed) {
                stop(new IOException("Nobody waits for it."));
            }
        }
    }
}
