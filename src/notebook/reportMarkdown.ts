import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, resolve } from "node:path";
import type { HLJSApi } from "highlight.js";
import type MarkdownIt from "markdown-it";
import { escapeHtml } from "./escapeHtml.js";
import { type Cell, type MimeBundle, textOf } from "./notebook.js";

/** A heading of the report, for the table of contents. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly id: string;
}

/** Renders the Markdown of one report and gathers its headings. */
export interface ReportMarkdown {
  render(text: string, attachments?: Cell["attachments"]): string;
  code(text: string, language?: string): string;
  math(text: string, display: boolean): string;
  readonly headings: Heading[];
}

const require = createRequire(import.meta.url);
const imageTypes: Record<string, string> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".svg": "image/svg+xml",
  ".webp": "image/webp",
};

/**
 * Markdown as a report needs it: HTML in it is shown as text, formulas become MathML, images are taken into the page, and links
 * out of the page are written out, so that the page needs nothing from elsewhere and reads the same on paper.
 *
 * @param folder Where relative paths of images start; without it such images are shown by their description.
 */
export function reportMarkdown(folder: string | undefined): ReportMarkdown {
  // Loaded on first use: importing the package must stay quick for those who render nothing.
  const Markdown = require("markdown-it") as typeof MarkdownIt;
  const highlighter = loadHighlighter();
  const headings: Heading[] = [];
  const code = (text: string, language = "typescript") =>
    highlighter.getLanguage(language) === undefined
      ? escapeHtml(text)
      : highlighter.highlight(text, { language, ignoreIllegals: true }).value;
  const md = new Markdown({ html: false, linkify: false, typographer: false, highlight: code });
  addMath(md);
  addHeadings(md, headings);
  addLinks(md);
  addImages(md, folder);
  return { headings, code, math, render: (text, attachments) => md.render(text, { attachments }) };
}

function loadHighlighter(): HLJSApi {
  const highlighter = require("highlight.js/lib/core") as HLJSApi;
  const languages = { typescript: "ts", javascript: "js", sql: "sql", bash: "sh", json: "json" };
  for (const [language, alias] of Object.entries(languages)) {
    if (highlighter.getLanguage(language)) continue;
    highlighter.registerLanguage(language, require(`highlight.js/lib/languages/${language}`));
    highlighter.registerAliases(alias, { languageName: language });
  }
  return highlighter;
}

/** A formula as MathML, which browsers draw by themselves. */
function math(text: string, display: boolean): string {
  const katex = require("katex") as { renderToString(text: string, options: object): string };
  return katex.renderToString(text, { output: "mathml", displayMode: display, throwOnError: false });
}

/** `$...$` and `$$...$$`. As in pandoc, a dollar before a space or a digit does not close, so prices stay prices. */
function addMath(md: MarkdownIt): void {
  md.inline.ruler.after("escape", "math", (state, silent) => {
    const rest = state.src.slice(state.pos, state.posMax);
    const match = /^\$\$([\s\S]+?)\$\$/.exec(rest) ?? /^\$(?!\s)((?:\\.|[^$\\])*?[^\s\\])\$(?!\d)/.exec(rest);
    if (match === null) return false;
    if (!silent) {
      const token = state.push("math", "math", 0);
      token.content = match[1]!;
      token.meta = { display: match[0].startsWith("$$") };
    }
    state.pos += match[0].length;
    return true;
  });
  md.renderer.rules.math = (tokens, i) => math(tokens[i]!.content, (tokens[i]!.meta as { display: boolean }).display);
}

function addHeadings(md: MarkdownIt, headings: Heading[]): void {
  const used = new Set<string>();
  md.renderer.rules.heading_open = (tokens, i, options, _env, self) => {
    const text = (tokens[i + 1]?.children ?? []).map((token) => token.content).join("");
    const slug =
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, "-")
        .replace(/^-|-$/g, "") || "section";
    let id = slug;
    for (let n = 2; used.has(id); n++) id = `${slug}-${n}`;
    used.add(id);
    headings.push({ level: Number(tokens[i]!.tag.slice(1)), text, id });
    tokens[i]!.attrSet("id", id);
    return self.renderToken(tokens, i, options);
  };
}

/** Links within the page and mail addresses stay links; of all others the address is written out. */
function addLinks(md: MarkdownIt): void {
  const stays = (href: string) => href.startsWith("#") || href.startsWith("mailto:");
  const opened = (tokens: Parameters<NonNullable<typeof md.renderer.rules.link_close>>[0], close: number) => {
    let i = close - 1;
    while (i > 0 && tokens[i]!.type !== "link_open") i--;
    return i;
  };
  md.renderer.rules.link_open = (tokens, i, options, _env, self) =>
    stays(tokens[i]!.attrGet("href") ?? "") ? self.renderToken(tokens, i, options) : '<span class="link">';
  md.renderer.rules.link_close = (tokens, i) => {
    const open = opened(tokens, i);
    const href = tokens[open]!.attrGet("href") ?? "";
    if (stays(href)) return "</a>";
    const label = tokens
      .slice(open + 1, i)
      .map((token) => token.content)
      .join("");
    const address = decodeAddress(href);
    return label === address || label === href
      ? "</span>"
      : `</span> <span class="url">(${escapeHtml(address)})</span>`;
  };
}

function decodeAddress(href: string): string {
  try {
    return decodeURI(href);
  } catch {
    return href;
  }
}

function addImages(md: MarkdownIt, folder: string | undefined): void {
  md.renderer.rules.image = (tokens, i, _options, env: { attachments?: Record<string, MimeBundle> }) => {
    const token = tokens[i]!;
    const alt = escapeHtml(token.content);
    const source = embedded(token.attrGet("src") ?? "", env.attachments ?? {}, folder);
    return source === undefined ? `<span class="link">[Image: ${alt}]</span>` : `<img alt="${alt}" src="${source}">`;
  };
}

/** The image as a data URI, or undefined where it lies elsewhere. */
function embedded(source: string, attachments: Record<string, MimeBundle>, folder?: string): string | undefined {
  if (/^data:image\/[a-z+.-]+;base64,[A-Za-z0-9+/=]+$/.test(source)) return source;
  if (source.startsWith("attachment:")) {
    const [type, value] = Object.entries(attachments[decodeAddress(source.slice(11))] ?? {})[0] ?? [];
    return type === undefined ? undefined : imageUri(type, textOf(value));
  }
  const type = imageTypes[extname(source).toLowerCase()];
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(source) || folder === undefined || type === undefined) return undefined;
  try {
    return imageUri(type, readFileSync(resolve(folder, decodeAddress(source))).toString("base64"));
  } catch {
    return undefined;
  }
}

/** A data URI of an image in base64; undefined where it is neither. */
export function imageUri(type: string, base64: string): string | undefined {
  const bare = base64.replace(/\s/g, "");
  return /^image\/[a-z+.-]+$/.test(type) && /^[A-Za-z0-9+/=]+$/.test(bare) ? `data:${type};base64,${bare}` : undefined;
}
