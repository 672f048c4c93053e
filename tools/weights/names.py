"""From the parameter names of published checkpoints to those of a model folder.

A model folder names the residual stages as torchvision's ResNet-50 does (`layer1.0.conv1.weight`), the transformer as
timm's vision transformers (`blocks.0.attn.qkv.weight`), the stem `stem.{conv1,bn1,conv2,bn2}` and the head
`projection_head.{fc1,bn1,fc2}`. docs/weights.md has the same map as a table; a test compares the two.
"""

from __future__ import annotations

import re

# What wraps a network, taken off the front as often as it is there.
WRAPPERS = ("module.", "_orig_mod.", "model.", "net.", "network.", "backbone.", "encoder_q.", "student.")

STEM = {
    "conv1.0": "stem.conv1",
    "conv1.1": "stem.bn1",
    "conv1.3": "stem.conv2",
    "bn1": "stem.bn2",
    "stem.0": "stem.conv1",
    "stem.1": "stem.bn1",
    "stem.3": "stem.conv2",
    "stem.4": "stem.bn2",
}
HEAD = {"0": "fc1", "1": "bn1", "3": "fc2"}

# Where it came from, what it looks like, what it becomes. The first that fits is taken.
RULES: tuple[tuple[str, str, str], ...] = (
    ("model folder", r"(stem\.(?:conv|bn)[12]\..+)", r"\1"),
    ("torchvision ResNet", r"(layer[1-4]\.\d+\.(?:conv|bn)[123]\..+)", r"\1"),
    ("torchvision ResNet", r"(layer[1-4]\.\d+\.downsample\.[01]\..+)", r"\1"),
    ("timm ViT", r"(cls_token|pos_embed)", r"\1"),
    ("timm ViT", r"(patch_embed\.proj\..+|norm\.(?:weight|bias))", r"\1"),
    ("timm ViT", r"(blocks\.\d+\.(?:norm[12]|attn\.qkv|attn\.proj|mlp\.fc[12])\..+)", r"\1"),
    ("torchvision ViT", r"class_token", "cls_token"),
    ("torchvision ViT", r"encoder\.pos_embedding", "pos_embed"),
    ("torchvision ViT", r"conv_proj\.(.+)", r"patch_embed.proj.\1"),
    ("torchvision ViT", r"encoder\.ln\.(.+)", r"norm.\1"),
    ("torchvision ViT", r"encoder\.layers\.encoder_layer_(\d+)\.ln_([12])\.(.+)", r"blocks.\1.norm\2.\3"),
    (
        "torchvision ViT",
        r"encoder\.layers\.encoder_layer_(\d+)\.self_attention\.in_proj_(weight|bias)",
        r"blocks.\1.attn.qkv.\2",
    ),
    (
        "torchvision ViT",
        r"encoder\.layers\.encoder_layer_(\d+)\.self_attention\.out_proj\.(.+)",
        r"blocks.\1.attn.proj.\2",
    ),
    (
        "torchvision ViT",
        r"encoder\.layers\.encoder_layer_(\d+)\.mlp\.(?:0|linear_1)\.(.+)",
        r"blocks.\1.mlp.fc1.\2",
    ),
    (
        "torchvision ViT",
        r"encoder\.layers\.encoder_layer_(\d+)\.mlp\.(?:3|linear_2)\.(.+)",
        r"blocks.\1.mlp.fc2.\2",
    ),
    ("model folder", r"(projection_head\.(?:fc[12]|bn1)\..+)", r"\1"),
    ("projection head", r"(?:projection_head|projection|projector|head)\.([013])\.(.+)", "projection_head.{HEAD}.{2}"),
    ("stem", r"(conv1\.[013]|bn1|stem\.[0134])\.(.+)", "{STEM}.{2}"),
)

# timm's hybrid keeps its ResNet in the patch embedding.
HYBRID = re.compile(r"patch_embed\.backbone\.(.+)")


def rename(name: str) -> str | None:
    """The name in a model folder; None for one that no rule knows, such as a classifier's."""
    bare = name
    while True:
        wrapper = next((one for one in WRAPPERS if bare.startswith(one)), None)
        if wrapper is None:
            break
        bare = bare[len(wrapper) :]
    hybrid = HYBRID.fullmatch(bare)
    for candidate in (hybrid.group(1) if hybrid else bare, bare.removeprefix("encoder.")):
        for _, pattern, target in RULES:
            found = re.fullmatch(pattern, candidate)
            if found is None:
                continue
            if "{STEM}" in target:
                return f"{STEM[found.group(1)]}.{found.group(2)}"
            if "{HEAD}" in target:
                return f"projection_head.{HEAD[found.group(1)]}.{found.group(2)}"
            return found.expand(target)
    return None


def rename_all(names: list[str]) -> tuple[dict[str, str], list[str]]:
    """New names by old ones, and those that no rule knows. Raises ValueError where two become one."""
    renamed: dict[str, str] = {}
    unknown: list[str] = []
    owners: dict[str, str] = {}
    for name in names:
        target = rename(name)
        if target is None:
            unknown.append(name)
            continue
        if target in owners:
            raise ValueError(f"{owners[target]} and {name} would both become {target}: name one with --prefix")
        owners[target] = name
        renamed[name] = target
    return renamed, unknown
