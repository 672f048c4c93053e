"""PyTorch's side: the same model, objective and optimiser in a plain loop, eager or compiled."""

import json
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "examples" / "python"))
from cytonet_model import ProjectionHead, create_encoder

TEMPERATURE, SIGMA_MM = 0.07, 10.0
PRECISIONS = {"bfloat16": torch.bfloat16, "float16": torch.float16}


class Recomputed(nn.Module):
    """Keeps a part's inputs only, and computes it again in backward."""

    def __init__(self, part: nn.Module) -> None:
        super().__init__()
        self.part = part

    def forward(self, *inputs):
        return checkpoint(self.part, *inputs, use_reentrant=False)


def recompute_parts(encoder: nn.Module) -> None:
    """Every residual block but the first, and every transformer block (3.9)."""
    for stage in range(1, encoder.stages + 1):
        blocks = encoder.get_submodule(f"layer{stage}")
        for index in range(len(blocks)):
            if stage > 1 or index > 0:
                blocks[index] = Recomputed(blocks[index])
    if hasattr(encoder, "blocks"):
        encoder.blocks = nn.ModuleList(Recomputed(block) for block in encoder.blocks)


def spatial_nce(projected: torch.Tensor, points_mm: torch.Tensor) -> torch.Tensor:
    features = F.normalize(projected.float(), dim=1)
    itself = torch.eye(len(features), dtype=torch.bool, device=features.device)
    weights = torch.exp(-torch.cdist(points_mm, points_mm).square() / (2 * SIGMA_MM**2))
    weights = weights.masked_fill(itself, 0)
    shares = (weights / weights.sum(1, keepdim=True)).float()
    logits = features @ features.T / TEMPERATURE
    denominator = logits.masked_fill(itself, float("-inf")).logsumexp(1)
    return (denominator - (shares * logits).sum(1)).mean()


def run(request: dict) -> dict:
    device = torch.device(request["device"])
    on_gpu = device.type == "cuda"
    encoder, batch = request["encoder"], request["batch"]
    torch.manual_seed(0)
    parts = create_encoder(encoder)
    width = encoder["transformer"]["features"] if encoder["architecture"] == "R50-ViT" else parts.map_channels
    model = nn.Sequential(parts, ProjectionHead(width)).to(device, memory_format=torch.channels_last).train()
    parameters = sum(p.numel() for p in model.parameters())
    if request["activationCheckpointing"]:
        recompute_parts(parts)
    optimizer = torch.optim.SGD(
        model.parameters(), lr=1e-3, momentum=0.9, nesterov=True, weight_decay=1e-4, foreach=True
    )
    side = encoder["patchPx"]
    patches = torch.rand(batch, 1, side, side, device=device).to(memory_format=torch.channels_last)
    points_mm = torch.randn(batch, 3, dtype=torch.float64, device=device) * 20
    forward = torch.compile(model) if request["compile"] else model

    def step() -> torch.Tensor:
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(device.type, PRECISIONS[request["precision"]]):
            projected = forward(patches)
        loss = spatial_nce(projected, points_mm)
        loss.backward()
        optimizer.step()
        return loss.detach()

    def finish() -> None:
        if on_gpu:
            torch.cuda.synchronize(device)

    seconds = []
    for index in range(request["warmUp"] + request["steps"]):
        finish()
        start = time.perf_counter()
        step()
        finish()
        if index >= request["warmUp"]:
            seconds.append(time.perf_counter() - start)
    return {
        "seconds": seconds,
        "tensorPeakBytes": torch.cuda.max_memory_allocated(device) if on_gpu else None,
        "reservedPeakBytes": torch.cuda.max_memory_reserved(device) if on_gpu else None,
        "parameters": parameters,
        "loss": step().item(),
        "facts": {
            "torch": torch.__version__,
            "gpu": torch.cuda.get_device_name(device) if on_gpu else None,
            "cudnn": torch.backends.cudnn.version() if on_gpu else None,
        },
    }


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
