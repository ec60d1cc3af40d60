// The session that the browser's cookies stand for. An access token lasts a quarter of an hour; the way to a fresh one
// leads past `next`, and ends there unless the reader has to sign in first.
const HERE = new URL(import.meta.url).pathname;

window.trellis = {
  // Whether there is a fresh session now. Rejects where the network is away or the services are.
  async renewed() {
    const answer = await fetch("/partners/v1/session/renew?next=" + encodeURIComponent(HERE));
    if (answer.status >= 500) throw new Error("the session cannot be renewed just now");
    return answer.ok && new URL(answer.url).pathname === HERE;
  },

  // Leaves the page for the sign-in page, which leads back here.
  signIn() {
    location.assign("/partners/v1/session/renew?next=" + encodeURIComponent(location.pathname + location.search));
  },
};
