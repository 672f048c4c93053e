"""CytoNet's encoders in plain PyTorch, with the parameter names of its model folders.

A model folder's `config.json` and `model.safetensors` are all that is needed:

    import json, pathlib
    from safetensors.torch import load_file
    from cytonet_model import create_encoder, encoder_state

    folder = pathlib.Path("model")
    encoder = create_encoder(json.loads((folder / "config.json").read_text())).eval()
    encoder.load_state_dict(encoder_state(load_file(folder / "model.safetensors")))
    features = encoder(patches)  # [N, inputChannels, height, width] -> [N, features]

The residual stages are named as in torchvision's ResNet-50 and the transformer as in timm's
vision transformers, so weights also travel between those and a model folder.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

BASE_CHANNELS = 64
EXPANSION = 4
PROJECTION_WIDTH = 256


@dataclass
class Outputs:
    """N patches, C channels of the feature map, H x W positions, D features of a token."""

    feature: torch.Tensor
    """[N, C] (R50: `pooled`) or [N, D] (R50-ViT: `class_token`)."""
    feature_map: torch.Tensor
    """[N, C, H, W]."""
    pooled: torch.Tensor
    """[N, C]."""
    patch_tokens: torch.Tensor | None = None
    """[N, H * W, D], row by row."""
    class_token: torch.Tensor | None = None
    """[N, D]."""
    attention: dict[int, torch.Tensor] | None = None
    """By block: [N, heads, 1 + H * W, 1 + H * W]."""


class Stem(nn.Module):
    """A strided 5x5 and a 3x3 convolution, each with normalisation and ReLU, then max pooling."""

    def __init__(self, input_channels: int, channels: int, stride: int, pool: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(input_channels, channels, 5, stride, padding=2, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.relu = nn.ReLU(inplace=True)
        self.pool = nn.Identity() if pool == 1 else nn.MaxPool2d(pool)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.relu(self.bn2(self.conv2(x)))
        return self.pool(x)


class Bottleneck(nn.Module):
    """ResNet's bottleneck with the stride in its 3x3 convolution."""

    def __init__(self, in_channels: int, channels: int, stride: int) -> None:
        super().__init__()
        out_channels = EXPANSION * channels
        self.conv1 = nn.Conv2d(in_channels, channels, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.conv3 = nn.Conv2d(channels, out_channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = None
        if stride != 1 or in_channels != out_channels:
            self.downsample = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False),
                nn.BatchNorm2d(out_channels),
            )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        y += x if self.downsample is None else self.downsample(x)
        return self.relu(y)


class R50(nn.Module):
    """Stem and residual stages; the feature is the mean of the feature map."""

    def __init__(self, config: dict) -> None:
        super().__init__()
        base = round(BASE_CHANNELS * config["width"])
        self.stem = Stem(config["inputChannels"], base, config["stemStride"], config["stemPool"])
        self.stages = len(config["depth"])
        in_channels = base
        for index, blocks in enumerate(config["depth"]):
            channels = base * 2**index
            stage = nn.Sequential()
            for block in range(blocks):
                stage.append(Bottleneck(in_channels, channels, 2 if block == 0 and index > 0 else 1))
                in_channels = EXPANSION * channels
            self.add_module(f"layer{index + 1}", stage)
        self.map_channels = in_channels

    def feature_map(self, x: torch.Tensor) -> torch.Tensor:
        x = self.stem(x)
        for index in range(self.stages):
            x = self.get_submodule(f"layer{index + 1}")(x)
        return x

    def outputs(self, x: torch.Tensor, attention_of: tuple[int, ...] = ()) -> Outputs:
        if attention_of:
            raise ValueError("an R50 has no attention")
        feature_map = self.feature_map(x)
        pooled = F.adaptive_avg_pool2d(feature_map, 1).flatten(1)
        return Outputs(feature=pooled, feature_map=feature_map, pooled=pooled)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.outputs(x).feature


