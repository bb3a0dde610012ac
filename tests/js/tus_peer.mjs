// tus-js-client, a client we did not write, against the real server. Told what to do by a file of JSON:
// {address, device, key (JWK), envelope, sha256, bytes (base64), act}; says what happened as JSON.

import { createHash, webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import tus from "tus-js-client";

const { address, device, key, envelope, sha256, bytes, act } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const content = Buffer.from(bytes, "base64");
const signing = await webcrypto.subtle.importKey("jwk", key, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
const nothing = createHash("sha256").digest("hex");
const asked = [];

async function sign(request) {
  const { pathname, search } = new URL(request.getURL());
  const t = Math.floor(Date.now() / 1000);
  const message = Buffer.from(`${request.getMethod()}\n${pathname}${search}\n${t}\n${nothing}`);
  const signature = await webcrypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, signing, message);
  request.setHeader("Shubbak-Device", `${device};t=${t};sig=${Buffer.from(signature).toString("base64url")}`);
}

/** One run of an upload to its end, or to where `progress` ends it. */
const run = (options, progress = () => {}) =>
  new Promise((done) => {
    const upload = new tus.Upload(content, {
      endpoint: `${address}/sync/files`,
      metadata: { envelope, sha256 },
      chunkSize: 100_000,
      retryDelays: null,
      onBeforeRequest: sign,
      onAfterResponse: (request, answer) => asked.push([request.getMethod(), answer.getStatus()]),
      onSuccess: () => done({ end: "success", url: upload.url }),
      onError: (error) => done({ end: "error", status: error.originalResponse?.getStatus(), url: upload.url }),
      onChunkComplete: (_, sent) => progress(upload, sent, done),
      ...options,
    });
    upload.start();
  });

const pause = (upload, sent, done) => upload.abort().then(() => done({ end: "paused", sent, url: upload.url }));
const giveUp = (upload, sent, done) => upload.abort(true).then(() => done({ end: "given up", sent, url: upload.url }));
const wrongly = (request) => {
  if (request.getMethod() === "PATCH")
    request.setHeader("Upload-Checksum", `sha1 ${createHash("sha1").update("else").digest("base64")}`);
  return sign(request);
};

const ACTS = {
  whole: async () => [await run()],
  "pause and resume": async () => {
    const paused = await run({}, pause);
    return [paused, await run({ uploadUrl: paused.url })];
  },
  "give up": async () => {
    const gone = await run({}, giveUp);
    return [gone, await run()];
  },
  "wrong checksum": async () => {
    const refused = await run({ onBeforeRequest: wrongly });
    return [refused, await run({ uploadUrl: refused.url })];
  },
};

process.stdout.write(JSON.stringify({ ends: await ACTS[act](), asked }));
