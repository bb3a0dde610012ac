/** Reading a page aloud, where the device has a voice for its language. */

/** Show the button if there is a voice; voices often come later than the page. */
export function reader() {
  const button = document.querySelector("[data-listen]");
  const text = document.querySelector("[data-read]");
  if (!(button instanceof HTMLElement) || !(text instanceof HTMLElement) || !("speechSynthesis" in globalThis)) return;
  const lang = document.documentElement.lang;
  const voice = () => speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(lang));
  const offer = () => {
    button.hidden = !voice();
  };
  /** @param {boolean} speaking */
  const show = (speaking) => {
    const [start, stop] = /** @type {HTMLElement[]} */ ([...button.querySelectorAll("span")]);
    start.hidden = speaking;
    stop.hidden = !speaking;
  };
  button.addEventListener("click", () => {
    const speaking = speechSynthesis.speaking;
    speechSynthesis.cancel();
    show(!speaking);
    if (speaking) return;
    const parts = [...text.querySelectorAll("h1, h2, p, li")].map((part) => part.textContent?.trim()).filter(Boolean);
    parts.forEach((part, at) => {
      // one sentence a piece: long pieces are cut off after 15 s by some engines
      const piece = new SpeechSynthesisUtterance(part);
      piece.voice = voice() ?? null;
      piece.lang = lang;
      // a voice that fails ends too
      if (at === parts.length - 1) piece.onend = piece.onerror = () => show(false);
      speechSynthesis.speak(piece);
    });
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  offer();
}
