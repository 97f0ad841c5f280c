/**
 * Whether names match a pattern of a shell: `*` any part without `/`, `**` any part, `?` one character, several patterns
 * with commas. An empty pattern matches all.
 */
export function wildcards(pattern: string): (name: string) => boolean {
  const parts = pattern
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length === 0) return () => true;
  const patterns = parts.map((part) => {
    const source = part
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*\*|\*|\?/g, (w) => (w === '**' ? '.*' : w === '*' ? '[^/]*' : '[^/]'));
    // A pattern without folders is about the name of the file alone.
    return { pattern: new RegExp(`^${source}$`, 'u'), isName: !part.includes('/') };
  });
  return (name) =>
    patterns.some(({ pattern: p, isName }) => p.test(isName ? name.slice(name.lastIndexOf('/') + 1) : name));
}
