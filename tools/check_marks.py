"""Checks reports with marks: `python tools/check_marks.py FILE_OR_FOLDER ... [--texts FOLDER]`; names each fault."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from ascribe.train.marks import MarkError, parse


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("paths", nargs="+", type=Path)
    options.add_argument("--texts", type=Path, help="folder of ID.txt, for lists of marks (ID.marks)")
    given = options.parse_args()
    files = [f for p in given.paths for f in (sorted((*p.rglob("*.txt"), *p.rglob("*.marks"))) if p.is_dir() else [p])]
    counts: Counter[str] = Counter()
    for file in files:
        text = (given.texts / f"{file.stem}.txt").read_text(encoding="utf-8") if file.suffix == ".marks" else None
        try:
            marked = parse(file.read_text(encoding="utf-8"), text)
        except MarkError as error:
            print(f"{file}: {error}")
            counts["faulty"] += 1
            continue
        counts["reports"] += 1
        counts["words"] += len(marked.text.split())
        counts["incidents"] += len(marked.incidents)
        counts.update(f"mark {m.code}" for m in marked.marks)
        counts.update(f"stance {m.words[1]}" for m in marked.marks if m.code == "q")
    print(", ".join(f"{name} {n}" for name, n in sorted(counts.items())))
    return 1 if counts["faulty"] else 0


if __name__ == "__main__":
    sys.exit(main())
