"""Time and weight of every page of the web application, with ten users at once.

    python benchmarks/serve.py CASE [--users 10] [--rounds 12] [--fresh] [--only PAGE ...] [--json]
    python benchmarks/serve.py CASE --cpu [--rounds 12] [--only PAGE ...] [--json]

Starts `ascribe serve` as a process of its own, finds addresses to ask for through the API, and lets so many clients
walk all pages at the same time, each in its own order. What is measured is the time from the request to the whole
answer as a client sees it, which is the server's time and the time a request waits for others. The server keeps answers
until the case changes: with `--fresh` every request asks for a new one (`Cache-Control: no-cache`). On a machine that
does other work, too, `--cpu` tells more: one user asks for one fresh page after the other, and what is measured is the
processor's time that the server takes for it (Linux). The case can be made by `tools/large_case.py`. Ends with status 1
where a page is over a limit.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

MEDIAN, TAIL, WEIGHT = 150.0, 400.0, 1_500_000
"""Limits: milliseconds at the median and the 95th percentile, bytes of a page with no compression."""
NEW = {"Cache-Control": "no-cache"}
FILTERED = "since=2018-01-01&until=2019-12-31&contested=yes"


def addresses(client: httpx.Client) -> dict[str, list[str]]:
    """Page -> addresses of it that are asked for in turn."""
    some = client.get("/api/v1/incidents?limit=40&page=30").json()["rows"]
    most = client.get("/api/v1/incidents?sort=-reports&limit=1").json()["rows"][0]["id"]
    actors = [r["id"] or r["name"] for r in client.get("/api/v1/actors?limit=20").json()["rows"]]
    sources = [quote(r["voice"], safe="") for r in client.get("/api/v1/sources?limit=40").json()["rows"]]
    told = client.get(f"/api/v1/incidents/{some[0]['id']}").json()["accounts"]
    return {
        "overview": ["/"],
        "overview, filtered": [f"/?{FILTERED}"],
        "incidents": ["/incidents", "/incidents?page=7"],
        "incidents, sorted, far page": ["/incidents?sort=-killed&page=300", "/incidents?sort=responsible&page=200"],
        "incidents, filtered": [f"/incidents?{FILTERED}", "/incidents?words=suspected&sort=-reports"],
        "incidents, by actor": ["/incidents?actor=Front", "/incidents?voice=doctor"],
        "incident": [f"/incidents/{r['id']}" for r in some],
        "incident told most": [f"/incidents/{most}"],
        "reports": ["/reports", "/reports?page=400"],
        "report": [f"/reports/{a['report']}" for a in told],
        "actors": ["/actors", "/actors?q=a&sort=-accused"],
        "actor": [f"/actors/{quote(a, safe='')}" for a in actors],
        "sources": ["/sources", "/sources?q=ra&sort=-reports&page=3"],
        "source": [f"/sources/{s}" for s in sources],
        "search": ["/search?q=suspected", "/search?q=doctor+killed"],
        "review": ["/review"],
        "decisions": ["/decisions"],
        "brief": [f"/brief?{FILTERED}"],
        "network": ["/network", f"/network?{FILTERED}"],
        "API incidents": ["/api/v1/incidents?limit=100", f"/api/v1/incidents?{FILTERED}"],
        "API overview": ["/api/v1/overview"],
    }


async def walk(
    base: str, pages: dict[str, list[str]], rounds: int, seed: int, fresh: bool
) -> list[tuple[str, float, int]]:
    """One user's visits: page, milliseconds, bytes."""
    order = [(name, held[i % len(held)]) for i in range(rounds) for name, held in pages.items()]
    random.Random(seed).shuffle(order)
    found = []
    async with httpx.AsyncClient(base_url=base, timeout=60) as client:
        for name, address in order:
            began = time.perf_counter()
            answer = await client.get(address, headers=NEW if fresh else {})
            answer.raise_for_status()
            found.append((name, 1000 * (time.perf_counter() - began), len(answer.content)))
    return found


