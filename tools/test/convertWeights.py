"""Makes synthetic checkpoints as others name them; reads {folder, config} and writes the .pth files there."""

import json
import re
import sys
from pathlib import Path

import torch

sys.path.insert(0, "examples/python")
from cytonet_model import ProjectionHead, create_encoder

request = json.load(sys.stdin)
folder = Path(request["folder"])
torch.manual_seed(7)


def unsettled(module: torch.nn.Module) -> dict[str, torch.Tensor]:
    """Weights and statistics that no initialisation gives."""
    return {
        name: value if value.dtype == torch.int64 else value + 0.1 * torch.rand_like(value)
        for name, value in module.state_dict().items()
    }


def as_timm_hybrid(name: str) -> str:
    for ours, theirs in (("stem.conv1", "conv1.0"), ("stem.bn1", "conv1.1"), ("stem.conv2", "conv1.3"), ("stem.bn2", "bn1")):
        name = name.replace(ours, theirs)
    return f"patch_embed.backbone.{name}" if re.match(r"conv1|bn1|layer", name) else name


def as_torchvision(name: str) -> str:
    name = re.sub(r"^blocks\.(\d+)\.", r"encoder.layers.encoder_layer_\1.", name)
    swaps = {
        ".norm": ".ln_",
        "attn.qkv.": "self_attention.in_proj_",
        "attn.proj": "self_attention.out_proj",
        "mlp.fc1": "mlp.0",
        "mlp.fc2": "mlp.3",
        "cls_token": "class_token",
        "pos_embed": "encoder.pos_embedding",
        "patch_embed.proj": "conv_proj",
    }
    if name.startswith("norm."):
        return f"encoder.ln.{name[5:]}"
    for ours, theirs in swaps.items():
        name = name.replace(ours, theirs)
    return name


def head_as_sequential(name: str) -> str:
    return name.replace("fc1", "projector.0").replace("bn1", "projector.1").replace("fc2", "projector.3")


encoder = create_encoder(request["config"])
weights = unsettled(encoder)
encoder.load_state_dict(weights)
encoder.eval()  # a pass in training mode would move the statistics
head = unsettled(ProjectionHead(encoder.outputs(torch.zeros(1, 1, 32, 32)).feature.shape[1]))
for style, rename in (("timm", as_timm_hybrid), ("torchvision", as_torchvision), ("ours", str)):
    state = {f"module.{rename(name)}": value for name, value in weights.items()}
    state |= {f"module.{head_as_sequential(name)}": value for name, value in head.items()}
    state["module.fc.weight"] = torch.zeros(113, 4)
    torch.save({"state_dict": state, "epoch": 150}, folder / f"{style}.pth")
torch.save({name: value for name, value in weights.items()}, folder / "headless.pth")
torch.save({name: value for name, value in weights.items() if "layer2.0.bn3" not in name}, folder / "torn.pth")


class Surprise:
    def __reduce__(self):
        return (print, ("executed",))


torch.save({"state_dict": weights, "hook": Surprise()}, folder / "unsafe.pth")
patches = torch.rand(2, 1, 32, 32)
with torch.no_grad():
    features = encoder(patches)
print(json.dumps({"patches": patches.flatten().tolist(), "features": features.flatten().tolist()}))
