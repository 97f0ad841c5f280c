import { NotComputed } from './values';

export interface Token {
  kind: 'number' | 'name' | 'text' | 'sign' | 'newline' | 'end';
  text: string;
  /** Within brackets a space separates elements. */
  spaceBefore: boolean;
}

const SPACE = /(?:[ \t\r\f\v]|\.\.\.[^\n]*(?:\n|$))*/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z]\w*/y;
const SIGNS = ['.*', './', '.^', '==', '~=', '<=', '>=', '&&', '||'];
/** After one of these a quote transposes; elsewhere it begins a text. */
const VALUE_ENDS = /[\w)\]}'.]$/;

/** Cuts a MATLAB case file into tokens, one at a time; comments and continued lines are gone. */
export class Tokens {
  private at = 0;
  private past = '';
  private ahead: { token: Token; from: number; to: number } | undefined;
  private readonly lineStarts: number[] = [0];

  constructor(private readonly text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lineStarts.push(at + 1);
  }

  /** Of the next token, counted from 1. */
  get line(): number {
    return this.lineOf(this.ahead?.from ?? this.at);
  }

  peek(): Token {
    this.ahead ??= this.read();
    return this.ahead.token;
  }

  next(): Token {
    const token = this.peek();
    this.at = this.ahead!.to;
    this.past = token.text;
    this.ahead = undefined;
    return token;
  }

  /** Takes the token when it is this sign. */
  takes(sign: string): boolean {
    const token = this.peek();
    const isIt = token.text === sign && (token.kind === 'sign' || token.kind === 'newline');
    if (isIt) this.next();
    return isIt;
  }

  /** Where the reading stands, for a reader of raw text such as that of matrices. */
  get offset(): number {
    return this.at;
  }

  jump(offset: number): void {
    this.at = offset;
    this.past = ']';
    this.ahead = undefined;
  }

  jumpToNextLine(): void {
    this.jump(endOfLine(this.text, this.at));
  }

  lineOf(offset: number): number {
    let [low, high] = [0, this.lineStarts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.lineStarts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  private read() {
    const { text } = this;
    let from = this.skip(SPACE, this.at);
    const isLineStart = from === 0 || this.past === '\n' || this.past === '';
    if (isLineStart && /^%\{[ \t]*\r?$/m.test(lineAt(text, from))) from = this.skip(SPACE, afterBlock(text, from));
    if (text[from] === '%') from = endOfLine(text, from);
    const spaceBefore = from > this.at;
    const made = (kind: Token['kind'], to: number) => {
      return { token: { kind, text: text.slice(from, to), spaceBefore }, from, to };
    };
    const first = text[from];
    if (first === undefined) return made('end', from);
    if (first === '\n') return made('newline', from + 1);
    const number = this.skip(NUMBER, from);
    if (number > from) return made('number', number);
    const name = this.skip(NAME, from);
    if (name > from) return made('name', name);
    const isTransposed = VALUE_ENDS.test(this.past) && !spaceBefore;
    if ((first === "'" && !isTransposed) || first === '"') return made('text', endOfText(text, from));
    const sign = SIGNS.find((long) => text.startsWith(long, from)) ?? first;
    return made('sign', from + sign.length);
  }

  private skip(pattern: RegExp, from: number): number {
    pattern.lastIndex = from;
    return from + (pattern.exec(this.text)?.[0].length ?? 0);
  }
}

/** The text between the quotes, where a doubled one is one. */
export function unquoted(token: string): string {
  const quote = token[0]!;
  return token.slice(1, -1).replaceAll(quote + quote, quote);
}

const endOfLine = (text: string, from: number) => {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
};

const lineAt = (text: string, from: number) => text.slice(from, Math.min(endOfLine(text, from), from + 80));

/** Behind the `%}` that ends a comment of several lines. */
function afterBlock(text: string, from: number): number {
  const end = text.slice(from).search(/^[ \t]*%\}/m);
  return end < 0 ? text.length : endOfLine(text, from + end);
}

function endOfText(text: string, from: number): number {
  const quote = text[from]!;
  const lineEnd = endOfLine(text, from);
  for (let at = from + 1; ; at++) {
    const end = text.indexOf(quote, at);
    if (end < 0 || end > lineEnd) throw new NotComputed('has a text without an end');
    if (text[end + 1] !== quote) return end + 1;
    at = end + 1;
  }
}
