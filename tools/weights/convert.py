"""Makes a model folder of a published PyTorch checkpoint.

    python3 tools/weights/convert.py --checkpoint cytonet.pth --out models/cytonet --reference-space mni-colin27

Needs torch and safetensors. The checkpoint is read with `weights_only=True`, so nothing in it is executed. Architecture,
width and depth follow from the tensors; `--dry-run` prints how every name is understood. Exit codes: 2 usage, 4 a
checkpoint that does not fit, 5 a package that is missing. docs/weights.md has the map of names.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
from datetime import datetime, timezone
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[2] / "examples" / "python")]


def fail(message: str, code: int = 4) -> None:
    print(f"convert: {message}", file=sys.stderr)
    raise SystemExit(code)


try:
    import torch
    from safetensors.torch import save_file
except ImportError as error:
    fail(f"{error.name} is missing: python3 -m pip install torch safetensors numpy", 5)

from cytonet_model import ProjectionHead, create_encoder, encoder_state, projection_head_state
from names import rename_all


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Makes a model folder of a published PyTorch checkpoint.",
        epilog="docs/weights.md tells of names, and of what a checkpoint does not say by itself.",
    )
    parser.add_argument("--checkpoint", required=True, help="the .pth file")
    parser.add_argument("--out", required=True, help="the model folder to make")
    parser.add_argument("--key", help="entry of the checkpoint that holds the weights (default: found)")
    parser.add_argument("--prefix", default="", help="take only names that begin so, and take it off")
    parser.add_argument("--reference-space", required=True, help="of the coordinates it was trained with")
    parser.add_argument("--objective", default="spatialNCE", help="default spatialNCE")
    parser.add_argument("--sigma-mm", type=float, default=10.0, help="sigma of SpatialNCE (default 10)")
    parser.add_argument("--pixel-size-um", type=float, default=2.0, help="of a patch (default 2)")
    parser.add_argument("--patch-px", type=int, default=2048, help="side of an R50's patch (default 2048)")
    parser.add_argument("--heads", type=int, help="of the transformer (default: 64 features each)")
    parser.add_argument("--stem-stride", type=int, default=4, choices=[1, 2, 4])
    parser.add_argument("--stem-pool", type=int, default=2, choices=[1, 2])
    parser.add_argument("--mean", type=float, default=0.0, help="patches reach it as (grey in [0, 1] - mean) / std")
    parser.add_argument("--std", type=float, default=1.0)
    parser.add_argument("--new-head", type=int, metavar="SEED", help="an untrained head where it has none")
    parser.add_argument("--dry-run", action="store_true", help="print the names and write nothing")
    return parser.parse_args()


def read_checkpoint(path: str, key: str | None) -> dict[str, torch.Tensor]:
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        fail(f"{path} does not exist", 2)
    except Exception as error:  # noqa: BLE001: torch raises many kinds
        fail(f"{path} cannot be read as weights alone: {str(error).splitlines()[0]}")
    if key is not None:
        if not isinstance(content, dict) or key not in content:
            fail(f"{path} has no entry {key}; it has {', '.join(map(str, list(content)[:20]))}")
        content = content[key]
    else:
        for name in ("state_dict", "model", "model_state_dict", "network", "ema"):
            if isinstance(content, dict) and isinstance(content.get(name), dict):
                content = content[name]
                break
    tensors = {n: t for n, t in content.items() if isinstance(t, torch.Tensor)} if isinstance(content, dict) else {}
    if not tensors:
        fail(f"{path} holds no dictionary of tensors; name the entry with --key")
    return tensors


def configuration(state: dict[str, torch.Tensor], given: argparse.Namespace) -> dict:
    """What the tensors say of the encoder, and what only the caller knows."""
    if "stem.conv1.weight" not in state:
        fail("there is no stem: a 5x5 and a 3x3 convolution, as in the paper (3.3)")
    channels, inputs, side, _ = state["stem.conv1.weight"].shape
    if side != 5:
        fail(f"the stem's first convolution is {side}x{side}, not 5x5: these are weights of another architecture")
    depth = []
    while f"layer{len(depth) + 1}.0.conv1.weight" in state:
        stage = len(depth) + 1
        depth.append(1 + max(int(n.split(".")[1]) for n in state if n.startswith(f"layer{stage}.")))
    stride = given.stem_stride * given.stem_pool * 2 ** (len(depth) - 1)
    config = {
        "schema": "cytonet.model/1",
        "architecture": "R50-ViT" if "cls_token" in state else "R50",
        "preset": "B",
        "inputChannels": inputs,
        "pixelSizeUm": given.pixel_size_um,
        "patchPx": given.patch_px,
        "width": channels / 64,
        "depth": depth,
        "stemStride": given.stem_stride,
        "stemPool": given.stem_pool,
    }
    features = state[f"layer{len(depth)}.0.conv3.weight"].shape[0]
    if "cls_token" in state:
        features = state["cls_token"].shape[-1]
        grid = round((state["pos_embed"].shape[1] - 1) ** 0.5)
        if grid**2 + 1 != state["pos_embed"].shape[1]:
            fail(f"pos_embed has {state['pos_embed'].shape[1]} positions, which is no class token and a square")
        config["patchPx"] = grid * stride
        config["transformer"] = {
            "features": features,
            "depth": 1 + max(int(n.split(".")[1]) for n in state if n.startswith("blocks.")),
            "heads": given.heads or max(1, features // 64),
            "mlpRatio": state["blocks.0.mlp.fc1.weight"].shape[0] / features,
        }
    vit_b = {"features": 768, "depth": 12, "heads": 12, "mlpRatio": 4}
    is_b = (config["width"], depth, config["patchPx"]) == (1, [3, 4, 6, 3], 2048)
    if not is_b or config.get("transformer", vit_b) != vit_b:
        config["preset"] = "custom"
    return config | {
        "fieldOfViewMm": config["patchPx"] * given.pixel_size_um / 1000,
        "outputPitchUm": stride * given.pixel_size_um,
        "featureWidth": features,
        "normalisation": {"tone": "asScanned", "mean": given.mean, "std": given.std},
        "stainPolarity": "dark",
        "objective": given.objective,
        "referenceSpace": given.reference_space,
        "sigmaMm": given.sigma_mm if given.objective == "spatialNCE" else None,
    }


def complete(state: dict[str, torch.Tensor], config: dict, new_head: int | None) -> dict[str, torch.Tensor]:
    """Checks every name and shape against the architecture; adds counters of batches and, where asked for, a head."""
    encoder = create_encoder(config)
    head = ProjectionHead(config["featureWidth"])
    if not projection_head_state(state):
        if new_head is None:
            fail("there is no projection head; --new-head SEED adds an untrained one, which the model card then says")
        torch.manual_seed(new_head)
        head = ProjectionHead(config["featureWidth"])
        state |= {f"projection_head.{name}": value for name, value in head.state_dict().items()}
    for module, own, prefix in ((encoder, encoder_state(state), ""), (head, projection_head_state(state), "projection_head.")):
        expected = module.state_dict()
        for name in expected:
            if name.endswith("num_batches_tracked") and name not in own:
                state[prefix + name] = torch.zeros((), dtype=torch.int64)
        wrong = [f"{prefix}{name} is missing" for name in expected if prefix + name not in state]
        wrong += [f"{prefix}{name} is not of this architecture" for name in own if name not in expected]
        wrong += [
            f"{prefix}{name} is {list(own[name].shape)}, not {list(value.shape)}"
            for name, value in expected.items()
            if name in own and own[name].shape != value.shape
        ]
        if wrong:
            fail("the weights do not fit:\n  " + "\n  ".join(wrong[:20]))
    return {
        name: (value if value.dtype == torch.int64 else value.float()).contiguous() for name, value in state.items()
    }


def whole(value: object) -> object:
    """Numbers as JavaScript prints them: 4 and not 4.0."""
    if isinstance(value, dict):
        return {name: whole(one) for name, one in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_folder(out: Path, state: dict, config: dict, source: dict, new_head: int | None) -> str:
    """Writes the folder under another name and renames it. Returns the model's id."""
    folder = out.with_name(f".{out.name}.partial-{os.getpid()}")
    folder.mkdir(parents=True)
    try:
        save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
        canonical = json.dumps(config, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        weights = sha256(folder / "model.safetensors")
        model_id = hashlib.sha256(f"{weights}\n{canonical}".encode()).hexdigest()[:32]
        (folder / "config.json").write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n")
        provenance = {"modelId": model_id, "converted": source}
        (folder / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")
        head = "Its projection head is untrained.\n" if new_head is not None else ""
        (folder / "MODELCARD.md").write_text(
            f"# {config['architecture']}-{config['preset']}, converted\n\n"
            f"Weights of `{source['file']}` (SHA-256 {source['sha256']}), converted on {source['date'][:10]}. What it was\n"
            f"trained on, and under which licence it may be used, is said where it was published.\n{head}"
        )
        names = sorted(path.name for path in folder.iterdir())
        (folder / "SHA256SUMS").write_text("".join(f"{sha256(folder / name)}  {name}\n" for name in names))
        folder.rename(out)
    except BaseException:
        shutil.rmtree(folder)
        raise
    return model_id


def main() -> None:
    given = arguments()
    out = Path(given.out)
    if out.exists() and not given.dry_run:
        fail(f"{out} exists: name another folder", 2)
    tensors = read_checkpoint(given.checkpoint, given.key)
    own = {name.removeprefix(given.prefix): t for name, t in tensors.items() if name.startswith(given.prefix)}
    try:
        renamed, unknown = rename_all(list(own))
    except ValueError as error:
        fail(str(error))
    if given.dry_run:
        for name, target in renamed.items():
            print(f"{name} {list(own[name].shape)} -> {target}")
        for name in unknown:
            print(f"{name} {list(own[name].shape)} -> left out")
        return
    state = {target: own[name] for name, target in renamed.items()}
    config = whole(configuration(state, given))
    head = given.new_head if not projection_head_state(state) else None
    complete_state = complete(state, config, given.new_head)
    source = {
        "file": Path(given.checkpoint).name,
        "sha256": sha256(Path(given.checkpoint)),
        "torch": torch.__version__,
        "date": datetime.now(timezone.utc).isoformat(),
        "names": renamed,
        "leftOut": unknown,
    }
    model_id = write_folder(out, complete_state, config, source, head)
    print(json.dumps({"out": str(out), "modelId": model_id, "leftOut": unknown}))


if __name__ == "__main__":
    main()
