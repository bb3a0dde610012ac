// What happens to answers on bad links. Each is given to `server.faults` and hits one call.

export const offline = { before: () => Promise.reject(new TypeError("Failed to fetch")) };

/** Accepts and never answers. */
export const hang = {
  before: ({ init }) =>
    new Promise((_, fail) => init.signal.addEventListener("abort", () => fail(new DOMException("", "AbortError")))),
};

/** The server never saw the call; somebody else answered. */
export const captivePortal = {
  before: () => new Response("<html>Welcome to the hotel", { status: 200, headers: { "Content-Type": "text/html" } }),
};

export const status = (code, headers = {}) => ({ before: () => new Response("gone wrong", { status: code, headers }) });

/** The server did its work, the answer broke off. */
export const cut = async (answer) => {
  const text = await answer.text();
  return new Response(text.slice(0, text.length / 2), { status: answer.status, headers: answer.headers });
};

/** The connection broke before the first byte of the answer. */
export const lost = () => Promise.reject(new TypeError("network"));

/** The answer says something else than the server meant. */
export const twisted = (twist) => async (answer) => {
  const body = await answer.json();
  return new Response(JSON.stringify(twist(body) ?? body), { status: answer.status, headers: answer.headers });
};
