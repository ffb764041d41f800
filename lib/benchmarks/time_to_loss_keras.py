"""Trains 784-32-784 on MNIST until the tutorials' loss: time_to_loss_keras.py TARGET EPOCHS [plain|jit]"""

import os
import sys
import time

import common

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("OMP_NUM_THREADS", str(common.THREADS))
import keras
import tensorflow as tf
from keras import layers as L

tf.config.threading.set_intra_op_parallelism_threads(common.THREADS)
tf.config.threading.set_inter_op_parallelism_threads(common.THREADS)
target, epochs, variant = float(sys.argv[1]), int(sys.argv[2]), (sys.argv[3:] or ["plain"])[0]
keras.utils.set_random_seed(1)
train = common.idx("mnist/train-images-idx3-ubyte.gz").reshape(-1, 784)
test = common.idx("mnist/t10k-images-idx3-ubyte.gz").reshape(-1, 784)
model = keras.Sequential([L.Input((784,)), L.Dense(32, "relu"), L.Dense(784, "sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(1e-3, epsilon=1e-7), loss="binary_crossentropy",
              jit_compile=variant == "jit")


class Goal(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.epochs, self.loss = epoch + 1, logs["val_loss"]
        self.model.stop_training = self.loss <= target


goal = Goal()
model.fit(train, train, batch_size=256, epochs=epochs, verbose=0, callbacks=[goal], validation_data=(test, test),
          validation_batch_size=1000)
seconds = f"{time.time() - common.STARTED:.4f}" if goal.loss <= target else ""
print(f"MEASURED,process start to loss {target},keras,{variant},{seconds},s")
print(f"MEASURED,epochs to loss {target},keras,{variant},{goal.epochs},epochs")
print(f"MEASURED,loss then,keras,{variant},{goal.loss:.4f},nats a pixel", flush=True)
