import { NetworkFault } from './network-fault';

/** One entry of a weight file: the neighbours of a node as they stand there. */
export interface WeightRow {
  node: string;
  line: number;
  neighbours: { node: string; weight: number; line: number }[];
}

const TOKEN = /\s+|[{}:,]|-?\d[\d.eE+-]*/y;
const REMEDY = 'give { node: { neighbour: weight } } with weights from 0 to 1';

/**
 * Reads `{node: {neighbour: weight}}` in the order of the file: `JSON.parse` sorts names that are numbers, and the walk
 * that is compatible with the original depends on their order.
 * @param text valid JSON
 * @throws NetworkFault for any other shape
 */
export function orderedWeights(file: string, text: string): WeightRow[] {
  const tokens = new Tokens(file, text);
  const rows: WeightRow[] = [];
  for (const node of tokens.names()) {
    const row: WeightRow = { node, line: tokens.line, neighbours: [] };
    for (const neighbour of tokens.names()) {
      row.neighbours.push({ node: neighbour, line: tokens.line, weight: tokens.number() });
    }
    rows.push(row);
  }
  return rows;
}

class Tokens {
  line = 1;
  private at = 0;

  constructor(
    private readonly file: string,
    private readonly text: string,
  ) {}

  /** The names of an object; whoever takes one reads its value before the next. */
  *names(): Generator<string> {
    this.expect('{');
    let token = this.next();
    if (token === '}') return;
    for (;;) {
      if (!token.startsWith('"')) this.fail(token);
      const name = JSON.parse(token) as string;
      this.expect(':');
      yield name;
      const end = this.next();
      if (end === '}') return;
      if (end !== ',') this.fail(end);
      token = this.next();
    }
  }

  number(): number {
    const token = this.next();
    if (!/^-?\d/.test(token)) this.fail(token);
    return Number(token);
  }

  private expect(wanted: string): void {
    const token = this.next();
    if (token !== wanted) this.fail(token);
  }

  private next(): string {
    for (;;) {
      const token = this.text[this.at] === '"' ? this.string() : this.plain();
      if (token === undefined) this.fail(this.text.slice(this.at, this.at + 20) || 'the end of the file');
      this.at += token.length;
      if (token.trim() !== '') return token;
      for (const character of token) if (character === '\n') this.line++;
    }
  }

  private plain(): string | undefined {
    TOKEN.lastIndex = this.at;
    return TOKEN.exec(this.text)?.[0];
  }

  /** With its quotes; a pattern would not have room for the longest ones. */
  private string(): string | undefined {
    for (let at = this.at + 1; ; at++) {
      at = this.text.indexOf('"', at);
      if (at < 0) return undefined;
      let before = at - 1;
      while (this.text[before] === '\\') before--;
      if ((at - before) % 2 === 1) return this.text.slice(this.at, at + 1);
    }
  }

  private fail(token: string): never {
    throw new NetworkFault(
      `${this.file} line ${this.line}`,
      `has ${token.slice(0, 40)} where it should not be`,
      REMEDY,
    );
  }
}
