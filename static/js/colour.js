// data-colour="#0d4f5a" on a text field: the browser’s palette beside it. An empty field shows the colour of the house.
const FULL = /^#?([0-9a-f]{6})$/i;

for (const field of document.querySelectorAll("[data-colour]")) {
  const palette = document.createElement("input");
  palette.type = "color";
  palette.className = "form-control form-control-color colour-palette";
  palette.setAttribute("aria-label", "Choisir la couleur dans une palette");
  const follow = () => {
    const found = FULL.exec(field.value.trim());
    palette.value = found ? `#${found[1].toLowerCase()}` : field.dataset.colour;
  };
  palette.addEventListener("input", () => {
    field.value = palette.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("input", follow);
  follow();
  field.before(palette);
}
