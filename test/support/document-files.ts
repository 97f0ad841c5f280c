/** Files that a document gives: a line with nothing but a path in backticks, then a fenced block: path → content. */
export function documentFiles(markdown: string): Map<string, string> {
  const files = /^`([^`\n]+)`\n\n```\w*\n([\s\S]*?)^```$/gm;
  return new Map([...markdown.matchAll(files)].map((match) => [match[1]!, match[2]!]));
}
