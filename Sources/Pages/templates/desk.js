// Progress and shortcuts. Every page works without it.
"use strict";

// After a form the message stands first and takes the focus.
document.querySelector("[data-focus]")?.focus();

// The one place where things are announced, one after the other: what is replaced at once isn't
// heard.
const unsaid = [];
function say(text) {
  unsaid.push(text);
  if (unsaid.length === 1) sayNext();
}
function sayNext() {
  const status = document.getElementById("status");
  if (!status || unsaid.length === 0) return;
  status.textContent = unsaid[0];
  setTimeout(() => {
    unsaid.shift();
    sayNext();
  }, 300);
}

// A message that is seen as well, at once.
function show(text) {
  const status = document.getElementById("status");
  if (!status) return;
  unsaid.length = 0;
  status.classList.remove("unseen");
  status.textContent = text;
}

const offline = document.getElementById("status")?.dataset.offline ?? "";
window.addEventListener("offline", () => show(offline));

// Two minutes before the session ends for want of use, somebody can stay.
function watchTime() {
  const status = document.getElementById("status");
  const left = Number(status?.dataset.left);
  if (!left) return;
  setTimeout(() => {
    show(status.dataset.ending);
    const stay = document.createElement("button");
    stay.textContent = status.dataset.stay;
    stay.addEventListener("click", async () => {
      const answer = await fetch("/session", { redirect: "manual" });
      if (answer.status !== 204) return;
      status.classList.add("unseen");
      status.textContent = "";
      watchTime();
    });
    status.append(" ", stay);
  }, Math.max(0, left - 120) * 1000);
}
watchTime();

// Single keys: they move or open, never decide, and do nothing while somebody writes.
document.addEventListener("keydown", (event) => {
  const at = event.target instanceof Element ? event.target : document.body;
  if (!document.querySelector("[data-keys]") || event.isComposing || event.defaultPrevented) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (at.closest("input, select, textarea, [contenteditable]")) return;
  const goal =
    event.key === "n"
      ? document.getElementById("text")
      : document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!goal) return;
  event.preventDefault();
  if (goal.matches("a")) return goal.click();
  if (goal.matches("details")) goal.open = true;
  const place = goal.querySelector("summary") ?? goal;
  place.focus();
  place.scrollIntoView({ block: "nearest" });
});

// A form that can't be sent keeps what was typed.
document.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  show(offline);
});

