/** Told by the server when what is on the page moved; where no stream comes through, the page asks now and then. */
const EVERY = 30_000;
const live = document.getElementById("live");

if (live) listen(live.dataset.live ?? "", live.dataset.after ?? "");

/** @param {string} url @param {string} after */
function listen(url, after) {
  const stream = new EventSource(`${url}&after=${after}`);
  let last = after;
  // Behind some networks a stream never begins.
  const mute = setTimeout(() => stream.close() ?? setTimeout(ask, 0, url, last), EVERY / 2);
  stream.addEventListener("open", () => clearTimeout(mute));
  stream.addEventListener("moved", ({ lastEventId }) => {
    last = lastEventId;
    moved();
  });
  stream.addEventListener("error", () => {
    // A line that ended is begun anew by the browser; one that was refused is not.
    if (stream.readyState === EventSource.CLOSED) setTimeout(ask, EVERY, url, last);
  });
}

/** @param {string} url @param {string} after */
async function ask(url, after) {
  const answer = await page(`${url}&after=${after}`).catch(() => undefined);
  if (answer && !answer.ok) return; // whoever was here has gone: nothing more is told
  const said = await answer?.json();
  if (said?.moved) moved();
  setTimeout(ask, EVERY, url, said?.position ?? after);
}

/** As what a page asks by itself: it keeps no session awake. @param {string} url */
const page = (url) => fetch(url, { headers: { "HX-Request": "true" }, redirect: "error" });

/** A list is shown anew where nobody is in the middle of something in it; else it is said that it moved. */
async function moved() {
  const rows = document.getElementById("rows");
  const busy = !rows || rows.contains(document.activeElement) || rows.querySelector(":checked");
  const answer = busy ? undefined : await page(location.href).catch(() => undefined);
  if (!answer?.ok) {
    live?.toggleAttribute("hidden", false);
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["views", "rows"]) {
    const [old, now] = [document.getElementById(id), fresh.getElementById(id)];
    if (old && now) old.replaceChildren(...[...now.childNodes].map((node) => document.importNode(node, true)));
  }
  live?.toggleAttribute("hidden", true);
}
