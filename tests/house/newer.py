"""What browsers of the floor (Chrome 90, Safari 15.4, Firefox 102) do not know, and who learnt it last.

Each entry: the pattern, an example that it must find, and the version. What an old browser may simply ignore
(`text-wrap: balance`, `@media (scripting)`, an option of a call) is not here.
"""

SCRIPT = (
    (r"\.at\(", "list.at(-1)", "Chrome 92"),
    (r"\bstructuredClone\(", "structuredClone(draft)", "Chrome 98"),
    (r"\.findLast(Index)?\(", "rows.findLast(filled)", "Chrome 97, Firefox 104"),
    (r"\bObject\.hasOwn\(", "Object.hasOwn(answers, id)", "Chrome 93"),
    (r"\b(Object|Map)\.groupBy\(", "Object.groupBy(rows, body)", "Safari 17.4"),
    (r"\.(toSorted|toReversed|toSpliced)\(", "rows.toSorted()", "Firefox 115"),
    (r"\bArray\.fromAsync\(", "Array.fromAsync(rows)", "Chrome 121"),
    (r"\bPromise\.(withResolvers|try)\(", "Promise.withResolvers()", "Firefox 121"),
    (r"\.(isWellFormed|toWellFormed)\(", "text.toWellFormed()", "Firefox 119"),
    (r"\.(values|keys|entries)\(\)\s*\.(map|filter|some|every|find|reduce|forEach|toArray|take|drop|flatMap)\(",
     "rooms.keys().map(open)", "Safari 18.4"),
    (r"\.(union|intersection|difference|symmetricDifference|isSubsetOf)\(", "seen.union(all)", "Firefox 127"),
    (r"\.(toBase64|toHex|setFromBase64)\(|Uint8Array\.from(Base64|Hex)\(", "bytes.toHex()", "Chrome 140"),
    (r"\bRegExp\.escape\(", "RegExp.escape(text)", "Chrome 136"),
    (r"\(\?<[=!]", r"/(?<=,)\d/", "Safari 16.4: the whole file fails to load"),
    (r"/[dgimsy]*v[dgimsy]*[.,;)]", r"test(/\p{L}/v)", "Firefox 116"),
    (r"\bstatic\s*\{", "static { begin(); }", "Safari 16.4"),
    (r"#\w+ in \b", "#key in one", "Chrome 91"),
    (r"(?m)^(const .* = |let .* = )?await\b", "const one = await open();", "a classic worker: none"),
    (r"\bfor await\b", "for await (const piece of stream)", "streams: Safari 26"),
    (r"\bawait using\b|^\s*using \w+ =", "await using lock = hold()", "Safari: none"),
    (r"\bcause:", "new Error(text, { cause: reason })", "Chrome 93"),
    (r"\bimport\b.*\bwith\s*\{", 'import data from "./a.json" with { type: "json" }', "Firefox 138"),
    (r"\bAbortSignal\.(timeout|any)\(", "AbortSignal.timeout(9)", "Chrome 103"),
    (r"\bthrowIfAborted\(", "signal.throwIfAborted()", "Chrome 100"),
    (r"\brandomUUID\(", "crypto.randomUUID()", "Chrome 92"),
    (r"\breportError\(", "reportError(fault)", "Chrome 95"),
    (r"\bURL\.(canParse|parse)\(", "URL.canParse(text)", "Chrome 120"),
    (r"\bIntl\.(Segmenter|DurationFormat|supportedValuesOf)\b", "new Intl.Segmenter()", "Firefox 125"),
    (r"\bResponse\.json\(", "Response.json({})", "Chrome 105"),
    (r"\bindexedDB\.databases\(", "indexedDB.databases()", "Firefox 126"),
    (r"\bOffscreenCanvas\b", "new OffscreenCanvas(1, 1)", "Safari 16.4"),
    (r"\b(Dec|C)ompressionStream\b", "new DecompressionStream(kind)", "Firefox 113"),
    (r"\bBarcodeDetector\b", "new BarcodeDetector()", "Safari, Firefox: none"),
    (r"\bSyncManager\b|\.sync\.register\(", "registration.sync.register(tag)", "Safari, Firefox: none"),
    (r"\brequestIdleCallback\(", "requestIdleCallback(draw)", "Safari: none"),
    (r"\bscheduler\.", "scheduler.postTask(draw)", "Safari: none"),
    (r"\.(showPicker|requestSubmit|togglePopover|showPopover|checkVisibility)\(", "form.requestSubmit()", "Safari 16"),
    (r"\.inert\b", "page.inert = true", "Firefox 112"),
    (r"\bstartViewTransition\(", "document.startViewTransition(draw)", "Firefox 144"),
    (r"[\"']scrollend[\"']", 'on("scrollend", draw)', "Safari 26"),
)  # fmt: skip

STYLE = (
    (r":has\(", "p:has(b) {}", "Chrome 105, Firefox 121"),
    (r"&", "a { &:hover {} }", "Chrome 112"),
    (r"@(layer|container|scope|property|starting-style|view-transition)\b", "@layer base;", "Chrome 99"),
    (r":(user-valid|user-invalid|modal|popover-open|state\()", "dialog:modal {}", "Chrome 105"),
    (r"\b(color-mix|oklch|oklab|lch|lab|light-dark|linear|if)\(", "light-dark(a, b)", "Safari 17.5"),
    (r"\d(dv|sv|lv)(h|w|i|b|min|max)\b", "100dvh", "Chrome 108"),
    (r"\d(cq(w|h|i|b)|lh|rlh)\b", "2lh", "Firefox 120"),
    (r"\(\s*(width|height|inline-size|block-size)\s*[<>]", "@media (width > 40rem)", "Chrome 104"),
    (r"(?m)^\s*(translate|rotate|scale):", "  rotate: 45deg;", "Chrome 104"),
    (r"\bsubgrid\b", "grid-template-rows: subgrid", "Chrome 117"),
    (r"(?m)^\s*mask(-\w+)?:", "  mask: url(a.svg);", "Chrome 120"),
    (r"overflow(-\w+)?:\s*clip\b", "overflow: clip", "Safari 16"),
    (r"\b(anchor-name|position-anchor|position-area)\b", "anchor-name: --a", "Firefox: none"),
)  # fmt: skip

PAGE = (
    (r"<script[^>]*importmap", '<script type="importmap">', "Firefox 108"),
    (r"\bpopover(target)?\b\s*=", '<p popover="auto">', "Firefox 125"),
    (r"<search\b", "<search>", "Chrome 118"),
    (r"\sinert\b[^=]*>", "<main inert>", "Firefox 112"),
)  # fmt: skip

ASKED_FIRST = {
    ("form/xlsx.js", "DecompressionStream"): 'typeof DecompressionStream === "function"',
    ("verify/camera.js", "BarcodeDetector"): "if (!Barcodes) return",
    ("update.js", "SyncManager"): '"SyncManager" in globalThis',
    ("sending.js", ".sync.register("): '"sync" in registration',
    ("vendor/htmx.js", "startViewTransition("): "if(document.startViewTransition)",
}
"""Used only where the browser has it: the file, what is used, and the question that the file asks first."""
