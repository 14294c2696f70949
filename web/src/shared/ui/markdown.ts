import DOMPurify, { type Config } from "dompurify";
import { Marked } from "marked";

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    // Raw HTML is shown, not interpreted.
    html: ({ text }) => escape(text),
    // A picture from elsewhere would tell its server who reads the ticket and when: link to it instead.
    image: ({ href, text }) => `<a href="${escape(href)}">${escape(text || href)}</a>`,
  },
});

const ALLOWED: Config = {
  ALLOWED_TAGS: [
    ...["p", "br", "hr", "blockquote", "pre", "code", "h1", "h2", "h3", "h4", "h5", "h6"],
    ...["ul", "ol", "li", "strong", "em", "del", "a", "table", "thead", "tbody", "tr", "th", "td"],
  ],
  ALLOWED_ATTR: ["href", "start", "align", "target", "rel"],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:)/i,
};

const purifier = DOMPurify(window);

purifier.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName !== "A") return;
  node.setAttribute("target", "_blank");
  node.setAttribute("rel", "noopener noreferrer nofollow");
});

/** Safe HTML for Markdown written by anyone. */
export function renderMarkdown(source: string): string {
  // Where it cannot clean, the purifier returns what it was given.
  if (!purifier.isSupported) return escape(source);
  return purifier.sanitize(marked.parse(source, { async: false }), ALLOWED);
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
