"""`make bench`: every bench_*.py beside this file, each in an interpreter of its own."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(wanted: list[str]) -> int:
    """Run those whose names contain a wanted word, or all; how many failed."""
    names = sorted(path.stem for path in HERE.glob("bench_*.py"))
    chosen = [name for name in names if not wanted or any(word in name for word in wanted)]
    if not chosen:
        sys.stdout.write(f"There is nothing to measure. Known: {', '.join(names) or 'none'}\n")
        return 1
    failed = [
        name
        for name in chosen
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent, check=False).returncode
    ]
    for name in failed:
        sys.stdout.write(f"{name} failed\n")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
