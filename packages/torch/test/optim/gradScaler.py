"""torch.amp.GradScaler on the gradients that gradScaler.test.ts also uses: scales and parameters after every step."""
import json
import sys

import torch


def run(case):
    options = {"init_scale": case["initialScale"], "growth_factor": case["growthFactor"],
               "backoff_factor": case["backoffFactor"], "growth_interval": case["growthInterval"]}
    scaler = torch.amp.GradScaler("cpu", **options)
    parameters = [torch.nn.Parameter(torch.tensor(values, dtype=torch.float32)) for values in case["parameters"]]
    optimizer = torch.optim.SGD(parameters, lr=0.1, momentum=0.9)
    scales, states = [], []
    for gradients in case["gradients"]:
        optimizer.zero_grad()
        loss = sum((p * torch.tensor([float(g) for g in gradient])).sum() for p, gradient in zip(parameters, gradients))
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        scaler.step(optimizer)
        scaler.update()
        scales.append(scaler.get_scale())
        states.append([p.detach().tolist() for p in parameters])
    state = scaler.state_dict()
    return {"scales": scales, "states": states, "state": state}


print(json.dumps([run(case) for case in json.load(sys.stdin)]))
