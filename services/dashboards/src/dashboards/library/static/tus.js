// How files are sent by tus 1.0.0. What is refused is thrown as `Refused`; what may go better later, as another error.
const TUS = { "Tus-Resumable": "1.0.0" };
const SAMPLE = 65536;
const WAITS = new Set([408, 423, 429]);

class Refused extends Error {
  constructor(status, detail) { super(detail); Object.assign(this, { status, detail }); }
}

// By XMLHttpRequest, because fetch says nothing of how far it is. `told` is given the request, to break it off.
async function ask(method, address, headers = {}, { body = null, progress = null, told = null } = {}) {
  const answer = await window.trellis.withSession(() => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    for (const [name, value] of Object.entries({ ...TUS, ...headers })) request.setRequestHeader(name, value);
    if (progress) request.upload.addEventListener("progress", ({ loaded }) => progress(loaded));
    request.addEventListener("load", () => resolve(request));
    for (const kind of ["error", "abort", "timeout"]) request.addEventListener(kind, () => reject(new Error(kind)));
    told?.(request);
    request.send(body);
  }));
  if (answer === null) { window.trellis.signIn(); throw new Error("the reader has to sign in"); }
  if (answer.status < 300) return answer;
  // Where another page has sent the same meanwhile, how far it is can be asked again.
  const later = answer.status >= 500 || WAITS.has(answer.status) || (answer.status === 409 && method === "PATCH");
  throw later ? new Error("later") : new Refused(answer.status, detailOf(answer));
}

function detailOf(answer) {
  try { return JSON.parse(answer.responseText).detail ?? ""; } catch { return ""; }
}

window.trellis.tus = {
  Refused,

  // Begins an upload; where it is.
  async create(address, name, size) {
    const encoded = btoa(String.fromCharCode(...new TextEncoder().encode(name)));
    const headers = { "Upload-Length": String(size), "Upload-Metadata": `filename ${encoded}` };
    return new URL((await ask("POST", address, headers)).getResponseHeader("Location"), location.href).pathname;
  },

  // How many bytes count.
  async offset(address) {
    return Number((await ask("HEAD", address)).getResponseHeader("Upload-Offset"));
  },

  // Sends a piece that stands at this offset; how many bytes count then.
  async send(address, offset, body, progress, told) {
    const headers = { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
    return Number((await ask("PATCH", address, headers, { body, progress, told })).getResponseHeader("Upload-Offset"));
  },

  async state(address) { return JSON.parse((await ask("GET", address)).responseText); },

  cancel(address) { return ask("DELETE", address); },

  // By what the same file is known again: its size, and bytes of its beginning, middle and end.
  async markOf(file) {
    if (!crypto.subtle) return [file.size, file.lastModified, file.name].join(" ");
    const starts = [0, Math.floor(file.size / 2), Math.max(0, file.size - SAMPLE)];
    const bytes = await new Blob(starts.map((start) => file.slice(start, start + SAMPLE))).arrayBuffer();
    return [file.size, ...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].join(" ");
  },
};
