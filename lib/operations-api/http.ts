/** A request as it came, before anything of it is trusted. */
export interface ApiRequest {
  method: string;
  /** Below the base path, still encoded, without the query. */
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Whose requests are counted together, e.g. the address of the sender. */
  client: string;
  /** The body, read only where it matters; of one with more than `mostBytes` at least so many and one more. */
  body(mostBytes: number): Promise<Uint8Array>;
}

export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  /** Empty for HEAD, whose headers are those of GET. */
  body: string;
}

/** A request that can't be followed: the status, what is wrong and what to do about it. */
export class ApiFault extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly remedy: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): ApiAnswer {
  return textAnswer(status, JSON.stringify(value), { 'content-type': 'application/json; charset=utf-8', ...headers });
}

export function textAnswer(status: number, body: string, headers: Record<string, string>): ApiAnswer {
  const length = String(new TextEncoder().encode(body).length);
  return { status, body, headers: { 'content-length': length, ...headers } };
}

/** A header that may be sent once: of more than one, the first. */
export function header(request: Pick<ApiRequest, 'headers'>, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
