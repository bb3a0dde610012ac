// Node's module loading bent for the tests: `../vendor/…` is found where the server would serve it from, and a
// `?tab=…` is handed on to what a module imports, so that each tab has its own copy of every module.

const VENDOR = new URL("../../static/vendor/", import.meta.url);

export async function resolve(specifier, context, next) {
  const [, vendored] = /^\.\.\/vendor\/(.+)$/.exec(specifier) ?? [];
  const found = await next(vendored ? new URL(vendored, VENDOR).href : specifier, context);
  const tab = context.parentURL && new URL(context.parentURL).searchParams.get("tab");
  if (!tab || !found.url.startsWith("file:") || found.url.includes("?")) return found;
  return { ...found, url: `${found.url}?tab=${tab}` };
}

const sabotage = JSON.parse(process.env.SHUBBAK_SABOTAGE ?? "null");

/** Breaks one line of the program on purpose, where a trial asks for it. */
export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (!sabotage || new URL(url).pathname.split("/js/").pop() !== sabotage.file) return loaded;
  const source = String(loaded.source);
  if (!source.includes(sabotage.line)) throw new Error(`the line to break is not in ${sabotage.file}`);
  return { ...loaded, source: source.replace(sabotage.line, sabotage.broken) };
}
