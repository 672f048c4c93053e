"""PyTorch's side of the data-parallel benchmark: DistributedDataParallel, SpatialNCE over gathered features."""

import json
import os
import sys
import time
from pathlib import Path

import torch
import torch.distributed as dist
import torch.nn.functional as F
from safetensors.torch import load_file
from torch.distributed.nn.functional import all_gather
from torch.nn.parallel import DistributedDataParallel

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "examples" / "python"))
from cytonet_model import ProjectionHead, create_encoder, encoder_state, projection_head_state

RANK, WORLD = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
TEMPERATURE, SIGMA_MM = 0.07, 10.0

model = optimizer = patches = points = None


def spatial_nce(projected: torch.Tensor, points_mm: torch.Tensor) -> torch.Tensor:
    """Mean over this process's anchors; DDP averages over processes."""
    own = F.normalize(projected, dim=1)
    if WORLD > 1:
        features = torch.cat(all_gather(own))
        gathered = [torch.empty_like(points_mm) for _ in range(WORLD)]
        dist.all_gather(gathered, points_mm)
        everywhere = torch.cat(gathered)
    else:
        features, everywhere = own, points_mm
    first = RANK * len(own)
    itself = torch.zeros(len(own), len(features), dtype=torch.bool)
    itself[torch.arange(len(own)), first + torch.arange(len(own))] = True
    weights = torch.exp(-torch.cdist(points_mm, everywhere).square() / (2 * SIGMA_MM**2))
    weights = weights.masked_fill(itself, 0)
    shares = (weights / weights.sum(1, keepdim=True)).float()
    logits = own @ features.T / TEMPERATURE
    denominator = logits.masked_fill(itself, float("-inf")).logsumexp(1)
    return (denominator - (shares * logits).sum(1)).mean()


def train_step() -> torch.Tensor:
    optimizer.zero_grad(set_to_none=True)
    loss = spatial_nce(model(patches), points)
    loss.backward()
    optimizer.step()
    return loss.detach()


def prepare(request: dict) -> dict:
    global model, optimizer, patches, points
    torch.set_num_threads(request["threads"])
    state = load_file(request["file"])
    own = slice(RANK * request["perRank"], (RANK + 1) * request["perRank"])
    patches = state.pop("data.patches")[own].to(memory_format=torch.channels_last)
    points = state.pop("data.pointsMm")[own]
    encoder = create_encoder(request["encoder"])
    encoder.load_state_dict(encoder_state(state))
    head_state = projection_head_state(state)
    head = ProjectionHead(head_state["fc1.weight"].shape[0])
    head.load_state_dict(head_state)
    model = torch.nn.Sequential(encoder, head).to(memory_format=torch.channels_last).train()
    if WORLD > 1:
        model = DistributedDataParallel(model, broadcast_buffers=False)
    optimizer = torch.optim.SGD(
        model.parameters(), lr=1e-3, momentum=0.9, nesterov=True, weight_decay=1e-4, foreach=True
    )
    loss = train_step()
    if WORLD > 1:
        dist.all_reduce(loss)
    return {"loss": loss.item() / WORLD, "torch": torch.__version__}


def steps(count: int) -> dict:
    if WORLD > 1:
        dist.barrier()
    start = time.perf_counter()
    for _ in range(count):
        train_step()
    return {"seconds": (time.perf_counter() - start) / count}


if WORLD > 1:
    dist.init_process_group("gloo")
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(prepare(request) if "file" in request else steps(request["steps"])), flush=True)
if WORLD > 1:
    dist.destroy_process_group()
