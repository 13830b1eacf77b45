// Pictures of every section, to be looked at: both languages, both themes, a desk and a phone.
//
//   node web/tests/shots.mjs FOLDER [SECTION ...]      a section may bring its parameters: "perceptron?w1=1"

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Browser, LANGUAGES, SECTIONS, settled } from "./browser.mjs";

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) {
  console.error("error: expected a folder for the pictures: node web/tests/shots.mjs FOLDER [SECTION ...]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const browser = await Browser.open();
let failed = 0;
try {
  for (const section of wanted.length > 0 ? wanted : SECTIONS) {
    for (const language of LANGUAGES) {
      for (const width of [1280, 390]) {
        for (const theme of /** @type {const} */ (["light", "dark"])) {
          const name = `${section.replace(/\W+/g, "_")}-${language}-${width}-${theme}.png`;
          await browser.visit({ section, language, width, height: width === 390 ? 844 : 800, theme, touch: width === 390, reduced: true }, async (page) => {
            await page.waitForTimeout(400);
            await settled(page);
            await page.screenshot({ path: join(folder, name), fullPage: true });
            console.log(name);
          }).catch((error) => {
            failed++;
            console.error(`error: ${name}: ${error.message}`);
          });
        }
      }
    }
  }
} finally {
  await browser.close();
}
process.exit(failed === 0 ? 0 : 1);
