// The frame: navigation, language, theme, and the section that the link names.

import { openEngine } from "./engine/engine.js";
import { copyText } from "./parts/clipboard.js";
import { button } from "./parts/controls.js";
import { fill, html, paragraph } from "./parts/dom.js";
import { rememberLanguage } from "./parts/language.js";
import { createFormat } from "./parts/number.js";
import { SECTIONS } from "./sections/list.js";

/** @typedef {import("./sections/list.js").Context} Context */

const language = document.documentElement.lang === "ko" ? "ko" : "en";
const { text } = await (language === "ko" ? import("./text/ko/shell.js") : import("./text/en/shell.js"));

const root = document.documentElement;
const main = html("main", { id: "content", tabindex: -1 });
const live = html("div", { role: "status", "aria-live": "polite", class: "unseen" });
const links = new Map(SECTIONS.map(({ name }) => [name, html("a", { href: `#${name}` }, text.names[name])]));
const other = html("a", { class: "language", lang: language === "ko" ? "en" : "ko" }, text.otherLanguage);
const toolbar = html("div", { class: "toolbar" });
const ends = html("nav", { class: "ends", "aria-label": `${text.previous}, ${text.next}` });

document.body.append(
  button(text.skip, () => main.focus(), { class: "skip" }),
  html("header", {},
    html("a", { class: "brand", href: `#${SECTIONS[0].name}` }, html("img", { src: "../icon.svg", alt: "", width: 24, height: 24 }), text.home),
    html("nav", { "aria-label": text.sections }, html("ol", {}, [...links.values()].map((link) => html("li", {}, link)))),
    html("div", { class: "settings" }, button("◐", switchTheme, { "aria-label": text.theme, title: text.theme }), other)),
  main,
  html("footer", {}, ends, paragraph(text.private)),
  live);

const engine = openEngine();
engine.catch((reason) => showFault(text.noEngine, `${text.noEngineHelp} (${reason.message})`));

/** @type {AbortController | undefined} */
let present;
/** @type {{ name: string, state: import("./parts/state.js").State<any> | undefined }} */
let shown = { name: "", state: undefined };

addEventListener("hashchange", () => void open());
addEventListener("unhandledrejection", ({ reason }) => {
  // What a section left behind when it was closed is no fault.
  if (reason?.name !== "AbortError") showFault(text.fault, `${text.faultHelp} (${reason?.message ?? reason})`);
});
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  if (event.target instanceof HTMLInputElement && event.target.type === "text") return;
  event.preventDefault();
  if (event.shiftKey) shown.state?.redo();
  else shown.state?.undo();
});
restoreTheme();
await open();

/** Shows what the link names. */
async function open() {
  const [name, query = ""] = location.hash.slice(1).split("?");
  const section = SECTIONS.find((candidate) => candidate.name === name) ?? SECTIONS[0];
  const parameters = new URLSearchParams(query);
  if (section.name === shown.name && shown.state) {
    if (shown.state.link() !== location.hash) shown.state.load(parameters);
    return;
  }
  present?.abort(new DOMException("another section was opened", "AbortError"));
  present = new AbortController();
  const { signal } = present;
  const first = shown.name === "";
  shown = { name: section.name, state: undefined };
  for (const [candidate, link] of links) {
    if (candidate === section.name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${text.names[section.name]} · feedforward`;
  const heading = html("h1", {}, text.names[section.name]);
  const body = html("div", { class: `section ${section.name}` }, paragraph(text.loading, { class: "loading" }));
  fill(toolbar);
  fill(main, html("div", { class: "title" }, heading, toolbar), body);
  showEnds(section.name);
  if (!first) main.focus({ preventScroll: true });
  scrollTo(0, 0);
  const [{ mount }, { text: words }, ready] = await Promise.all([section.load(), section.text[language](), engine]);
  if (signal.aborted) return;
  fill(body);
  /** @type {Context} */
  const context = {
    language,
    engine: ready,
    shell: text,
    format: createFormat(language),
    parameters,
    signal,
    announce,
    adopt(state) {
      shown.state = state;
      showToolbar(state, section.guide, signal);
    },
  };
  await mount(body, context, words);
  main.dataset.ready = section.name;
}

/**
 * @param {import("./parts/state.js").State<any>} state
 * @param {string} guide page of the guide
 * @param {AbortSignal} signal
 */
function showToolbar(state, guide, signal) {
  const undo = button(text.undo, () => state.undo(), { "data-test": "undo" });
  const redo = button(text.redo, () => state.redo(), { "data-test": "redo" });
  const address = `https://github.com/feedforward-rs/feedforward/blob/main/docs/guide/${language}/src/${guide}.md`;
  fill(toolbar, undo, redo,
    button(text.startOver, () => state.reset(), { "data-test": "start-over" }),
    button(text.copyLink, () => void copyLink(state), { "data-test": "copy-link" }),
    html("a", { href: address }, text.guide));
  state.subscribe(() => {
    if (signal.aborted) return;
    undo.disabled = !state.undoable.undo;
    redo.disabled = !state.undoable.redo;
    other.href = `../${language === "ko" ? "en" : "ko"}/${state.link()}`;
  });
}

/** @param {import("./parts/state.js").State<any>} state */
async function copyLink(state) {
  const address = new URL(state.link(), location.href).href;
  history.replaceState(null, "", address);
  await copyText(address, text, tell);
}

/**
 * Says something and shows it beside the tools for a while.
 *
 * @param {string} message
 */
function tell(message) {
  announce(message);
  const shown = html("span", { class: "told", "aria-hidden": "true" }, message);
  toolbar.querySelector(".told")?.remove();
  toolbar.append(shown);
  setTimeout(() => shown.remove(), 6000);
}

/** @param {string} name */
function showEnds(name) {
  const index = SECTIONS.findIndex((section) => section.name === name);
  const [before, after] = [SECTIONS[index - 1], SECTIONS[index + 1]];
  fill(ends,
    before && html("a", { href: `#${before.name}`, rel: "prev" }, `← ${text.previous}: ${text.names[before.name]}`),
    after && html("a", { href: `#${after.name}`, rel: "next" }, `${text.next}: ${text.names[after.name]} →`));
}

/** @type {number | undefined} */
let pause;

/**
 * Says something to those who do not see the page. Of several in quick succession the last is said.
 *
 * @param {string} message
 */
function announce(message) {
  clearTimeout(pause);
  pause = setTimeout(() => {
    live.textContent = message;
  }, 400);
}

/**
 * @param {string} title
 * @param {string} help
 */
function showFault(title, help) {
  main.querySelector(".fault")?.remove();
  main.prepend(html("div", { class: "fault", role: "alert" }, html("strong", {}, title), html("p", {}, help)));
}

function switchTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  root.dispatchEvent(new Event("themechange"));
  try {
    localStorage.setItem("feedforward.theme", root.dataset.theme);
  } catch {
    // It is then the system's again on the next visit.
  }
}

function restoreTheme() {
  try {
    const theme = localStorage.getItem("feedforward.theme");
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  } catch {
    // The system's theme stays.
  }
}

other.addEventListener("click", () => rememberLanguage(language === "ko" ? "en" : "ko"));
other.href = `../${language === "ko" ? "en" : "ko"}/${location.hash}`;
