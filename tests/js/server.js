// The server of the contract, as small as it can be, whose answers a test can cut, twist or withhold.

import { generateKeyPairSync, sign } from "node:crypto";

export class Server {
  epoch = "first";
  restoredTo = undefined;
  durable = 0;
  time = Date.parse("2026-02-11T17:00:00Z");
  calls = [];
  devices = new Map();
  stored = new Map();
  uploads = new Map();
  changes = [];
  /** What the next answers become: functions of (response, request) in order; null lets one pass. */
  faults = [];
  /** What the server makes of an envelope. */
  judge = () => ({ outcome: "applied" });
  key = newKey("k1");

  fetch = async (url, init = {}) => {
    const { pathname, search } = new URL(url, "http://localhost:8000");
    const request = { method: init.method ?? "GET", path: pathname + search, headers: init.headers ?? {}, init };
    request.body = typeof init.body === "string" ? init.body : init.body ? Buffer.from(init.body) : Buffer.alloc(0);
    this.calls.push(request);
    const fault = this.faults.shift();
    if (fault?.before) return fault.before(request);
    const answer = this.answer(request);
    return fault ? fault(answer, request) : answer;
  };

  paths = () => this.calls.map(({ method, path }) => `${method} ${path}`);

  headers = () => ({
    "Shubbak-Time": new Date(this.time).toISOString(),
    "Shubbak-Time-Token": `token-${this.time}`,
    "Shubbak-Durable": String(this.durable),
  });

  json = (body, status = 200, more = {}) =>
    new Response(JSON.stringify(body), {
      status,
      headers: { "Content-Type": "application/json", ...this.headers(), ...more },
    });

  answer(request) {
    const { method, path } = request;
    if (path === "/sync/manifest") return this.manifest();
    if (path === "/sync/devices") {
      const { device_id } = JSON.parse(request.body);
      this.devices.set(device_id, request.body);
      return this.json({}, 201);
    }
    if (path === "/sync/push") return this.push(JSON.parse(request.body));
    const [deviceId] = (request.headers["Shubbak-Device"] ?? "").split(";");
    if (!deviceId) return this.json({ code: "device.signature" }, 401);
    if (!this.devices.has(deviceId)) return this.json({ code: "device.unknown" }, 401);
    if (path === "/sync/outcomes") {
      const { ids } = JSON.parse(request.body);
      return this.json({ epoch: this.epoch, outcomes: ids.map((id) => this.outcome(id)) });
    }
    if (path.startsWith("/sync/pull")) return this.pull(new URL(path, "http://x").searchParams.get("after"));
    if (path.startsWith("/sync/files")) return this.tus(method, path, request);
    return this.json({ code: "not_found" }, 404);
  }

  manifest() {
    const { kid, x } = this.key;
    const restored = this.restoredTo === undefined ? {} : { restored_to: this.restoredTo };
    const keys = [{ kid, kty: "OKP", crv: "Ed25519", x, from: "2026-01-01T00:00:00Z", to: null }];
    return this.json({ protocol: 1, epoch: this.epoch, backup: true, receipt_keys: keys, seal_key: null, ...restored });
  }

  push({ carrier, items }) {
    if (!this.devices.has(carrier)) return this.json({ code: "device.unknown" }, 401);
    return this.json({ epoch: this.epoch, outcomes: items.map((item) => this.take(item)) });
  }

  take(offered) {
    const item = offered.item ?? offered;
    if (!this.stored.has(item.id)) {
      const verdict = this.judge(item, this);
      if (["retry", "upgrade"].includes(verdict.outcome)) return { id: item.id, digest: item.digest, ...verdict };
      this.stored.set(item.id, { item, verdict, position: this.stored.size + 1 });
    }
    return this.outcome(item.id);
  }

  outcome(id) {
    const kept = this.stored.get(id);
    if (!kept) return { id, outcome: "unknown" };
    const { item, verdict, position } = kept;
    const base = { id, digest: item.digest, ...verdict };
    const missing = (verdict.missing ?? []).filter((hash) => ![...this.uploads.values()].some((u) => u.done === hash));
    if (verdict.outcome === "refused") return base;
    if (verdict.outcome === "applied" || (verdict.outcome === "need_files" && !missing.length)) {
      const number = `CB-49-2026-${String(position).padStart(6, "0")}-27`;
      const receipt = { number, token: this.token(item, number, 1), url: `/r/${number}`, secret: "ABCDEFGH23456789" };
      const dossier = { number, state: "filed", revision: 1 };
      return { id, digest: item.digest, outcome: "applied", position, dossier, receipt, flags: [] };
    }
    return { ...base, ...(verdict.missing ? { missing } : {}), position, receipt: { token: this.token(item, id, 0) } };
  }

  token(item, number, kind) {
    const digest16 = Buffer.from(item.digest, "hex").subarray(0, 16);
    const filled = Math.floor(Date.parse(item.filled_at) / 1000);
    return coseSign1(this.key, [1, number, item.service, digest16, filled, Math.floor(this.time / 1000), kind, null]);
  }

  pull(after) {
    const from = after === "" ? 0 : Number(after);
    if (from > this.changes.length) return this.json({ cursor: "0", reset: true, changes: [] });
    const changes = this.changes.slice(from, from + 2);
    return this.json({ cursor: String(from + changes.length), reset: false, changes });
  }

  tus(method, path, { headers, body }) {
    const answer = (status, more = {}) =>
      new Response(null, { status, headers: { ...this.headers(), "Tus-Resumable": "1.0.0", ...more } });
    if (method === "POST") {
      const [, sha256] = /sha256 (\S+)/.exec(headers["Upload-Metadata"]);
      const url = `/sync/files/upload-${this.uploads.size + 1}`;
      const hash = Buffer.from(sha256, "base64").toString();
      this.uploads.set(url, { hash, size: Number(headers["Upload-Length"]), bytes: Buffer.alloc(0) });
      return answer(201, { Location: url });
    }
    const upload = this.uploads.get(path);
    if (!upload) return answer(404);
    if (method === "HEAD") return answer(200, { "Upload-Offset": String(upload.bytes.length) });
    if (Number(headers["Upload-Offset"]) !== upload.bytes.length) return answer(409);
    upload.bytes = Buffer.concat([upload.bytes, body]);
    if (upload.bytes.length === upload.size) upload.done = upload.hash;
    return answer(204, { "Upload-Offset": String(upload.bytes.length) });
  }
}

export function newKey(kid) {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return { kid, privateKey, x: publicKey.export({ format: "jwk" }).x };
}

export function coseSign1({ kid, privateKey }, payload) {
  const protectedBytes = cbor(
    new Map([
      [1, -8],
      [4, Buffer.from(kid)],
    ]),
  );
  const content = cbor(payload);
  const signature = sign(null, cbor(["Signature1", protectedBytes, Buffer.alloc(0), content]), privateKey);
  return Buffer.concat([Buffer.of(0xd2), cbor([protectedBytes, new Map(), content, signature])]).toString("base64url");
}

function cbor(value) {
  if (value === null) return Buffer.of(0xf6);
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  return Buffer.concat([head(5, value.size), ...[...value].flat().map(cbor)]);
}

function head(major, size) {
  if (size < 24) return Buffer.of((major << 5) | size);
  if (size < 256) return Buffer.of((major << 5) | 24, size);
  if (size < 65536) return Buffer.of((major << 5) | 25, size >> 8, size & 255);
  const bytes = Buffer.alloc(5, (major << 5) | 26);
  bytes.writeUInt32BE(size, 1);
  return bytes;
}
