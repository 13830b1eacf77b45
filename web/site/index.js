// Goes on in the language that was chosen last, else in the first of the browser's that there is.

import { rememberedLanguage } from "./parts/language.js";

const wanted = [rememberedLanguage(), ...navigator.languages];
const found = wanted.map((language) => language?.slice(0, 2)).find((language) => language === "ko" || language === "en");
location.replace(`${found ?? "en"}/${location.search}${location.hash}`);
