"""What PyTorch makes of an encoder's weights and inputs: outputs, gradients, and weights after training.

Reads a list of cases as JSON on stdin, each with `folder`, which holds `weights.safetensors` and `inputs.safetensors` (`patches` [N, C, H, W],
`gradient` [N, D], `target` [N, D]), the encoder's `config`, `model` ("cytonet": our plain PyTorch model, "timm": timm's
hybrid vision transformer or torchvision's stages), `attentionOf`, `training` runs, `threads`. Writes
`expected.safetensors` into each folder.
"""

import copy
import json
import pathlib
import sys
from functools import partial

import torch
from safetensors.torch import load_file, save_file
from torch import nn

ROOT = pathlib.Path(__file__).parents[4]
sys.path.insert(0, str(ROOT / "examples" / "python"))
import cytonet_model  # noqa: E402


class TorchvisionStages(nn.Module):
    """Our stem, torchvision's stages."""

    def __init__(self, config):
        super().__init__()
        import torchvision

        resnet = torchvision.models.resnet50()
        self.stem = cytonet_model.Stem(config["inputChannels"], 64, config["stemStride"], config["stemPool"])
        self.layer1, self.layer2, self.layer3, self.layer4 = resnet.layer1, resnet.layer2, resnet.layer3, resnet.layer4

    def forward(self, x):
        return self.layer4(self.layer3(self.layer2(self.layer1(self.stem(x)))))


class Torchvision(TorchvisionStages):
    def outputs(self, x, attention_of=()):
        feature_map = super().forward(x)
        pooled = nn.AdaptiveAvgPool2d(1)(feature_map).flatten(1)
        return cytonet_model.Outputs(feature=pooled, feature_map=feature_map, pooled=pooled)

    def forward(self, x):
        return self.outputs(x).feature


class Timm(nn.Module):
    """timm's hybrid vision transformer on torchvision's stages."""

    def __init__(self, config):
        super().__init__()
        from timm.models.vision_transformer import VisionTransformer
        from timm.models.vision_transformer_hybrid import HybridEmbed

        transformer = config["transformer"]
        self.vit = VisionTransformer(
            img_size=config["patchPx"], patch_size=1, in_chans=config["inputChannels"], num_classes=0, global_pool="token",
            embed_dim=transformer["features"], depth=transformer["depth"], num_heads=transformer["heads"],
            mlp_ratio=transformer["mlpRatio"], embed_layer=partial(HybridEmbed, backbone=TorchvisionStages(config)))

    def load_state_dict(self, state, **options):
        backbone = ("stem.", "layer")
        self.vit.load_state_dict(
            {("patch_embed.backbone." if name.startswith(backbone) else "") + name: value for name, value in state.items()},
            **options)

    def state_dict(self):
        return {name.replace("patch_embed.backbone.", ""): value for name, value in self.vit.state_dict().items()}

    def named_parameters(self):
        return [(name.replace("patch_embed.backbone.", ""), value) for name, value in self.vit.named_parameters()]

    def outputs(self, x, attention_of=()):
        attention = {}
        hooks = [self._record(index, attention) for index in attention_of]
        tokens = self.vit.forward_features(x)
        for hook in hooks:
            hook.remove()
        return cytonet_model.Outputs(
            feature=tokens[:, 0], feature_map=None, pooled=None, patch_tokens=tokens[:, 1:], class_token=tokens[:, 0],
            attention=attention)

    def _record(self, index, attention):
        module = self.vit.blocks[index].attn

        def hook(_, inputs):
            batch, tokens, features = inputs[0].shape
            qkv = module.qkv(inputs[0]).reshape(batch, tokens, 3, module.num_heads, -1).permute(2, 0, 3, 1, 4)
            attention[index] = ((qkv[0] * module.scale) @ qkv[1].transpose(-2, -1)).softmax(-1)

        return module.register_forward_pre_hook(hook)

    def forward(self, x):
        return self.vit(x)


def create(case, state):
    config = case["config"]
    if case["model"] == "cytonet":
        model = cytonet_model.create_encoder(config)
    else:
        model = Timm(config) if config["architecture"] == "R50-ViT" else Torchvision(config)
    model.load_state_dict(state, strict=True)
    return model.to(memory_format=torch.channels_last)


def plain(tensors):
    return {name: value.detach().contiguous().clone() for name, value in tensors.items() if value is not None}


def outputs_of(model, patches, case):
    with torch.no_grad():
        outputs = model.outputs(patches, tuple(case["attentionOf"]))
    return {
        "feature": outputs.feature,
        "featureMap": outputs.feature_map,
        "pooled": outputs.pooled,
        "patchTokens": outputs.patch_tokens,
        "classToken": outputs.class_token,
        **{f"attention.{index}": value for index, value in (outputs.attention or {}).items()},
    }


def gradients_of(model, inputs):
    model(inputs["patches"]).backward(inputs["gradient"])
    return {name: value.grad for name, value in model.named_parameters()}


def trained(model, inputs, run):
    parameters = [value for _, value in model.named_parameters()]
    if run["algorithm"] == "sgd":
        optimizer = torch.optim.SGD(parameters, lr=run["learningRate"], momentum=0.9, nesterov=True, weight_decay=1e-4)
    else:
        optimizer = torch.optim.AdamW(parameters, lr=run["learningRate"])
    for _ in range(run["steps"]):
        optimizer.zero_grad()
        (model(inputs["patches"]) - inputs["target"]).square().mean().backward()
        optimizer.step()
    return model.state_dict()


def compute(case):
    torch.set_num_threads(case["threads"])
    folder = pathlib.Path(case["folder"])
    state = load_file(folder / "weights.safetensors")
    inputs = load_file(folder / "inputs.safetensors")
    parts = {
        "eval": outputs_of(create(case, state).eval(), inputs["patches"], case),
        "train": outputs_of(create(case, state).train(), inputs["patches"], case),
        "gradient": gradients_of(create(case, state).train(), inputs),
        **{run["algorithm"]: trained(create(case, state).train(), inputs, run) for run in case["training"]},
    }
    expected = {f"{part}.{name}": value for part, values in parts.items() for name, value in values.items()}
    save_file(plain(expected), folder / "expected.safetensors")
    return len(expected)


print(json.dumps([compute(case) for case in json.load(sys.stdin)]))
