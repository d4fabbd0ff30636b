"""One plain run of the renderer, measured from inside: `python -m benchmarks.pdfchild SLUG` prints a line of JSON."""

import json
import resource
import sys
import time

import django


def main() -> None:
    """Render the draft in one piece; say how long it took, the peak memory, the pages and the bytes."""
    django.setup()
    from benchmarks.plain import plain
    from requirements.models import Specification
    from requirements.pdf.document import draft_document
    from requirements.pdf.parting import layout_of

    specification = Specification.objects.specifications().get(project__slug=sys.argv[1])
    began = time.perf_counter()
    content, pages = plain(layout_of(draft_document(specification)))
    seconds = time.perf_counter() - began
    # Linux counts ru_maxrss in kibibytes, macOS in bytes.
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(json.dumps({"seconds": seconds, "megabytes": peak, "pages": pages, "bytes": len(content)}))


if __name__ == "__main__":
    main()
