// The keys of a visit. Without this file the form works as it stands.
const heads = [...document.querySelectorAll(".give-head input, .give-held [name$='.already']")];

function goTo(step) {
  const here = document.activeElement.closest?.(".give");
  const at = heads.findIndex((one) => one.closest(".give") === here);
  const next = heads[at + step] ?? (step > 0 ? document.getElementById("minutes") : null);
  if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
}

document.getElementById("visit-form")?.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  goTo(event.key === "ArrowDown" ? 1 : -1);
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
