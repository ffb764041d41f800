"""Encodes and decodes one picture at a time with ONNX Runtime: peer_onnx.py NETWORK FILE.onnx"""

import sys

import common
import onnxruntime

network, file = sys.argv[1:3]
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = common.THREADS
options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
examples = session.get_inputs()[0]
shape = [side if isinstance(side, int) else 1 for side in examples.shape]
_, test = common.load(network)
pictures = [test[i].reshape(shape) for i in range(common.PICTURES)]
common.one_picture(network, "onnxruntime", "plain", pictures, lambda x: session.run(None, {examples.name: x}))
