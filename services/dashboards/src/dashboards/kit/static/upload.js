// Sends files that are chosen in a `data-upload`, one by one, and says of each how far it is. A file's name is a private
// word: it travels in a header and stands in no address.
document.addEventListener("change", (event) => {
  const place = event.target.closest("[data-upload]");
  if (!place || event.target.type !== "file") return;
  for (const file of event.target.files) begin(place, file);
  event.target.value = "";
});

function begin(place, file) {
  const row = document.createElement("li");
  row.append(span("upload-name", file.name), span("upload-state", ""));
  place.querySelector(".upload-files").append(row);
  const wrong = problemWith(place, file);
  if (wrong) return tell(row, file, wrong, "failed");
  send(place, file, row, window.trellis.newKey());
}

function problemWith(place, file) {
  if (!place.dataset.types.split(" ").includes(file.type)) return place.dataset.wrongType;
  return file.size > Number(place.dataset.largest) ? place.dataset.tooLarge : null;
}

async function send(place, file, row, key) {
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  row.append(bar);
  tell(row, file, place.dataset.sending, "sending");
  try {
    const answer = await window.trellis.withSession(() => transfer(place.dataset.upload, file, key, bar));
    if (answer === null) return window.trellis.signIn();
    if (answer.status < 300) return tell(row, file, place.dataset.sent, "sent");
    if (answer.status >= 500) throw new Error("nobody can tell whether it arrived");
    tell(row, file, place.dataset.refused, "failed");
  } catch {
    tell(row, file, place.dataset.unknown, "failed");
    offerAgain(place, file, row, key);
  } finally {
    bar.remove();
  }
}

// By XMLHttpRequest, because fetch says nothing of how far it is.
function transfer(address, file, key, bar) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Content-Type", file.type);
    request.setRequestHeader("Content-Disposition", `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Idempotency-Key", key);
    request.upload.addEventListener("progress", ({ loaded, total }) => { if (total) bar.value = loaded / total; });
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", () => reject(new Error("the network is away")));
    request.send(file);
  });
}

function offerAgain(place, file, row, key) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = place.dataset.again;
  button.setAttribute("aria-label", `${place.dataset.again}: ${file.name}`);
  button.addEventListener("click", () => {
    button.remove();
    send(place, file, row, key);
  });
  row.append(button);
}

function tell(row, file, words, state) {
  row.dataset.state = state;
  row.querySelector(".upload-state").textContent = words;
  window.trellis.announce(`${file.name}: ${words}`);
}

function span(name, words) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = words;
  return made;
}
