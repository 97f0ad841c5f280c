/** Cells of a line that has quotes, by RFC 4180: a doubled quote is one. Undefined when a quote is not closed or stray. */
export function splitQuoted(line: string, delimiter: string, quote: string): string[] | undefined {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (quote !== '' && line.startsWith(quote, at)) {
      let cell = '';
      let from = at + 1;
      for (;;) {
        const end = line.indexOf(quote, from);
        if (end < 0) return undefined;
        cell += line.slice(from, end);
        if (!line.startsWith(quote, end + 1)) {
          at = end + 1;
          break;
        }
        cell += quote;
        from = end + 2;
      }
      if (at < line.length && line[at] !== delimiter) return undefined;
      cells.push(cell);
    } else {
      const found = line.indexOf(delimiter, at);
      const end = found < 0 ? line.length : found;
      const cell = line.slice(at, end);
      if (quote !== '' && cell.includes(quote)) return undefined;
      cells.push(cell);
      at = end;
    }
    if (at >= line.length) return cells;
    at += 1;
  }
}
