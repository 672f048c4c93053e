"""Layers of PyTorch with the same seed and input as layers.test.ts: outputs, gradients and buffers."""
import json, sys
import timm.layers
import torch
from timm.models.vision_transformer import Attention
from torch import nn

SHAPES = json.load(sys.stdin)


def flat(tensor):
    return [float(value) for value in tensor.detach().flatten().tolist()]


def observe(module, shape, training=True, batches=1):
    module.train(training)
    for batch in range(batches):
        torch.manual_seed(100 + batch)
        x = torch.randn(shape, requires_grad=True)
        module.zero_grad()
        y = module(x)
        torch.manual_seed(200)
        y.backward(torch.randn(y.shape))
    return {
        "output": flat(y),
        "inputGradient": flat(x.grad),
        "state": {name: flat(value) for name, value in module.state_dict().items()},
        "gradients": {name: flat(value.grad) for name, value in module.named_parameters()},
    }


def seeded(make):
    torch.manual_seed(7)
    return make()


def scrambled(module):
    """Scales and shifts away from 1 and 0, so that their use shows."""
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.linspace(0.5, 1.5, parameter.numel()).view(parameter.shape))
    return module


print(json.dumps({
    "linear": observe(seeded(lambda: nn.Linear(5, 4)), SHAPES["linear"]),
    "conv2d": observe(seeded(lambda: nn.Conv2d(4, 6, 3, 2, 1)), SHAPES["conv2d"]),
    "batchNorm1d": observe(scrambled(nn.BatchNorm1d(5)), SHAPES["batchNorm1d"], batches=3),
    "batchNorm2d": observe(scrambled(nn.BatchNorm2d(4)), SHAPES["batchNorm2d"], batches=3),
    "cumulative": observe(scrambled(nn.BatchNorm2d(4, momentum=None)), SHAPES["batchNorm2d"], batches=3),
    "batchNorm2dEval": observe(scrambled(nn.BatchNorm2d(4)), SHAPES["batchNorm2d"], training=False),
    "layerNorm": observe(scrambled(nn.LayerNorm(6, eps=1e-6)), SHAPES["layerNorm"]),
    "maxPool2d": observe(nn.MaxPool2d(2), SHAPES["pooling"]),
    "averagePool2d": observe(nn.AdaptiveAvgPool2d(1), SHAPES["pooling"]),
    "gelu": observe(nn.GELU(), SHAPES["linear"]),
    "relu": observe(nn.ReLU(), SHAPES["linear"]),
    "attention": observe(seeded(lambda: Attention(8, num_heads=2, qkv_bias=True)), SHAPES["attention"]),
    "mlp": observe(seeded(lambda: timm.layers.Mlp(8, 16)), SHAPES["attention"]),
}))
