"""Runs PyTorch's optimisers on the gradients that optim.test.ts also uses; prints parameters and state."""
import json, sys
import torch

CASE = json.load(sys.stdin)

OPTIMIZERS = {
    "sgd": lambda groups, s: torch.optim.SGD(
        groups, lr=s["learningRate"], momentum=s["momentum"], nesterov=s["nesterov"], weight_decay=s["weightDecay"]),
    "adamw": lambda groups, s: torch.optim.AdamW(
        groups, lr=s["learningRate"], betas=s["betas"], eps=s["eps"], weight_decay=s["weightDecay"], foreach=True),
}


def run(case):
    torch.manual_seed(case["seed"])
    parameters = [torch.nn.Parameter(torch.randn(shape)) for shape in case["shapes"]]
    groups = [
        {"params": [parameters[index] for index in group["members"]],
         **({"weight_decay": group["weightDecay"]} if "weightDecay" in group else {})}
        for group in case["groups"]
    ]
    optimizer = OPTIMIZERS[case["algorithm"]](groups, case["settings"])
    for step in range(case["steps"]):
        for index, parameter in enumerate(parameters):
            gradient = torch.randn(parameter.shape) * 0.1 + parameter.detach()
            parameter.grad = None if [step, index] in case["skipped"] else gradient
        if step == case["slowerFrom"]:
            for group in optimizer.param_groups:
                group["lr"] *= 0.1
        optimizer.step()
    return {
        "parameters": [parameter.detach().flatten().tolist() for parameter in parameters],
        "state": [
            {name: value.flatten().tolist() for name, value in optimizer.state[parameter].items() if value.dim() > 0}
            for parameter in parameters
        ],
    }


print(json.dumps([run(case) for case in CASE]))
