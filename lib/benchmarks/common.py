"""What the peers share: data, sizes, and the lines of comma-separated values that each prints."""

import gzip
import os
import resource
import statistics
import time

import numpy as np

STARTED = float(os.environ.get("STARTED", time.time()))
THREADS = int(os.environ.get("THREADS", "2"))
# Pictures an epoch, and a batch.
SIZES = {
    "shallow": (60_000, 256), "deep": (60_000, 256), "conv": (15_360, 128), "convbn": (15_360, 128),
    "denoise": (15_360, 128), "lstm": (15_360, 128), "mlpvae": (60_000, 128), "convvae": (15_360, 128),
    "faces": (400, 50),
}
DENSE = ("shallow", "deep", "mlpvae")
INFERENCE = 10_000
TEST = 2_000
# One picture at a time: so many calls, over so many pictures.
CALLS = 5_000
PICTURES = 400


def idx(path):
    """The pictures of an IDX file, [n, height, width] in [0, 1]."""
    data = gzip.open(os.path.join(os.environ["HOURGLASS_DATA"], path)).read()
    shape = tuple(int.from_bytes(data[4 * i:4 * i + 4], "big") for i in (1, 2, 3))
    return np.frombuffer(data, np.uint8, offset=16).reshape(shape).astype("float32") / 255


def load(network):
    """Returns training and test pictures, [n, height, width]: whole batches, in the order of the file."""
    pictures, batch = SIZES[network]
    if network == "faces":
        x = idx("olivetti-faces/olivetti-faces-idx3-ubyte.gz").reshape(-1, 32, 2, 32, 2).mean((2, 4))
        return x, x
    train = idx("fashion-mnist/train-images-idx3-ubyte.gz")[:pictures // batch * batch]
    return train, idx("fashion-mnist/t10k-images-idx3-ubyte.gz")


def noisy(x, seed):
    """Gaussian noise of standard deviation 0.5, clipped to [0, 1]."""
    noise = np.random.default_rng(seed).standard_normal(x.shape, "float32")
    return np.clip(x + .5 * noise, 0, 1).astype("float32")


def report(network, system, variant, seconds, first_done, loss, inference):
    """Prints one row for training and one for inference."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    warm = seconds[1:]
    print(f"ROW,{network},{system},{variant},{statistics.median(warm):.4f},{min(warm):.4f},{first_done - STARTED:.2f},"
          f"{loss:.5f},{peak}")
    if inference:
        print(f"ROW,{network}-inference,{system},{variant},{statistics.median(inference):.4f},{min(inference):.4f},,,{peak}",
              flush=True)


def timed(work, times=6):
    """Seconds of each run but the first."""
    seconds = []
    for _ in range(times):
        start = time.time()
        work()
        seconds.append(time.time() - start)
    return seconds[1:]


def one_picture(network, system, variant, pictures, work):
    """Prints what one call takes, in the middle and at worst but for a hundredth, when each has one picture."""
    for i in range(CALLS // 2):
        work(pictures[i % len(pictures)])
    microseconds = []
    for i in range(CALLS):
        start = time.perf_counter_ns()
        work(pictures[i % len(pictures)])
        microseconds.append((time.perf_counter_ns() - start) / 1e3)
    microseconds.sort()
    for name, share in ("p50", .5), ("p99", .99):
        value = microseconds[int(share * CALLS)]
        print(f"MEASURED,one picture through {network}: {name},{system},{variant},{value:.1f},µs", flush=True)
