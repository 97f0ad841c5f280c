import type { TheftCueKind, TheftFeedback } from '../messages';
import type { Evidence } from './evidence';

/** A dismissed cue has to be a hundred times as rare to count as much on this meter, a confirmed one three times less. */
const DISMISSED = -2;
const CONFIRMED = 0.5;

/** What people found at one meter, by cue. The latest verdict of a cue counts. */
export class MeterFeedback {
  private readonly verdicts = new Map<TheftCueKind, { untilMs: number | null; change: number }>();

  take({ verdict, cues, untilMs }: TheftFeedback): void {
    const change = verdict === 'dismissed' ? DISMISSED : CONFIRMED;
    for (const kind of cues) this.verdicts.set(kind, { untilMs: untilMs ?? null, change });
  }

  /** Changes the scores of evidence in place. */
  apply(evidence: readonly Evidence[], timeMs: number): void {
    if (this.verdicts.size === 0) return;
    for (const { cue } of evidence) {
      const verdict = this.verdicts.get(cue.kind);
      if (verdict === undefined || (verdict.untilMs !== null && timeMs > verdict.untilMs)) continue;
      cue.score = Math.max(0, cue.score + verdict.change);
    }
  }

  snapshot(): unknown {
    return structuredClone([...this.verdicts]);
  }

  restore(saved: unknown): void {
    this.verdicts.clear();
    for (const [kind, verdict] of saved as [TheftCueKind, { untilMs: number | null; change: number }][]) {
      this.verdicts.set(kind, { ...verdict });
    }
  }
}
