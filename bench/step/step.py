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


def convolutions(rounds: int) -> dict:
    """The model's convolutions alone, forward and backward, in the order and layout of a step."""
    calls = []

    def record(module, inputs, output):
        calls.append((module, inputs[0].detach(), torch.randn_like(output)))

    layers = [part for part in model.modules() if isinstance(part, torch.nn.Conv2d)]
    hooks = [layer.register_forward_hook(record) for layer in layers]
    with torch.no_grad():
        model(data)
    for hook in hooks:
        hook.remove()
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        for number, (layer, x, gradient) in enumerate(calls):
            settings = (layer.stride, layer.padding, layer.dilation, False, (0, 0), layer.groups)
            torch.convolution(x, layer.weight.detach(), None, *settings)
            needed = (number > 0, True, False)
            torch.ops.aten.convolution_backward(gradient, x, layer.weight.detach(), None, *settings, needed)
        seconds.append(time.perf_counter() - start)
    return {"seconds": sorted(seconds)[rounds // 2]}


for line in sys.stdin:
    request = json.loads(line)
    if "encoder" in request:
        answer = prepare(request)
    elif "convolutions" in request:
        answer = convolutions(request["convolutions"])
    else:
        answer = steps(request["steps"])
    print(json.dumps(answer), flush=True)
