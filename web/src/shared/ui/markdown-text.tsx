import { useMemo } from "react";
import { renderMarkdown } from "./markdown";

export function MarkdownText({ source }: { source: string }) {
  const html = useMemo(() => renderMarkdown(source), [source]);
  return <div className="markdown" dangerouslySetInnerHTML={{ __html: html }} />;
}
