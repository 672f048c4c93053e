#!/usr/bin/env bash
# Installs cytonet from an unpacked bundle, without a network.
#
#   ./install.sh FOLDER        makes FOLDER, with FOLDER/bin/cytonet
#
# LIBTORCH=/path/to/torch ./install.sh FOLDER    uses that torch instead of the bundle's
set -euo pipefail

fail() { # exit code, message
  echo "install: $2" >&2
  exit "$1"
}

[ "$#" -eq 1 ] || fail 2 "say where to: ./install.sh FOLDER"
bundle=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ ! -e "$1/package.json" ] || fail 2 "$1 holds an installation already; name another folder"
mkdir -p "$1"
target=$(cd "$1" && pwd)
for program in node npm python3 tar sha256sum make; do
  command -v "$program" > /dev/null || fail 5 "$program is missing: load its module, or ask for it"
done

(cd "$bundle" && sha256sum --check --quiet --strict SHA256SUMS >&2) ||
  fail 4 "the bundle is damaged (files above): copy it again, and compare it with its .sha256"

tar --extract --file "$bundle/sources/cytonet.tar" --directory "$target"
# npm writes into its cache, and the bundle may lie where nothing can be written.
cp -r "$bundle/npm" "$target/.npm-cache"
npm_config_registry=$(cat "$bundle/npm/REGISTRY")
export npm_config_registry npm_config_cache="$target/.npm-cache" npm_config_offline=true
export CYTONET_CACHE="$target/.cache"
mkdir -p "$CYTONET_CACHE"

if [ -z "${LIBTORCH:-}" ]; then
  [ -d "$bundle/wheels" ] || fail 5 "this bundle is without torch: LIBTORCH=/path/to/torch ./install.sh $1"
  python3 -m venv "$target/torch" || fail 5 "python3 cannot make an environment: install python3-venv"
  packages=(torch)
  # The headers that NCCL is built with, beside a torch with CUDA.
  compgen -G "$bundle/wheels/nvidia_cuda_crt-*" > /dev/null && packages+=("cuda-toolkit[crt,cccl]")
  "$target/torch/bin/python3" -m pip install --quiet --no-index --find-links "$bundle/wheels" "${packages[@]}"
  LIBTORCH=$("$target/torch/bin/python3" -c 'import importlib.util as u; print(u.find_spec("torch").submodule_search_locations[0])')
  export LIBTORCH
fi

make -C "$target" setup
rm -rf "$target/.npm-cache"
mkdir -p "$target/bin"
cat > "$target/bin/cytonet" << 'SCRIPT'
#!/usr/bin/env bash
exec node "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../packages/cytonet/bin/cytonet.js" "$@"
SCRIPT
chmod +x "$target/bin/cytonet"
echo "$target/bin/cytonet doctor    says whether all is well"
