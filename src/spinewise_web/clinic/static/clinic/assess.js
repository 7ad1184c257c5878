// The keys of the examination. Without this file its buttons do the same by sending the form.
const form = document.getElementById("examination");
const blocks = [...form.querySelectorAll("fieldset.block")];

const rowsOf = (block) => [...block.querySelectorAll(".finding")];
const isUntested = (row) => {
  const marked = row.querySelector("input:checked");
  const number = row.querySelector(".finding-number");
  return number ? !number.value.trim() : !marked || marked.hasAttribute("data-untested");
};
const mark = (input) => { if (!input) return; if (input.matches(".finding-number")) input.value = input.dataset.normal; else input.checked = true; };
const tellForm = () => form.dispatchEvent(new Event("change", { bubbles: true }));

function markNormal(block) {
  rowsOf(block).filter(isUntested).forEach((row) => mark(row.querySelector("[data-normal]")));
  tellForm();
}

function asLastTime(block) {
  for (const row of rowsOf(block).filter(isUntested)) {
    const from = row.querySelector("[data-last]");
    if (!from) continue;
    if (from.matches("input")) from.value = from.dataset.last;
    else mark([...from.querySelectorAll("input")].find((one) => one.value === from.dataset.last));
  }
  tellForm();
}

function takeBack(row) {
  const number = row.querySelector(".finding-number");
  if (number) number.value = "";
  else mark(row.querySelector("[data-untested]"));
  tellForm();
}

function goTo(block, step) {
  const next = blocks[blocks.indexOf(block) + step];
  const first = next && next.querySelector("input:checked, input");
  if (first) { first.focus(); next.scrollIntoView({ block: "nearest" }); }
}

form.addEventListener("keydown", (event) => {
  const block = event.target.closest("fieldset.block");
  if (!block || event.ctrlKey || event.metaKey) return;
  if (event.altKey && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    goTo(block, event.key === "ArrowDown" ? 1 : -1);
    return;
  }
  if (event.altKey) return;
  const row = event.target.closest(".finding");
  const act = { n: () => markNormal(block), l: () => asLastTime(block), Escape: () => row && takeBack(row) };
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (act[key]) { event.preventDefault(); act[key](); }
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=normal], button[name=again]");
  if (!button) return;
  event.preventDefault();
  (button.name === "normal" ? markNormal : asLastTime)(button.closest("fieldset.block"));
});
