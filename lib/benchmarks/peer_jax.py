"""Trains one of the benchmark's networks with JAX: peer_jax.py NETWORK EPOCHS [scan|steps]

An epoch is one compiled loop over its batches (scan), or a call of one compiled step for each (steps): XLA's convolutions
are several times as slow within a loop. The parameters are changed in place.
peer_jax.py NETWORK one-picture measures encoding and decoding one picture at a time instead.
"""

import os
import sys
import time

import common

os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("NPROC", str(common.THREADS))  # the threads of XLA's pool
import functools

import jax
import numpy as np
import optax
from jax import lax
from jax import numpy as jnp

network, epochs, variant = sys.argv[1], sys.argv[2], (sys.argv[3:] or ["scan"])[0]
batch = common.SIZES[network][1]
glorot, orthogonal = jax.nn.initializers.glorot_uniform(), jax.nn.initializers.orthogonal()
relu, sigmoid = jax.nn.relu, jax.nn.sigmoid
LAYOUT = ("NHWC", "HWIO", "NHWC")


# A layer is a pair of functions: from a key and the input's shape to parameters, statistics and the output's shape; and from
# parameters, statistics, input and whether it trains to output and statistics.
def dense(units, activation=relu):
    def init(key, shape):
        return (glorot(key, (shape[-1], units)), jnp.zeros(units)), (), (*shape[:-1], units)
    return init, lambda p, s, x, training: (activation(x @ p[0] + p[1]), s)


def convolution(x, w, stride=1, padding="SAME"):
    return lax.conv_general_dilated(x, w, (stride, stride), padding, dimension_numbers=LAYOUT)


def conv(filters, stride=1, padding="SAME", activation=relu):
    def init(key, shape):
        w = glorot(key, (3, 3, shape[-1], filters))
        out = jax.eval_shape(lambda x: convolution(x, w, stride, padding), jnp.zeros((1, *shape))).shape[1:]
        return (w, jnp.zeros(filters)), (), out
    return init, lambda p, s, x, training: (activation(convolution(x, p[0], stride, padding) + p[1]), s)


def transposed(filters, stride=2, activation=relu):
    def init(key, shape):
        h, w, c = shape
        return (glorot(key, (3, 3, c, filters)), jnp.zeros(filters)), (), (h * stride, w * stride, filters)

    def apply(p, s, x, training):
        return activation(lax.conv_transpose(x, p[0], (stride, stride), "SAME", dimension_numbers=LAYOUT) + p[1]), s
    return init, apply


def fixed(function):
    """A layer without parameters."""
    return (lambda key, shape: ((), (), jax.eval_shape(function, jnp.zeros((1, *shape))).shape[1:]),
            lambda p, s, x, training: (function(x), s))


