"use strict";
(() => {
  const form = document.getElementById("filters");
  const find = document.getElementById("find");
  const count = document.getElementById("count");
  const none = document.getElementById("none");
  const cards = [...document.querySelectorAll(".cards > li")];
  const sections = [...document.querySelectorAll("main > section")];
  const words = new Map(cards.map((card) => [card, `${card.dataset.id} ${card.querySelector(".says").textContent}`.toLowerCase()]));

  const chosen = (name) => [...form.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value);

  const fits = (card, wanted, typed) =>
    Object.entries(wanted).every(([name, values]) =>
      !values.length || values.some((value) => card.dataset[name].split(" ").includes(value))) &&
    typed.every((word) => words.get(card).includes(word));

  const show = () => {
    const wanted = { aims: chosen("aims"), position: chosen("position"), needs: chosen("needs") };
    const typed = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const card of cards) {
      card.hidden = !fits(card, wanted, typed);
      shown += !card.hidden;
    }
    for (const section of sections) section.hidden = !section.querySelector("li[data-id]:not([hidden])");
    none.hidden = shown > 0;
    count.textContent = shown === cards.length ? `${shown} exercises` : `${shown} of ${cards.length} exercises`;
  };

  form.hidden = false;
  if (matchMedia("(max-width: 63.99rem)").matches) form.querySelector("details").open = false;
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("submit", (event) => event.preventDefault());
  show();

  /* Moving figures: unpacked once, when first asked for. */
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let moves;
  const unpack = async () => {
    const packed = Uint8Array.from(atob(document.getElementById("moves").textContent), (sign) => sign.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).json();
  };

  const stills = new Map();
  const stop = (card) => {
    const stage = card.querySelector(".stage");
    const still = stills.get(card);
    if (!still) return;
    stage.querySelector("svg").replaceWith(still);
    stills.delete(card);
    stage.querySelector("button")?.setAttribute("aria-pressed", "false");
  };
  const play = async (card) => {
    if (stills.has(card)) return;
    const still = card.querySelector(".stage svg");
    stills.set(card, still);
    moves ??= unpack();
    const drawn = (await moves)[card.dataset.id];
    if (stills.get(card) !== still || !drawn) return;
    still.insertAdjacentHTML("afterend", drawn);
    still.remove();
    card.querySelector(".stage svg").setCurrentTime?.(0);
    card.querySelector(".stage button").setAttribute("aria-pressed", "true");
  };

  if ("DecompressionStream" in window) {
    for (const card of cards.filter((one) => one.querySelector(".stage svg"))) {
      const stage = card.querySelector(".stage");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Move";
      button.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-label", `Show the movement: ${card.querySelector("h3").textContent}`);
      button.hidden = calm.matches;
      button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? stop(card) : play(card)));
      stage.append(button);
      stage.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && !calm.matches && play(card));
      stage.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && stop(card));
      button.addEventListener("focus", () => button.matches(":focus-visible") && !calm.matches && play(card));
      button.addEventListener("blur", () => stop(card));
    }
    calm.addEventListener("change", () => cards.forEach((card) => {
      stop(card);
      const button = card.querySelector(".stage button");
      if (button) button.hidden = calm.matches;
    }));
    addEventListener("beforeprint", () => [...stills.keys()].forEach(stop));
  }
})();
