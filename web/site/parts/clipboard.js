// Text to the clipboard.

/**
 * Copies a text and says whether that worked.
 *
 * @param {string} text
 * @param {{ copied: string, copyFailed: string }} words
 * @param {(message: string) => void} say
 */
export async function copyText(text, words, say) {
  try {
    await navigator.clipboard.writeText(text);
    say(words.copied);
  } catch {
    say(words.copyFailed);
  }
}
