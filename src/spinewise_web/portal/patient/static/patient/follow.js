// Counts along with one exercise: get ready, repetitions with their holds, rests, the other side. The session is
// made on the server; this only keeps time, moves the drawing with it, and says what is to be said.
const TICK_MS = 50, RING = 100, COUNT_S = 3, MOST_SEGMENTS = 24, VOICE = "follow-voice";

const part = (name) => document.querySelector(`[data-part="${name}"]`);
const act = (name) => document.querySelector(`[data-act="${name}"]`);
const source = document.getElementById("following");
const session = source && JSON.parse(source.textContent);

class Voice {
  constructor() { this.on = localStorage.getItem(VOICE) !== "off"; this.audio = null; }
  wake() { this.audio ??= window.AudioContext ? new AudioContext() : null; this.audio?.resume(); }
  turn() { this.on = !this.on; localStorage.setItem(VOICE, this.on ? "on" : "off"); if (!this.on) this.hush(); }
  hush() { window.speechSynthesis?.cancel(); }
  say(words) {
    part("cue").textContent = words;
    if (!this.on || !window.speechSynthesis) return;
    this.hush();
    const said = new SpeechSynthesisUtterance(words);
    said.lang = document.documentElement.lang;
    window.speechSynthesis.speak(said);
  }
  beep(high) {
    if (!this.on || !this.audio) return;
    const tone = this.audio.createOscillator(), loud = this.audio.createGain();
    tone.frequency.value = high ? 880 : 587;
    loud.gain.setValueAtTime(0.12, this.audio.currentTime);
    loud.gain.exponentialRampToValueAtTime(0.001, this.audio.currentTime + 0.25);
    tone.connect(loud).connect(this.audio.destination);
    tone.start();
    tone.stop(this.audio.currentTime + 0.25);
  }
}

class Drawing {
  constructor() { this.svg = document.querySelector("#stage svg"); }
  still() { this.svg?.pauseAnimations?.(); }
  at(seconds) { this.svg?.setCurrentTime?.(Math.max(0, seconds)); }
  free() { this.svg?.unpauseAnimations?.(); }
}

// Where the drawing is at a moment of the repetition, and whether that moment is a hold.
function placeIn(repetition, seconds) {
  let from = 0, drawn = 0;
  for (const stay of repetition.stays) {
    if (seconds <= stay.until_s) {
      const share = stay.until_s > from ? (seconds - from) / (stay.until_s - from) : 1;
      return { drawn: drawn + share * (stay.drawn_s - drawn), hold: stay.is_hold, left: stay.until_s - seconds, lasts: stay.until_s - from };
    }
    from = stay.until_s;
    drawn = stay.drawn_s;
  }
  return { drawn, hold: false, left: 0, lasts: 1 };
}

class Following {
  constructor() {
    this.voice = new Voice();
    this.drawing = new Drawing();
    this.round = -1;
    this.done = 0;
    this.state = "before";
  }

  get now() { return session.rounds[this.round]; }
  get lasts() { return this.now.kind === "move" ? this.now.times * session.repetition.lasts_s : this.now.seconds; }

  begin() {
    document.getElementById("follow").dataset.begun = "";
    this.voice.wake();
    this.drawing.still();
    this.keepAwake();
    document.getElementById("stage")?.scrollIntoView({ block: "start" });
    this.next();
    this.go();
  }

  next(skipped = false) {
    if (this.now?.kind === "move") this.done = Math.max(this.done, this.before + Math.floor(this.passed / session.repetition.lasts_s + 0.05));
    this.round += 1;
    this.passed = 0;
    this.told = "";
    this.times = -1;
    this.before = this.done;
    if (!this.now) return this.end(skipped);
    this.open();
  }

  open() {
    const { kind, title, times } = this.now;
    part("title").textContent = title || part("title").textContent;
    const shown = kind === "move" && times <= MOST_SEGMENTS ? times : 0;
    part("reps").replaceChildren(...Array.from({ length: shown }, () => document.createElement("li")));
    this.drawing.still();
    if (title) part("told").textContent = title;
    if (kind === "minutes") { this.drawing.free(); this.voice.beep(true); }
    else if (kind !== "move") { this.drawing.at(0); this.tell(session.words[kind]); this.wait(); }
  }

