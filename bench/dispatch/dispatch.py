"""Processor time per operator call in PyTorch: answers each line of JSON on stdin with one on stdout."""

import json
import sys
import time

import torch

torch.set_num_threads(1)
one = torch.ones(1)
other = torch.ones(1)
image = torch.ones(1, 3, 8, 8)
weight = torch.ones(4, 3, 3, 3)
bias = torch.ones(4)


def add(calls):
    for _ in range(calls):
        torch.add(one, other)


def conv2d(calls):
    for _ in range(calls):
        torch.conv2d(image, weight, bias, padding=1)


operators = {"add": add, "conv2d": conv2d}

for line in sys.stdin:
    request = json.loads(line)
    if request.get("version"):
        answer = {"version": torch.__version__, "threads": torch.get_num_threads()}
    else:
        run = operators[request["operator"]]
        start = time.process_time()
        run(request["calls"])
        answer = {"seconds": (time.process_time() - start) / request["calls"]}
    print(json.dumps(answer), flush=True)
