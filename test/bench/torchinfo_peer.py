"""The peer of `npm run bench`: torchinfo's summary of the article's SE-ResNet, and the pass alone in ms.

Usage: python3 torchinfo_peer.py DEPTH THREADS BATCH
"""
import os
import sys
import time

import torch
import torchinfo

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../fixtures/scripts'))
import seed_model

torch.set_num_threads(int(sys.argv[2]))
net = seed_model.build(int(sys.argv[1]))
spent = []
net.register_forward_pre_hook(lambda *_: spent.append(-time.perf_counter()))
net.register_forward_hook(lambda *_: spent.append(time.perf_counter()))
print(torchinfo.summary(net, (int(sys.argv[3]), 3, 224, 224), verbose=0))
print(1000 * sum(spent))
