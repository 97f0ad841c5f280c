import { type Appraisal, appraise, type Knowledge } from './appraisal';
import { type CaseRecord, stateOf } from './case-record';

/** The cases by name and by meter, with what each comes to. A meter has at most one open case. */
export class CaseStore {
  private cases = new Map<string, CaseRecord>();
  private meters = new Map<string, CaseRecord[]>();
  private appraisals = new Map<string, Appraisal>();

  constructor(private readonly knowledge: Knowledge) {}

  get size(): number {
    return this.cases.size;
  }

  get(caseId: string): CaseRecord | undefined {
    return this.cases.get(caseId);
  }

  has(record: CaseRecord): boolean {
    return this.cases.get(record.caseId) === record;
  }

  /** All cases, in the order in which they were opened. */
  all(): IterableIterator<CaseRecord> {
    return this.cases.values();
  }

  /** The cases of a meter, in the order in which they were opened. */
  ofMeter(meterId: string): readonly CaseRecord[] {
    return this.meters.get(meterId) ?? [];
  }

  openOf(meterId: string): CaseRecord | undefined {
    return this.ofMeter(meterId).find(({ decision }) => decision === null);
  }

  add(record: CaseRecord): void {
    this.cases.set(record.caseId, record);
    this.meters.set(record.meterId, [...this.ofMeter(record.meterId), record]);
  }

  remove(record: CaseRecord): void {
    this.cases.delete(record.caseId);
    this.appraisals.delete(record.caseId);
    const others = this.ofMeter(record.meterId).filter((other) => other !== record);
    if (others.length > 0) this.meters.set(record.meterId, others);
    else this.meters.delete(record.meterId);
  }

  /** A name that tells meter and minute (UTC); a second case of the same minute gets a number. */
  freeId(meterId: string, startMs: number): string {
    const name = `${meterId}@${new Date(startMs).toISOString().slice(0, 16)}Z`;
    let caseId = name;
    for (let number = 2; this.cases.has(caseId); number++) caseId = `${name}~${number}`;
    return caseId;
  }

  /** What a case comes to; worked out once until something changes. */
  appraisal(record: CaseRecord): Appraisal {
    let appraisal = this.appraisals.get(record.caseId);
    if (!appraisal) {
      appraisal = appraise(record, this.knowledge);
      this.appraisals.set(record.caseId, appraisal);
    }
    return appraisal;
  }

  /** A case has changed. */
  touch(record: CaseRecord): void {
    this.appraisals.delete(record.caseId);
  }

  /** Something was learned that weighs in every case. */
  touchAll(): void {
    this.appraisals.clear();
  }

  /** Open cases by what is at stake, then decided ones, the latest decision first. */
  ranked(): CaseRecord[] {
    return [...this.cases.values()].sort((a, b) => this.compare(a, b));
  }

  /** The case that goes first when there are too many: the oldest decision, else the least at stake. */
  leastNeeded(): CaseRecord {
    let least: CaseRecord | undefined;
    for (const record of this.cases.values()) if (!least || this.compare(record, least) > 0) least = record;
    return least!;
  }

  private compare(a: CaseRecord, b: CaseRecord): number {
    const byName = a.caseId < b.caseId ? -1 : 1;
    if (a.decision && b.decision) return b.decision.decidedMs - a.decision.decidedMs || byName;
    if (a.decision || b.decision) return a.decision ? 1 : -1;
    const [x, y] = [this.appraisal(a), this.appraisal(b)];
    return y.priority - x.priority || y.likelihood - x.likelihood || byName;
  }
}

export const isDismissed = (record: CaseRecord): boolean => stateOf(record) === 'dismissed';
