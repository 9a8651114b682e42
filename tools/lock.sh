#!/bin/sh
# Resolves pyproject.toml into hashed requirement files. They hold no registry address: pip uses the one it is set to.
set -eu
cd "$(dirname "$0")/.."
compile="uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header"
printf 'hatchling\neditables\n' | $compile - -o requirements/build.txt
$compile pyproject.toml -o requirements/runtime.txt
$compile pyproject.toml --extra test -c requirements/runtime.txt -o requirements/test.txt
