"""SGD under layer-wise rates as apex's LARC defines them, on the gradients that larc.test.ts also uses."""
import json, sys
import torch


def adapt(group, trust, clip, eps):
    decay = group["weight_decay"]
    group["weight_decay"] = 0
    for parameter in group["params"]:
        size, slope = torch.norm(parameter.data), torch.norm(parameter.grad.data)
        if size == 0 or slope == 0:
            continue
        rate = trust * size / (slope + size * decay + eps)
        if clip:
            rate = min(rate / group["lr"], 1)
        parameter.grad.data = (parameter.grad.data + decay * parameter.data) * rate
    return decay


def run(case):
    torch.manual_seed(case["seed"])
    parameters = [torch.nn.Parameter(torch.randn(shape) * scale) for shape, scale in zip(case["shapes"], case["scales"])]
    adapted = [p for i, p in enumerate(parameters) if i not in case["spared"]]
    spared = [p for i, p in enumerate(parameters) if i in case["spared"]]
    groups = [{"params": adapted, "adapt": True}, {"params": spared, "adapt": False}]
    optimizer = torch.optim.SGD([g for g in groups if g["params"]], lr=case["learningRate"], momentum=0.9,
                                nesterov=True, weight_decay=case["weightDecay"])
    for step in range(case["steps"]):
        for index, parameter in enumerate(parameters):
            gradient = torch.randn(parameter.shape) * 0.1 + 0.1 * parameter.detach()
            parameter.grad = torch.zeros_like(gradient) if [step, index] in case["flat"] else gradient
        decays = [adapt(g, case["trust"], case["clip"], 1e-8) if g["adapt"] else None for g in optimizer.param_groups]
        optimizer.step()
        for group, decay in zip(optimizer.param_groups, decays):
            if decay is not None:
                group["weight_decay"] = decay
    return [parameter.detach().flatten().tolist() for parameter in parameters]


print(json.dumps([run(case) for case in json.load(sys.stdin)]))
