"""Stand-ins for what a phone has and headless Chromium has not: a reader of codes, voices, a share sheet.

Each stands for exactly the platform's part and notes in `window.seen` what our code asked of it.
"""

import json

# Sees the code as a reader does: only where frames of a picture really come.
BARCODES = """(code) => {
  window.seen = { looked: 0 };
  window.BarcodeDetector = class {
    static getSupportedFormats = async () => ["ean_13", "qr_code"];
    async detect(source) {
      seen.looked += 1;
      const shows = source instanceof ImageBitmap || (source.readyState >= 2 && source.videoWidth > 0);
      return shows ? window.inView ?? [{ rawValue: code }] : [];
    }
  };
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (asked) => {
    const stream = await open(asked);
    (seen.streams ??= []).push(stream);
    return stream;
  };
}"""
REFUSED_CAMERA = """() => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
}"""
# Voices come after the page, as in Chromium; a piece is spoken until the test says that it ended.
VOICES = """(langs) => {
  window.seen = { spoken: [], cancelled: 0 };
  let voices = [];
  const synthesis = new EventTarget();
  Object.assign(synthesis, {
    getVoices: () => voices,
    speak: (piece) => { seen.spoken.push(piece); synthesis.speaking = true; },
    cancel: () => { seen.cancelled += 1; synthesis.speaking = false; },
    speaking: false,
  });
  Object.defineProperty(window, "speechSynthesis", { value: synthesis });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  window.voicesCome = () => {
    voices = langs.map((lang) => ({ lang, name: lang }));
    synthesis.dispatchEvent(new Event("voiceschanged"));
  };
  window.lastEnds = (how) => {
    synthesis.speaking = false;
    const last = seen.spoken.at(-1);
    last[how]?.(new Event(how));
  };
}"""
# A sheet opens at a person's tap alone, as the specification says; `forgetful` forgets the first tap, as time does.
SHARING = """({ files, forgetful }) => {
  window.seen = { shared: [] };
  let forgotten = !forgetful;
  if (files) navigator.canShare = (what) => what.files.every((file) => file.type === "application/pdf");
  navigator.share = async ({ files = [], text }) => {
    if (!navigator.userActivation.isActive || !forgotten) {
      forgotten = true;
      throw new DOMException("no tap", "NotAllowedError");
    }
    const heads = await Promise.all(files.map(async (file) => ({
      name: file.name, type: file.type, head: await file.slice(0, 5).text(),
    })));
    seen.shared.push({ text, files: heads });
  };
}"""
NOTHING_TO_SHARE_WITH = """() => { Object.defineProperty(navigator, "clipboard", { value: undefined }); }"""


def installed(stand_in: str, given: object = None) -> str:
    """The script that puts a stand-in into every page before its own scripts run."""
    return f"({stand_in})({json.dumps(given)})"