class Attention(nn.Module):
    """Multi-head self-attention."""

    def __init__(self, features: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(features, 3 * features)
        self.proj = nn.Linear(features, features)

    def forward(
        self, x: torch.Tensor, with_weights: bool = False
    ) -> tuple[torch.Tensor, torch.Tensor | None]:
        batch, tokens, features = x.shape
        qkv = self.qkv(x).reshape(batch, tokens, 3, self.heads, features // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        weights = None
        if with_weights:
            scale = 1 / math.sqrt(features // self.heads)
            weights = ((query * scale) @ key.transpose(-2, -1)).softmax(-1)
            merged = weights @ value
        else:
            merged = F.scaled_dot_product_attention(query, key, value)
        return self.proj(merged.transpose(1, 2).reshape(batch, tokens, features)), weights


class Mlp(nn.Module):
    """Linear, GELU, linear."""

    def __init__(self, features: int, hidden_features: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(features, hidden_features)
        self.fc2 = nn.Linear(hidden_features, features)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Module):
    """A pre-norm transformer block."""

    def __init__(self, features: int, heads: int, mlp_ratio: float) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(features, eps=1e-6)
        self.attn = Attention(features, heads)
        self.norm2 = nn.LayerNorm(features, eps=1e-6)
        self.mlp = Mlp(features, round(features * mlp_ratio))

    def forward(
        self, x: torch.Tensor, with_weights: bool = False
    ) -> tuple[torch.Tensor, torch.Tensor | None]:
        attended, weights = self.attn(self.norm1(x), with_weights)
        x = x + attended
        return x + self.mlp(self.norm2(x)), weights


class PatchEmbedding(nn.Module):
    """Channels of the feature map to the width of a token."""

    def __init__(self, map_channels: int, features: int) -> None:
        super().__init__()
        self.proj = nn.Conv2d(map_channels, features, 1)

    def forward(self, feature_map: torch.Tensor) -> torch.Tensor:
        return self.proj(feature_map).flatten(2).transpose(1, 2)


class R50ViT(R50):
    """A vision transformer on R50's feature map; the feature is the class token."""

    def __init__(self, config: dict) -> None:
        super().__init__(config)
        transformer = config["transformer"]
        features = transformer["features"]
        stride = config["stemStride"] * config["stemPool"] * 2 ** (self.stages - 1)
        self.grid = config["patchPx"] // stride
        self.cls_token = nn.Parameter(torch.zeros(1, 1, features))
        self.pos_embed = nn.Parameter(torch.zeros(1, 1 + self.grid**2, features))
        self.patch_embed = PatchEmbedding(self.map_channels, features)
        self.blocks = nn.ModuleList(
            Block(features, transformer["heads"], transformer["mlpRatio"])
            for _ in range(transformer["depth"])
        )
        self.norm = nn.LayerNorm(features, eps=1e-6)

    def outputs(self, x: torch.Tensor, attention_of: tuple[int, ...] = ()) -> Outputs:
        feature_map = self.feature_map(x)
        height, width = feature_map.shape[-2:]
        tokens = torch.cat([self.cls_token.expand(len(x), -1, -1), self.patch_embed(feature_map)], 1)
        tokens = tokens + resize_positional_embedding(self.pos_embed, self.grid, (height, width))
        attention = {}
        for index, block in enumerate(self.blocks):
            tokens, weights = block(tokens, index in attention_of)
            if weights is not None:
                attention[index] = weights
        tokens = self.norm(tokens)
        return Outputs(
            feature=tokens[:, 0],
            feature_map=feature_map,
            pooled=F.adaptive_avg_pool2d(feature_map, 1).flatten(1),
            patch_tokens=tokens[:, 1:],
            class_token=tokens[:, 0],
            attention=attention,
        )


class ProjectionHead(nn.Module):
    """What the contrastive loss is computed on; for training only."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(features, features)
        self.bn1 = nn.BatchNorm1d(features)
        self.fc2 = nn.Linear(features, PROJECTION_WIDTH)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc2(F.relu(self.bn1(self.fc1(x))))


def resize_positional_embedding(
    embedding: torch.Tensor, side: int, size: tuple[int, int]
) -> torch.Tensor:
    """[1, 1 + side * side, D] to [1, 1 + H * W, D]: bicubic, antialiased, the class token kept."""
    if size == (side, side):
        return embedding
    positions = embedding[:, 1:].reshape(1, side, side, -1).permute(0, 3, 1, 2)
    resized = F.interpolate(positions, size=size, mode="bicubic", antialias=True)
    return torch.cat([embedding[:, :1], resized.flatten(2).transpose(1, 2)], dim=1)


def create_encoder(config: dict) -> R50:
    """The encoder that a model folder's `config.json` describes, with PyTorch's initial weights."""
    return {"R50": R50, "R50-ViT": R50ViT}[config["architecture"]](config)


def encoder_state(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """A model folder's weights without those of the projection head or classifier."""
    heads = ("projection_head.", "classifier.")
    return {name: value for name, value in state.items() if not name.startswith(heads)}


def projection_head_state(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The projection head's weights of a model folder, under the head's own names."""
    prefix = "projection_head."
    return {name[len(prefix) :]: value for name, value in state.items() if name.startswith(prefix)}