// Documents: each file says its kind, then one request each, with progress, cancel and retry.
function uploads(form) {
  const words = form.dataset;
  const list = form.querySelector("ul.uploads");
  const picker = form.querySelector("input[type=file]");
  const types = picker.accept.split(",");
  const items = new Set();
  const waiting = [];
  let busy = 0;
  const fill = (text, slots) => text.replace(/\{(\w+)\}/g, (all, key) => slots[key] ?? all);

  function typeOf(file) {
    const ending = "." + file.name.split(".").pop().toLowerCase().replace("jpeg", "jpg");
    const place = types.indexOf(types.includes(file.type) ? file.type : ending);
    return place < 0 ? null : types[place - (place % 2)];
  }

  // What a name gives away; whoever chose the file knows better.
  function guess(name) {
    if (/lebenslauf|resume|(^|[^a-z])cv([^a-z]|$)/i.test(name)) return "cv";
    if (/anschreiben|letter/i.test(name)) return "coverLetter";
    if (/zeugnis|certificate|diplom/i.test(name)) return "certificate";
    if (/portfolio/i.test(name)) return "portfolio";
    return /foto|photo/i.test(name) ? "photo" : form.querySelector("#kind").value;
  }

  class Item {
    constructor(file) {
      this.file = file;
      this.key = crypto.randomUUID();
      this.row = form.querySelector("template").content.firstElementChild.cloneNode(true);
      this.find = (selector) => this.row.querySelector(selector);
      this.find(".upload-name").textContent = file.name;
      this.kind = this.find("select");
      this.kind.value = guess(file.name);
      this.kind.setAttribute("aria-label", fill(words.kind, file));
      this.kind.addEventListener("change", () => (this.key = crypto.randomUUID()));
      this.find("progress").setAttribute("aria-label", file.name);
      for (const button of this.row.querySelectorAll("[data-do]")) {
        button.setAttribute("aria-label", fill(words[button.dataset.do], file));
        button.addEventListener("click", () => this[button.dataset.do]());
      }
      list.append(this.row);
      const type = typeOf(file);
      if (!type) return this.show(words.type, "remove");
      if (file.size === 0) return this.show(words.empty, "remove");
      if (file.size > Number(words.limit)) return this.show(words.large, "remove");
      this.type = type;
      this.isReady = true;
      items.add(this);
      this.show(words.ready, "remove");
    }

    // What it says now, and which buttons make sense.
    show(text, ...buttons) {
      this.find(".upload-state").textContent = text;
      for (const button of this.row.querySelectorAll("[data-do]"))
        button.hidden = !buttons.includes(button.dataset.do);
      this.find("progress").hidden = !buttons.includes("cancel");
    }

    queue() {
      this.isReady = false;
      this.show("", "cancel");
      waiting.push(this);
      next();
    }

    send() {
      busy += 1;
      this.kind.disabled = true;
      this.quarter = 0;
      say(fill(words.started, this.file));
      const target = `${words.target}?kind=${this.kind.value}&name=${encodeURIComponent(this.file.name)}`;
      this.request = new XMLHttpRequest();
      this.request.open("POST", target);
      this.request.setRequestHeader("Content-Type", this.type);
      this.request.setRequestHeader("Idempotency-Key", this.key);
      this.request.upload.onprogress = (event) => this.progress(event);
      this.request.onload = () => this.answered();
      this.request.onerror = () => this.failed(words.lost, "retry", "remove");
      this.request.onloadend = () => {
        busy -= 1;
        next();
      };
      this.request.send(this.file);
    }

    progress(event) {
      const percent = Math.floor((100 * event.loaded) / this.file.size);
      this.find("progress").value = percent;
      this.find(".upload-state").textContent = `${Math.min(percent, 100)} %`;
      const quarter = Math.floor(percent / 25);
      if (quarter > this.quarter && quarter < 4)
        say(fill(words.quarter, { name: this.file.name, percent: quarter * 25 }));
      this.quarter = quarter;
    }

    answered() {
      const status = this.request.status;
      if (status === 201) {
        this.isStored = true;
        this.show(words.done);
        return say(fill(words.stored, this.file));
      }
      const again = { 401: words.session, 500: words.failed, 503: words.failed };
      if (again[status]) return this.failed(again[status], "retry", "remove");
      const why = { 413: words.large, 415: words.mismatch, 422: words.empty };
      this.failed(why[status] ?? words.failed, "remove");
    }

    failed(text, ...buttons) {
      this.kind.disabled = false;
      this.show(fill(text, this.file), ...buttons);
      say(fill(text === words.lost ? words.lost : words.failed, this.file));
    }

    cancel() {
      const place = waiting.indexOf(this);
      if (place >= 0) waiting.splice(place, 1);
      this.request?.abort();
      this.kind.disabled = false;
      this.show(words.cancelled, "retry", "remove");
      this.find("[data-do=retry]").focus();
    }

    retry() {
      this.queue();
      this.find("[data-do=cancel]").focus();
    }

    remove() {
      items.delete(this);
      this.row.remove();
      picker.focus();
    }
  }

  function next() {
    if (busy < 2 && waiting.length > 0) waiting.shift().send();
  }

  function add(files) {
    for (const file of files) new Item(file);
    picker.value = "";
  }

  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) return;
    event.preventDefault();
    const ready = [...items].filter((item) => item.isReady);
    if (ready.length === 0) picker.focus();
    for (const item of ready) item.queue();
  });
  picker.addEventListener("change", () => add([...picker.files]));
  const drop = form.querySelector(".drop");
  for (const kind of ["dragover", "dragleave", "drop"])
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop") add([...event.dataTransfer.files]);
    });
  window.addEventListener("beforeunload", (event) => {
    if (busy > 0 || [...items].some((item) => item.isReady)) event.preventDefault();
  });
}
const form = document.getElementById("upload");
if (form) uploads(form);
