/** More are forgotten, the oldest first: many senders must not fill the memory. */
const MOST_CLIENTS = 10_000;

interface Bucket {
  tokens: number;
  atMs: number;
}

/** So many requests a minute of each client, which may come at once (token bucket). */
export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();

  /** @param perMinute 0: as many as they like */
  constructor(private readonly perMinute: number) {}

  /** Seconds after which the client may ask again; 0: it may now, and this request counts. */
  waitSeconds(client: string, nowMs: number): number {
    if (this.perMinute === 0) return 0;
    const perMs = this.perMinute / 60_000;
    const { tokens, atMs } = this.buckets.get(client) ?? { tokens: this.perMinute, atMs: nowMs };
    // A clock that was set back must not take tokens away.
    const filled = Math.min(this.perMinute, tokens + Math.max(0, nowMs - atMs) * perMs);
    const isFree = filled >= 1;
    // Last in the map is who asked last.
    this.buckets.delete(client);
    this.buckets.set(client, { tokens: isFree ? filled - 1 : filled, atMs: nowMs });
    if (this.buckets.size > MOST_CLIENTS) this.buckets.delete(this.buckets.keys().next().value!);
    return isFree ? 0 : Math.ceil((1 - filled) / perMs / 1000);
  }
}
