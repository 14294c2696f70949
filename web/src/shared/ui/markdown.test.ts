// @vitest-environment jsdom
// The purifier needs more of a DOM than happy-dom has.
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "./markdown";

describe("renderMarkdown", () => {
  it("renders the usual", () => {
    expect(renderMarkdown("**bold** and `code`")).toContain("<strong>bold</strong> and <code>code</code>");
  });

  it("shows raw HTML as text", () => {
    const html = renderMarkdown("<img src=x onerror=alert(1)> <script>alert(1)</script>");
    expect(html).not.toMatch(/<(img|script)/);
    expect(html).toContain("&lt;img");
  });

  it("drops dangerous addresses and loads no pictures", () => {
    expect(renderMarkdown("[x](javascript:alert(1))")).not.toContain("javascript:");
    const picture = renderMarkdown("![cat](https://example.org/cat.png)");
    expect(picture).not.toContain("<img");
    expect(picture).toContain('href="https://example.org/cat.png"');
  });

  it("opens links apart from the desk", () => {
    expect(renderMarkdown("https://example.org")).toMatch(/target="_blank".*rel="noopener noreferrer nofollow"/);
  });
});
