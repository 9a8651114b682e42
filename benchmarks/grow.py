"""What one more report costs in a case that is resolved already.

    python tools/large_case.py large.case --reports 2000 --incidents 1200 --resolve
    python benchmarks/grow.py large.case REPORT [REPORT ...]

Works on a copy. For each report: seconds of the processor and of the clock for adding and updating, how many incidents
were weighed anew, and whether the whole case was resolved (it is where it has grown by a tenth since the last time).
The program is loaded already; the reader loads its model with the first report.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

import ascribe
from ascribe.store import remembered


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("case", type=Path)
    options.add_argument("report", type=Path, nargs="+")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.case"
        shutil.copy(given.case, copy)
        with ascribe.open(copy) as case:
            print(f"{case.counts().reports} reports, {case.counts().incidents} incidents")
            print(f"{'processor':>9} {'clock':>6} {'weighed':>8}")
            for report in given.report:
                before = remembered.estimates(case._db)
                worked, began = time.process_time(), time.perf_counter()
                case.add([report])
                updated = case.update()
                spent = time.process_time() - worked, time.perf_counter() - began
                whole = "" if remembered.estimates(case._db) == before else "  the whole case"
                print(f"{spent[0]:>9.2f} {spent[1]:>6.2f} {updated.weighed:>8}{whole}", flush=True)


if __name__ == "__main__":
    main()
