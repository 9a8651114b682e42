#!/bin/sh
# The demonstration: a case of the example reports, its table of incidents, one contested incident in full, the web page.
# BIN, CASE, SERVE and PORT come from the Makefile.
set -eu
cd "$(dirname "$0")/.."
mkdir -p "$(dirname "$CASE")"
rm -f "$CASE" "$CASE-wal" "$CASE-shm"
"$BIN/ascribe" new "$CASE"
"$BIN/ascribe" add "$CASE" examples/reports
"$BIN/ascribe" decide "$CASE" declare --file examples/declared.json --author demo --reason "the world of the examples"
"$BIN/ascribe" update "$CASE"
echo
"$BIN/ascribe" incidents "$CASE"
echo
echo "The contested incident that most reports tell of:"
echo
contested=$("$BIN/ascribe" incidents "$CASE" --contested --json | "$BIN/python" -c '
import json, sys
rows = json.load(sys.stdin)
print(max(rows, key=lambda r: (r["reports"], len(r["contested"])))["id"] if rows else "")')
[ -z "$contested" ] || "$BIN/ascribe" show "$CASE" "$contested"
if [ "$SERVE" = yes ]; then
  exec "$BIN/ascribe" serve "$CASE" --port "$PORT"
fi
echo
echo "To look at it in a browser: $BIN/ascribe serve $CASE"