async def users(
    base: str, pages: dict[str, list[str]], count: int, rounds: int, fresh: bool
) -> list[tuple[str, float, int]]:
    """All visits of all users, who walk at the same time."""
    walked = await asyncio.gather(*(walk(base, pages, rounds, seed, fresh) for seed in range(count)))
    return [visit for one in walked for visit in one]


def processor(process: int) -> float:
    """Seconds of processor that all threads of another process have taken (Linux)."""
    return time.clock_gettime((~process << 3) | 2)


def alone(base: str, process: int, rounds: int, only: list[str]) -> list[dict[str, Any]]:
    """One line a page: processor time of answers that are not kept, asked for one at a time."""
    lines = []
    with httpx.Client(base_url=base, timeout=120) as client:
        for name, held in addresses(client).items():
            if only and name not in only:
                continue
            client.get(held[0]).raise_for_status()  # the first answer after a start is not what is measured
            times, weight = [], 0
            for visit in range(max(rounds, len(held))):
                began = processor(process)
                answer = client.get(held[visit % len(held)], headers=NEW)
                times.append(1000 * (processor(process) - began))
                answer.raise_for_status()
                weight = max(weight, len(answer.content))
            times.sort()
            tail = times[min(len(times) - 1, int(0.95 * len(times)))]
            median = statistics.median(times)
            lines.append(
                {"page": name, "median_ms": median, "p95_ms": tail, "bytes": weight, "within": weight < WEIGHT}
            )
            print(f"{name}: {median:.0f} ms of processor", file=sys.stderr, flush=True)
    return lines


def measured(base: str, count: int, rounds: int, fresh: bool, only: list[str]) -> list[dict[str, Any]]:
    """One line a page."""
    with httpx.Client(base_url=base, timeout=120) as client:
        pages = {name: held for name, held in addresses(client).items() if not only or name in only}
        for held in pages.values():
            client.get(held[0]).raise_for_status()  # the first answer after a start is not what is measured
    visits = asyncio.run(users(base, pages, count, rounds, fresh))
    lines = []
    for name in pages:
        times = sorted(t for n, t, _ in visits if n == name)
        tail = times[min(len(times) - 1, int(0.95 * len(times)))]
        weight = max(w for n, _, w in visits if n == name)
        median = statistics.median(times)
        kept = median < MEDIAN and tail < TAIL and weight < WEIGHT
        lines.append({"page": name, "median_ms": median, "p95_ms": tail, "bytes": weight, "within": kept})
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path)
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--fresh", action="store_true", help="no answer from what the server keeps")
    parser.add_argument("--cpu", action="store_true", help="the server's processor time of fresh answers, one by one")
    parser.add_argument("--only", nargs="+", default=[], metavar="PAGE", help="names of pages as the table has them")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    command = [sys.executable, "-m", "ascribe", "serve", str(options.case)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            told = server.stderr.readline()  # "ascribe serves CASE at http://127.0.0.1:8321"
            while "http://" not in told and server.poll() is None:
                told += server.stderr.readline()
            base = "http://" + told.rpartition("http://")[2].strip()
            if options.cpu:
                lines = alone(base, server.pid, options.rounds, options.only)
            else:
                lines = measured(base, options.users, options.rounds, options.fresh, options.only)
        finally:
            server.terminate()
    if options.json:
        print(json.dumps(lines, indent=1))
    else:
        print(f"load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        print(f"{'page':<30} {'median ms':>10} {'95 % ms':>10} {'kB':>8}   limits {MEDIAN:.0f} / {TAIL:.0f} / 1500")
        for x in lines:
            end = "" if x["within"] else "  over"
            print(f"{x['page']:<30} {x['median_ms']:>10.0f} {x['p95_ms']:>10.0f} {x['bytes'] / 1000:>8.0f}{end}")
    sys.exit(0 if all(x["within"] for x in lines) else 1)


if __name__ == "__main__":
    main()