  tell(words) { part("told").textContent = words; this.voice.say(words); }

  go() {
    this.state = "running";
    this.last = performance.now();
    this.clock = setInterval(() => this.tick(), TICK_MS);
    this.buttons();
  }

  stop() {
    this.state = "paused";
    clearInterval(this.clock);
    this.voice.hush();
    this.drawing.still();
    this.buttons();
  }

  tick() {
    const now = performance.now();
    this.passed += (now - this.last) / 1000;
    this.last = now;
    if (this.passed >= this.lasts) return this.next();
    if (this.now.kind === "move") this.move();
    else if (this.now.kind === "minutes") this.minutes();
    else this.wait();
  }

  show(number, word, share) {
    part("number").textContent = number;
    part("word").textContent = word;
    part("ring").setAttribute("stroke-dasharray", `${Math.round(share * RING)} ${RING}`);
  }

  wait() {
    const left = Math.ceil(this.lasts - this.passed);
    this.show(left, session.words[this.now.kind], this.passed / this.lasts);
    if (left <= COUNT_S && this.told !== left) { this.told = left; this.voice.beep(left === 1); }
  }

  minutes() {
    const left = this.lasts - this.passed, whole = Math.ceil(left / 60);
    this.show(left > 60 ? whole : Math.ceil(left), left > 60 ? session.words.left : session.words.seconds, this.passed / this.lasts);
    if (this.told !== "half" && this.passed >= this.lasts / 2) { this.told = "half"; this.tell(session.words.half); }
  }

  move() {
    const one = session.repetition, times = Math.floor(this.passed / one.lasts_s), within = this.passed - times * one.lasts_s;
    if (times !== this.times) { this.times = times; this.saying = [...one.says]; this.voice.beep(false); this.segments(times); }
    const place = placeIn(one, within);
    this.drawing.at(place.drawn);
    if (place.hold) this.show(Math.ceil(place.left), session.words.hold, 1 - place.left / place.lasts);
    else this.show(times + 1, `${session.words.times} ${this.now.times}`, within / one.lasts_s);
    while (this.saying.length && this.saying[0].at_s <= within) this.voice.say(this.saying.shift().says);
  }

  segments(times) {
    [...part("reps").children].forEach((one, place) => { one.dataset.state = place < times ? "done" : place === times ? "now" : ""; });
  }

  // What was left out is not called done: the person says below what became of it.
  end(skipped) {
    clearInterval(this.clock);
    this.state = "done";
    this.drawing.free();
    skipped ? this.show("–", "", 0) : this.show("✓", "", 1);
    part("reps").replaceChildren();
    if (session.repetition) part("counted").value = skipped && !this.done ? "" : this.done;
    this.tell(skipped ? session.words.skipped : session.words.done);
    this.buttons();
    const form = document.getElementById("outcome");
    form.querySelector('[value="done"]').classList.toggle("quiet", skipped);
    form.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    form.focus({ preventScroll: true });
  }

  buttons() {
    const running = this.state === "running", begun = this.state !== "before" && this.state !== "done";
    act("start").hidden = begun;
    act("pause").hidden = act("skip").hidden = !begun;
    act("pause").querySelector("span").textContent = running ? session.words.pause : session.words.on;
    act("voice").setAttribute("aria-pressed", this.voice.on);
    act("voice").querySelector("span").textContent = this.voice.on ? session.words.voice_on : session.words.voice_off;
  }

  keepAwake() { navigator.wakeLock?.request("screen").catch(() => {}); }

  press(name) {
    if (name === "start") { this.round = -1; this.done = 0; part("counted").value = ""; this.begin(); act("pause").focus(); }
    if (name === "pause") this.state === "running" ? this.stop() : this.resume();
    if (name === "skip") { this.next(true); if (this.state === "paused") this.resume(); }
    if (name === "voice") { this.voice.turn(); this.buttons(); }
  }

  resume() { if (this.now?.kind === "minutes") this.drawing.free(); this.go(); }
}

if (session) {
  const following = new Following();
  document.getElementById("follow").dataset.ready = "";
  following.buttons();
  for (const button of document.querySelectorAll("[data-act]")) button.addEventListener("click", () => following.press(button.dataset.act));
}
