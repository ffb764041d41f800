"""Trains one of the benchmark's networks with Keras: peer_keras.py NETWORK EPOCHS [plain|jit]"""

import os
import sys
import time

import common

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("OMP_NUM_THREADS", str(common.THREADS))
import keras
import numpy as np
import tensorflow as tf
from keras import layers as L

tf.config.threading.set_intra_op_parallelism_threads(common.THREADS)
tf.config.threading.set_inter_op_parallelism_threads(common.THREADS)
network, epochs, variant = sys.argv[1], int(sys.argv[2]), (sys.argv[3:] or ["plain"])[0]
batch = common.SIZES[network][1]
keras.utils.set_random_seed(1)
Sequential = keras.Sequential


def conv(filters, **settings):
    return L.Conv2D(filters, 3, **({"padding": "same", "activation": "relu"} | settings))


def normalised(filters, **settings):
    return [conv(filters, activation=None, **settings), L.BatchNormalization(), L.ReLU()]


def transposed(filters, strides=2, activation="relu"):
    return L.Conv2DTranspose(filters, 3, padding="same", activation=activation, strides=strides)


def pool():
    return L.MaxPooling2D(2, padding="same")


def up():
    return L.UpSampling2D(2)


def dense(units, activation="relu"):
    return L.Dense(units, activation=activation)


class Variational(keras.Model):
    def __init__(self, encoder, decoder):
        super().__init__()
        self.encoder, self.decoder, self.seed = encoder, decoder, keras.random.SeedGenerator(7)

    def elbo(self, x):
        h = self.encoder(x)
        mean, log_variance = h[:, :2], h[:, 2:]
        z = mean + tf.exp(.5 * log_variance) * keras.random.normal(tf.shape(mean), seed=self.seed)
        r = self.decoder(z)
        n = tf.shape(x)[0]
        cross_entropy = 784 * keras.losses.binary_crossentropy(tf.reshape(x, (n, 784)), tf.reshape(r, (n, 784)))
        kl = tf.reduce_sum(-.5 * (1 + log_variance - mean * mean - tf.exp(log_variance)), 1)
        return tf.reduce_mean(cross_entropy) + tf.reduce_mean(kl)

    def call(self, x):
        return self.decoder(self.encoder(x)[:, :2])

    def train_step(self, data):
        x = data[0] if isinstance(data, tuple) else data
        with tf.GradientTape() as tape:
            loss = self.elbo(x)
        self.optimizer.apply_gradients(zip(tape.gradient(loss, self.trainable_weights), self.trainable_weights))
        return {"loss": loss}


picture = L.Input((28, 28, 1))
build = {
    "shallow": lambda: Sequential([L.Input((784,)), dense(32), dense(784, "sigmoid")]),
    "deep": lambda: Sequential([L.Input((784,)), dense(128), dense(64), dense(32), dense(64), dense(128),
                                dense(784, "sigmoid")]),
    "conv": lambda: Sequential([picture, conv(16), pool(), conv(8), pool(), conv(8), pool(), conv(8), up(), conv(8), up(),
                                conv(16, padding="valid"), up(), conv(1, activation="sigmoid")]),
    "convbn": lambda: Sequential([picture, *normalised(16), pool(), *normalised(8), pool(), *normalised(8), pool(),
                                  *normalised(8), up(), *normalised(8), up(), *normalised(16, padding="valid"), up(),
                                  conv(1, activation="sigmoid")]),
    "denoise": lambda: Sequential([picture, conv(32), pool(), conv(32), pool(), conv(32), up(), conv(32), up(),
                                   conv(1, activation="sigmoid")]),
    "lstm": lambda: Sequential([L.Input((28, 28)), L.LSTM(64), L.RepeatVector(28), L.LSTM(64, return_sequences=True),
                                L.TimeDistributed(dense(28, "sigmoid"))]),
    "mlpvae": lambda: Variational(
        Sequential([L.Input((784,)), dense(256), dense(4, None)]),
        Sequential([L.Input((2,)), dense(256), dense(784, "sigmoid")])),
    "convvae": lambda: Variational(
        Sequential([picture, conv(32, strides=2), conv(64, strides=2), L.Flatten(), dense(16), dense(4, None)]),
        Sequential([L.Input((2,)), dense(3136), L.Reshape((7, 7, 64)), transposed(64), transposed(32),
                    transposed(1, 1, "sigmoid")])),
    "faces": lambda: Sequential([L.Input((32, 32, 1)), conv(16, strides=2), conv(32), conv(64), conv(128), L.Flatten(),
                                 dense(256, "sigmoid"), L.Reshape((16, 16, 1)), transposed(128), transposed(64, 1),
                                 transposed(32, 1), transposed(1, 1, "sigmoid")]),
}

x, test = common.load(network)
if network in common.DENSE:
    x, test = x.reshape(-1, 784), test.reshape(-1, 784)
elif network != "lstm":
    x, test = x[..., None], test[..., None]
y, target = x, test
if network == "denoise":
    x, test = common.noisy(x, 0), common.noisy(test, 1)
variational = network.endswith("vae")
model = build[network]()
settings = {"optimizer": keras.optimizers.Adam(1e-3, epsilon=1e-7), "jit_compile": variant == "jit"}
if not variational:
    settings["loss"] = "mse" if network == "faces" else "binary_crossentropy"
model.compile(**settings)
seconds, first_done = [], []


class Clock(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.time()

    def on_epoch_end(self, epoch, logs=None):
        seconds.append(time.time() - self.start)
        first_done.append(time.time())


model.fit(x, None if variational else y, batch_size=batch, epochs=epochs, shuffle=False, verbose=0, callbacks=[Clock()])
few = slice(0, common.TEST)
if variational:
    loss = float(np.mean([float(model.elbo(tf.constant(test[i:i + 500]))) for i in range(0, common.TEST, 500)])) / 784
else:
    loss = model.evaluate(test[few], target[few], batch_size=batch, verbose=0)
all_of_them = test[:common.INFERENCE]
inference = common.timed(lambda: model.predict(all_of_them, batch_size=1000, verbose=0))
common.report(network, "keras", variant, seconds, first_done[0], loss, inference)
