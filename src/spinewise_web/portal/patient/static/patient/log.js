// A log without a connection. What is typed is kept on this device, by person and day, under the form's own key; it is
// sent when there is a connection, and forgotten when the clinic says that it has it, or at signing out. A sign of
// danger is answered by the page itself.
const MARK = "log:", DAYS = 14, DAY_MS = 86_400_000, NEAR = 500, MOST_TRIES = 2;
const here = document.querySelector("[data-person]");
const form = document.querySelector("form.log");
const letters = document.getElementById("log-letters");

// -- what is kept on the device

const read = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
const write = (name, said) => { try { localStorage.setItem(name, JSON.stringify(said)); } catch { /* full, or not allowed */ } };
const names = (person = "") => Object.keys(localStorage).filter((one) => one.startsWith(MARK + person)).sort();
const ofForm = () => `${MARK}${form.dataset.person}:${form.elements.on.value}`;
const dayOf = (name) => Date.parse(name.split(":")[2]);

function remember(sends) {
  const typed = [...new FormData(form)].filter(([field]) => field !== "csrfmiddlewaretoken");
  write(ofForm(), { typed, sends, tries: 0, key: form.elements.key.value, to: form.getAttribute("action") });
}

// What the clinic has goes; so does what is too old to be taken, and what was only begun on an earlier day.
function forget() {
  const kept = (here.dataset.kept ?? "").split(" "), today = form ? Date.parse(form.elements.on.value) : NaN;
  for (const name of names(here.dataset.person)) {
    const said = read(name), begun = said && !said.sends && dayOf(name) < today;
    if (!said || begun || kept.includes(said.key) || Date.now() - dayOf(name) > (DAYS + 1) * DAY_MS) localStorage.removeItem(name);
  }
}

// -- sending what waits

async function send(name) {
  const said = read(name), body = new URLSearchParams(said.typed), tries = said.tries + 1;
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
  const answer = await fetch(said.to, { method: "POST", body, redirect: "manual" });
  const went = answer.type === "opaqueredirect";
  write(name, { ...said, tries, sends: went && tries < MOST_TRIES });
  return went ? said.to.replace("/log/", "/today/") : said.to;
}

async function sendAll() {
  if (!navigator.onLine) return;
  let next = "";
  try {
    for (const name of names(here.dataset.person)) if (read(name)?.sends) next = await send(name);
  } catch { /* the connection is gone again; it waits */ }
  if (next) location.assign(next);
}

// -- the form

function says(name) {
  form.querySelector(".log-answer")?.remove();
  const answer = document.createElement("div");
  answer.className = "log-answer";
  answer.append(form.querySelector(`template.${name}`).content.cloneNode(true));
  form.prepend(answer);
  const alert = answer.querySelector("[tabindex]");
  if (name !== "log-still") (alert ?? answer).scrollIntoView({ block: "center" });
  alert?.focus();
}

// A form that is shown with errors holds what was sent already.
function restore() {
  const said = read(ofForm());
  if (!said || "errors" in form.dataset) return;
  for (const field of form.elements) {
    const values = said.typed.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (field.name === "key" || field.name === "note") field.value = values[0] ?? "";
  }
  says(said.sends ? "log-later" : "log-still");
}

function count() {
  const left = Number(letters.dataset.most) - [...form.elements.note.value.trim()].length; // an emoji is one letter, as in the clinic's count
  letters.textContent = left < 0 ? letters.dataset.over.replace("{count}", -left) : left < NEAR ? `${left} ${letters.dataset.left}` : "";
}

function submitted(event) {
  remember(!navigator.onLine);
  if (navigator.onLine) return;
  event.preventDefault();
  says(form.querySelector("[name=ticked]:checked") ? "log-offline" : "log-later");
}

if (here) {
  forget();
  window.addEventListener("online", sendAll);
  sendAll();
}
if (form) {
  restore();
  count();
  form.addEventListener("input", () => { remember(read(ofForm())?.sends ?? false); count(); });
  form.addEventListener("submit", submitted);
}
document.querySelector('form[action*="logout"]')?.addEventListener("submit", () => names().forEach((one) => localStorage.removeItem(one)));
