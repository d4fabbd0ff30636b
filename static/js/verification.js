// data-verification on a form with a file: its SHA-256 is computed here and sent instead of it. Where the browser
// can’t (crypto.subtle wants HTTPS), the form is sent as it is.
const form = document.querySelector("[data-verification]");
const answer = document.getElementById("answer");
const input = form.querySelector("input[type=file]");
const drop = form.querySelector("[data-drop]");
const button = form.querySelector("button");

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const say = (level, text) => document.dispatchEvent(new CustomEvent("toast", { detail: { level, text } }));

const check = async (file) => {
  button.disabled = true;
  try {
    const digest = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const response = await fetch(form.action, {
      method: "POST",
      headers: { "HX-Request": "true" },
      body: new URLSearchParams({ sha256: digest }),
    });
    if (response.status === 429) {
      say("warning", "Trop de demandes\u00a0: attendez une minute.");
      return;
    }
    if (!response.ok) throw new Error(response.statusText);
    answer.innerHTML = await response.text();
    answer.focus();
  } catch {
    say("error", "Le fichier n’a pas pu être vérifié. Réessayez.");
  } finally {
    button.disabled = false;
  }
};

if (globalThis.crypto?.subtle) {
  form.querySelector("[data-where]").hidden = true;
  form.querySelector("[data-here]").hidden = false;
  form.querySelector("[data-drop-words]").hidden = false;
  form.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (input.files.length) check(input.files[0]);
    },
    true,
  );
  input.addEventListener("change", () => input.files.length && check(input.files[0]));
  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("is-over", name === "dragenter" || name === "dragover");
    });
  }
  drop.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      check(input.files[0]);
    }
  });
}
