import { labels, type Sample } from './prometheus';

/** Answers by path, method and status. The paths are those of routes: nobody outside makes new ones. */
export class RequestCounts {
  private readonly counts = new Map<string, { path: string; method: string; status: number; count: number }>();
  total = 0;

  add(path: string, method: string, status: number): void {
    const key = `${method} ${path} ${status}`;
    const entry = this.counts.get(key) ?? { path, method, status, count: 0 };
    entry.count++;
    this.counts.set(key, entry);
    this.total++;
  }

  samples(): Sample[] {
    return [...this.counts.values()].map(({ path, method, status, count }) => {
      return [labels({ path, method, status: String(status) }), count];
    });
  }
}
