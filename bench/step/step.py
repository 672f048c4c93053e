"""PyTorch's side of the training-step benchmark: the same models, data and optimiser, in a plain loop."""

import json
import sys
import time
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "examples" / "python"))
from cytonet_model import create_encoder

model = optimizer = data = None


def prepare(request: dict) -> dict:
    global model, optimizer, data
    torch.set_num_threads(request["threads"])
    torch.manual_seed(0)
    layout = torch.channels_last if request["memoryFormat"] == "channelsLast" else torch.contiguous_format
    model = create_encoder(request["encoder"]).to(memory_format=layout).train()
    optimizer = torch.optim.SGD(
        model.parameters(), lr=1e-3, momentum=0.9, nesterov=True, weight_decay=1e-4, foreach=True
    )
    data = torch.randn(request["shape"]).to(memory_format=layout)
    return {"torch": torch.__version__, "parameters": sum(p.numel() for p in model.parameters())}


def steps(count: int) -> dict:
    start = time.perf_counter()
    for _ in range(count):
        optimizer.zero_grad(set_to_none=True)
        model(data).square().mean().backward()
        optimizer.step()
    return {"seconds": (time.perf_counter() - start) / count}


for line in sys.stdin:
    request = json.loads(line)
    answer = prepare(request) if "encoder" in request else steps(request["steps"])
    print(json.dumps(answer), flush=True)
