// The words of the screens, read from the catalogues themselves, and Arabic or French put in place.

import { readFileSync } from "node:fs";
import { useWords } from "../../frontend/js/words.js";

/** @param {string} lang */
export function speak(lang) {
  const texts = {};
  for (const name of ["ui", "browser"]) {
    const file = readFileSync(new URL(`../../locales/${lang}/LC_MESSAGES/${name}.po`, import.meta.url), "utf8");
    for (const entry of file.split("\n\n").slice(1)) {
      const [key, forms] = [/^msgid (".*")$/m.exec(entry)?.[1], [...entry.matchAll(/^msgstr(?:\[\d\])? (".*")$/gm)]];
      const said = forms.map(([, text]) => JSON.parse(text));
      if (key) texts[JSON.parse(key)] = entry.includes("msgid_plural") ? said : said[0];
    }
  }
  useWords(texts, lang);
}
