// Says in the page's live region what has just happened. The region is emptied first, so that the same words twice are
// said twice.
let pending = null;

window.trellis = Object.assign(window.trellis ?? {}, {
  // Without words, what was said is taken back.
  announce(words) {
    const region = document.querySelector("[data-announce]");
    if (!region) return;
    window.clearTimeout(pending);
    region.textContent = "";
    if (words) pending = window.setTimeout(() => { region.textContent = words; }, 100);
  },

  // Calls `send` and, where the session has ended, once more with a fresh one. Null where the reader has to sign in.
  async withSession(send) {
    const answer = await send();
    if (answer.status !== 401) return answer;
    return await window.trellis.renewed() ? send() : null;
  },

  newKey() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  },
});

// A button that only says something: `data-say` has the words.
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-say]");
  if (button) window.trellis.announce(button.dataset.say);
});
