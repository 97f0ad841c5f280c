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
  // A pattern without folders is about the name of the file alone.
  const patterns = parts.map((part) => ({ tokens: part.match(/\*\*|./gsu)!, isName: !part.includes('/') }));
  return (name) =>
    patterns.some(({ tokens, isName }) => matches(tokens, isName ? name.slice(name.lastIndexOf('/') + 1) : name));
}

/** All ways at once, letter by letter: a regular expression may try them one after the other, for hours. */
function matches(tokens: readonly string[], name: string): boolean {
  const isOpen = (token: string | undefined) => token === '*' || token === '**';
  /** After how many tokens the name so far may be; those that stand for nothing are passed at once. */
  const spread = (places: Iterable<number>) => {
    const all = new Set(places);
    for (const place of all) if (isOpen(tokens[place])) all.add(place + 1);
    return all;
  };
  let places = spread([0]);
  for (const letter of name) {
    const next: number[] = [];
    for (const place of places) {
      const token = tokens[place];
      if (token === '**' || (token === '*' && letter !== '/')) next.push(place);
      else if (token === letter || (token === '?' && letter !== '/')) next.push(place + 1);
    }
    places = spread(next);
  }
  return places.has(tokens.length);
}
