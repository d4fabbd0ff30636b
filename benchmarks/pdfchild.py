"""One export, measured from inside: `python -m benchmarks.pdfchild SLUG FILE` prints one line of JSON."""

import io
import json
import resource
import sys
import time

import django
import pikepdf
from django.core.management import call_command


def main() -> None:
    """Export the draft; say how long it took, the peak memory (this process and its largest child), the pages."""
    slug, path = sys.argv[1:]
    django.setup()
    began = time.perf_counter()
    call_command("export_specification", slug, "--edition", "draft", "-o", path, stdout=io.StringIO())
    seconds = time.perf_counter() - began
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    with pikepdf.open(path) as document:
        pages = len(document.pages)
    # Linux counts ru_maxrss in kibibytes, macOS in bytes.
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak / unit, "pages": pages}))


if __name__ == "__main__":
    main()
