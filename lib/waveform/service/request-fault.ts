/** Codes that a request can be answered with, beside 200. */
export type FaultStatus = 400 | 404 | 413 | 422 | 500 | 503 | 504;

/** Why a request gets no classification: an HTTP status, what is wrong, what to do, and where in the request. */
export class RequestFault extends Error {
  constructor(
    readonly status: FaultStatus,
    message: string,
    readonly remedy: string,
    readonly place?: string,
  ) {
    super(message);
  }

  /** What goes out as JSON. */
  get body(): { error: string; remedy: string; place?: string } {
    const { message: error, remedy, place } = this;
    return place === undefined ? { error, remedy } : { error, remedy, place };
  }
}

/** Any error as a fault; one that is none yet is of this side, not of the request. */
export function asFault(error: unknown, remedy = 'see the log of Node-RED'): RequestFault {
  if (error instanceof RequestFault) return error;
  return new RequestFault(500, error instanceof Error ? error.message : String(error), remedy);
}

/** A text from outside as it may stand in a message: short, and without control characters. */
export function quoted(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return JSON.stringify(short);
}
