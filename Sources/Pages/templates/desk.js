// Progress and shortcuts. Every page works without it.
"use strict";

// After a form the message stands first and takes the focus.
document.querySelector("[data-focus]")?.focus();

// The one place where things are announced.
function say(text) {
  const status = document.getElementById("status");
  if (status) status.textContent = text;
}

window.addEventListener("offline", () => say(document.body.dataset.offline ?? ""));
