"""What every page owes its readers, whoever they are and whatever screen they have."""

import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Literal, cast

from axe_playwright_python.sync_playwright import Axe

from tests.e2e.people import Person

DESK, PHONE = (1440, 900), (360, 780)
GRAVE = {"serious", "critical"}
# The PDF viewer is the browser’s own.
AXE = {"resultTypes": ["violations"], "iframes": False}
SCRIPT = Axe().axe_script
# Colours are all that a theme changes.
COLOURS = {**AXE, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}

# Everything a reader may see or hear. A closed menu counts; what people typed in a field doesn’t.
FACTS = """() => {
  const skipped = "script, style, noscript, template, textarea, code, pre, .material-icons, [lang]:not(html)";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [document.title];
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest(skipped)) texts.push(walker.currentNode.data);
  }
  for (const element of document.querySelectorAll("[title], [aria-label], [placeholder], [alt], [data-confirm]")) {
    for (const name of ["title", "aria-label", "placeholder", "alt", "data-confirm"]) {
      texts.push(element.getAttribute(name) || "");
    }
  }
  return {
    title: document.title,
    lang: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    texts: texts.map((text) => text.replace(/[ \\n\\t]+/g, " ").trim()).filter(Boolean),
  };
}"""

# The page has taken its new width and colours when two frames went by and nothing fades any more.
SETTLED = """async () => {
  const fading = () => document.getAnimations().some((one) => one instanceof CSSTransition);
  for (let frames = 0; frames < 60; frames += 1) {
    await new Promise((done) => requestAnimationFrame(done));
    if (frames > 1 && document.documentElement.dataset.bsTheme === "dark" && !fading()) return;
  }
}"""

# Words which no French sentence has, and which the libraries’ own screens do.
ENGLISH = re.compile(
    r"\b(the|and|your|please|this|with|sign|password|required|cancel|delete|add|remove|update|submit|save|search|"
    r"settings|heading|paragraph|unordered|insert|bold|italic|underline|undo|redo|row|rows|column|toggle|"
    r"merge|split|strike|horizontal rule|loading|choose|none|next|previous|yes|home)\b",
    re.IGNORECASE,
)
TYPEWRITER = re.compile(r"\w'\w|[^\s\u00a0\u202f:/?]+ [:;?!»](?=\s|$)|« |\.\.\.(?=\s|$)")


@dataclass
class Looks:
    """Someone’s look at page after page; `faults` has a line for each thing amiss."""

    person: Person
    faults: list[str] = field(default_factory=list)
    who: str = ""

    def at(self, path: str, status: int = HTTPStatus.OK, *, dark: bool = True) -> None:
        """Open a page on a desk in light, then narrow it to a phone in the dark, and ask axe about both.

        `dark` false spares the colours of a page whose like was seen in the dark.
        """
        if self._open(path, status):
            self._axe(path, AXE, "clair")
            self._narrow(path)
            if dark:
                self._axe(path, COLOURS, "sombre")
        self._listen(path, status)

    def glance(self, path: str) -> None:
        """All but axe, for one more page made by a template that axe has seen."""
        if self._open(path, HTTPStatus.OK):
            self._narrow(path)
        self._listen(path, HTTPStatus.OK)

    def _open(self, path: str, status: int) -> bool:
        page = self.person.page
        self._wear(DESK, "light")
        self.person.problems.clear()
        response = page.goto(f"{self.person.base}{path}")
        if response is None or response.status != status:
            self._fault(path, f"répond {response and response.status}, pas {int(status)}")
            return False
        if page.locator("[data-django-prose-editor-configurable]").count():
            page.locator(".prose-menubar").first.wait_for()
        self._read(path)
        self._overflow(path, DESK[0])
        return True

    def _narrow(self, path: str) -> None:
        self._wear(PHONE, "dark")
        self.person.page.evaluate(SETTLED)
        self._overflow(path, PHONE[0])

    def _listen(self, path: str, status: int) -> None:
        for problem in self.person.problems:
            if status == HTTPStatus.OK or f"status of {int(status)}" not in problem:
                self._fault(path, f"console : {problem}")

    def _wear(self, size: tuple[int, int], theme: Literal["light", "dark"]) -> None:
        self.person.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.person.page.emulate_media(color_scheme=theme, reduced_motion="reduce")

    def _read(self, path: str) -> None:
        facts = self.person.page.evaluate(FACTS)
        if facts["headings"] != 1:
            self._fault(path, f"{facts['headings']} h1")
        if facts["lang"] != "fr":
            self._fault(path, f"lang={facts['lang']!r}")
        if facts["title"] in {"", "Cadrage CRM"}:
            self._fault(path, "pas de titre à elle")
        for text in sorted(set(facts["texts"])):
            for pattern, what in ((ENGLISH, "anglais"), (TYPEWRITER, "typographie")):
                if found := pattern.search(text):
                    start = max(0, found.start() - 30)
                    self._fault(path, f"{what} : « {text[start : found.end() + 30]} »")

    def _overflow(self, path: str, width: int) -> None:
        scroll = self.person.page.evaluate("document.documentElement.scrollWidth")
        if scroll > width:
            self._fault(path, f"déborde à {width} px : {scroll} px ({self._widest(width)})")

    def _widest(self, width: int) -> str:
        found = self.person.page.evaluate(
            """width => [...document.querySelectorAll("body *")]
              .filter(e => e.getBoundingClientRect().right > width + 0.5 && !e.closest("nav, [tabindex]"))
              .slice(0, 4).map(e => `${e.tagName.toLowerCase()}.${e.getAttribute("class") || ""}`).join(", ")""",
            width,
        )
        return cast(str, found)

    def _axe(self, path: str, options: dict[str, Any], theme: str) -> None:
        page = self.person.page
        if not page.evaluate("'axe' in window"):
            page.evaluate(SCRIPT)
        found: Any = page.evaluate("options => axe.run(options)", options)
        for violation in found["violations"]:
            if violation["impact"] in GRAVE:
                where = "; ".join(node["html"][:140] for node in violation["nodes"][:3])
                self._fault(path, f"axe ({theme}) {violation['id']} ×{len(violation['nodes'])} : {where}")

    def _fault(self, path: str, text: str) -> None:
        self.faults.append(f"{self.who} {path} : {text}".strip())