# Shapes in place of windows: XLA's gradient of a window's maximum runs in one thread on a CPU.
def pool():
    def function(x):
        n, h, w, c = x.shape
        x = jnp.pad(x, ((0, 0), (0, h % 2), (0, w % 2), (0, 0)), constant_values=-jnp.inf)
        return x.reshape(n, (h + 1) // 2, 2, (w + 1) // 2, 2, c).max((2, 4))
    return fixed(function)


def up():
    def function(x):
        n, h, w, c = x.shape
        return jnp.broadcast_to(x[:, :, None, :, None], (n, h, 2, w, 2, c)).reshape(n, 2 * h, 2 * w, c)
    return fixed(function)


def reshape(*shape):
    return fixed(lambda x: x.reshape(len(x), *shape))


def normalised(filters, padding="SAME"):
    def init(key, shape):
        c = shape[-1]
        return (jnp.ones(c), jnp.zeros(c)), (jnp.zeros(c), jnp.ones(c)), shape

    def apply(p, s, x, training):
        mean, variance = s
        if training:
            mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
            s = tuple(.99 * old + .01 * new for old, new in zip(s, (mean, variance)))
        return relu((x - mean) * (lax.rsqrt(variance + 1e-3) * p[0]) + p[1]), s
    return [conv(filters, padding=padding, activation=lambda x: x), (init, apply)]


def lstm(units, repeated=0):
    """The last step's output, or all outputs of an input that is repeated."""
    def init(key, shape):
        a, b = jax.random.split(key)
        bias = jnp.zeros(4 * units).at[units:2 * units].set(1)
        out = (repeated, units) if repeated else (units,)
        return (glorot(a, (shape[-1], 4 * units)), orthogonal(b, (units, 4 * units)), bias), (), out

    def apply(p, s, x, training):
        gates = x @ p[0] + p[2]  # all steps in one product
        def step(carry, given):
            h, c = carry
            i, f, g, o = jnp.split((gates if given is None else given) + h @ p[1], 4, -1)
            c = sigmoid(f) * c + sigmoid(i) * jnp.tanh(g)
            h = sigmoid(o) * jnp.tanh(c)
            return (h, c), h if repeated else None
        zero = jnp.zeros((len(x), units))
        steps = None if repeated else gates.swapaxes(0, 1)
        (h, _), all_of_them = lax.scan(step, (zero, zero), steps, length=repeated or None, unroll=4)
        return (all_of_them.swapaxes(0, 1) if repeated else h), s
    return init, apply


def linear(x):
    return x


# The last layer gives logits. Of a variational network: encoder and decoder.
BUILD = {
    "shallow": [dense(32), dense(784, linear)],
    "deep": [*map(dense, (128, 64, 32, 64, 128)), dense(784, linear)],
    "conv": [conv(16), pool(), conv(8), pool(), conv(8), pool(), conv(8), up(), conv(8), up(), conv(16, padding="VALID"), up(),
             conv(1, activation=linear)],
    "convbn": [*normalised(16), pool(), *normalised(8), pool(), *normalised(8), pool(), *normalised(8), up(), *normalised(8),
               up(), *normalised(16, "VALID"), up(), conv(1, activation=linear)],
    "denoise": [conv(32), pool(), conv(32), pool(), conv(32), up(), conv(32), up(), conv(1, activation=linear)],
    "lstm": [lstm(64), lstm(64, 28), dense(28, linear)],
    "mlpvae": ([dense(256), dense(4, linear)], [dense(256), dense(784, linear)]),
    "convvae": ([conv(32, 2), conv(64, 2), reshape(3136), dense(16), dense(4, linear)],
                [dense(3136), reshape(7, 7, 64), transposed(64), transposed(32), transposed(1, 1, linear)]),
    "faces": [conv(16, 2), conv(32), conv(64), conv(128), reshape(32768), dense(256, sigmoid), reshape(16, 16, 1),
              transposed(128), transposed(64, 1), transposed(32, 1), transposed(1, 1, linear)],
}
variational = network.endswith("vae")
layers = BUILD[network]
encoder, decoder = layers if variational else (layers, [])


def initial(layers, shape, key):
    parameters, statistics = [], []
    for init, _ in layers:
        key, own = jax.random.split(key)
        p, s, shape = init(own, shape)
        parameters.append(p)
        statistics.append(s)
    return parameters, statistics


def run(layers, parameters, statistics, x, training):
    updated = []
    for (_, apply), p, s in zip(layers, parameters, statistics):
        x, s = apply(p, s, x, training)
        updated.append(s)
    return x, updated


def cross_entropy(logits, y):
    return jnp.maximum(logits, 0) - logits * y + jnp.log1p(jnp.exp(-jnp.abs(logits)))


def objective(parameters, statistics, x, y, key, training):
    if not variational:
        logits, statistics = run(layers, parameters[0], statistics, x, training)
        errors = (sigmoid(logits) - y) ** 2 if network == "faces" else cross_entropy(logits, y)
        return errors.mean(), statistics
    h, _ = run(encoder, parameters[0], [()] * len(encoder), x, training)
    mean, log_variance = h[:, :2], h[:, 2:]
    z = mean + jnp.exp(.5 * log_variance) * jax.random.normal(key, mean.shape)
    logits, _ = run(decoder, parameters[1], [()] * len(decoder), z, training)
    kl = -.5 * (1 + log_variance - mean * mean - jnp.exp(log_variance))
    return (cross_entropy(logits, y).sum() + kl.sum()) / len(x), statistics


def reconstruct(parameters, statistics, x):
    h, _ = run(encoder, parameters[0], statistics, x, False)
    if variational:
        h, _ = run(decoder, parameters[1], [()] * len(decoder), h[:, :2], False)
    return sigmoid(h)


def step(state, pictures):
    parameters, statistics, moments, key = state
    key, own = jax.random.split(key)
    (loss, statistics), gradient = jax.value_and_grad(objective, has_aux=True)(parameters, statistics, *pictures, own, True)
    updates, moments = adam.update(gradient, moments)
    return (optax.apply_updates(parameters, updates), statistics, moments, key), loss


@functools.partial(jax.jit, donate_argnums=0)
def scanned(state, x, y):
    return lax.scan(step, state, (x, y))[0]


@functools.partial(jax.jit, donate_argnums=0)
def one_step(state, x, y):
    return step(state, (x, y))[0]


def stepwise(state, x, y):
    for pictures in zip(x, y):
        state = one_step(state, *pictures)
    return state


x, test = common.load(network)
if network in common.DENSE:
    x, test = x.reshape(-1, 784), test.reshape(-1, 784)
elif network != "lstm":
    x, test = x[..., None], test[..., None]
y, target = x, test
if network == "denoise":
    x, test = common.noisy(x, 0), common.noisy(test, 1)
adam = optax.adam(1e-3, eps=1e-7)
key, first, second = jax.random.split(jax.random.key(1), 3)
parameters, statistics = initial(encoder, x.shape[1:], first)
parameters = [parameters] + ([initial(decoder, (2,), second)[0]] if variational else [])

if epochs == "one-picture":
    pictures = [jnp.asarray(test[i:i + 1]) for i in range(common.PICTURES)]
    compiled = jax.jit(reconstruct)
    common.one_picture(network, "jax", "jit", pictures, lambda x: compiled(parameters, statistics, x).block_until_ready())
    sys.exit()

state = (parameters, statistics, adam.init(parameters), key)
reconstructs = y is x
x = jnp.asarray(x.reshape(-1, batch, *x.shape[1:]))
y = x if reconstructs else jnp.asarray(y.reshape(-1, batch, *y.shape[1:]))
if variant == "steps":
    x, y = list(x), list(y)
epoch = {"scan": scanned, "steps": stepwise}[variant]
seconds, first_done = [], None
for _ in range(int(epochs)):
    start = time.time()
    state = jax.block_until_ready(epoch(state, x, y))
    seconds.append(time.time() - start)
    first_done = first_done or time.time()
parameters, statistics, _, key = state
few = slice(0, common.TEST)
loss, _ = jax.jit(functools.partial(objective, training=False))(parameters, statistics, test[few], target[few], key)
loss = float(loss) / (784 if variational else 1)
test = jnp.asarray(test[:common.INFERENCE])
chunk = min(1000, len(test))


@jax.jit
def part(parameters, statistics, test, start):
    return reconstruct(parameters, statistics, lax.dynamic_slice_in_dim(test, start, chunk))


inference = common.timed(
    lambda: jax.block_until_ready([part(parameters, statistics, test, i) for i in range(0, len(test), chunk)]))
common.report(network, "jax", variant, seconds, first_done, loss, inference)
