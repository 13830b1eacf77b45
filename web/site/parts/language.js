// The language that a reader chose, kept in this browser alone.

/** @typedef {"en" | "ko"} Language */

const KEY = "feedforward.language";

/** @returns {string | null} */
export function rememberedLanguage() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // Storage may be switched off.
  }
}

/** @param {Language} language */
export function rememberLanguage(language) {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // It is then chosen by the browser's language each time.
  }
}
