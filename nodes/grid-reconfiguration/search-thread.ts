import { join } from 'node:path';
import type { ReconfigurationReport } from '../../lib/messages';
import type { NetworkModel } from '../../lib/network/network-model';
import type { ReconfigurationSettings, SavingsSettings } from '../../lib/routing';
import { JobThread } from '../../lib/threads/job-thread';

export interface SearchJob {
  model: NetworkModel;
  settings: ReconfigurationSettings;
  seconds: number;
  seed: number;
  savings: SavingsSettings;
  /** Event time of the network. */
  timeMs: number;
}

/** Searches in a thread of its own, one search at a time; a report in the state `searching` is progress. */
export class SearchThread extends JobThread<SearchJob, ReconfigurationReport, ReconfigurationReport> {
  constructor() {
    super(join(__dirname, 'search-worker'), 'searches');
  }

  /**
   * Cancels the search that is under way, whose promise gets what was found so far, and begins another.
   * @param tell is given what is known so far, twice a second
   * @returns the report, of state `done` or `cancelled`; undefined when the thread was ended by `close`
   * @throws Error of the search, or when the thread dies
   */
  search(job: SearchJob, tell: (report: ReconfigurationReport) => void): Promise<ReconfigurationReport | undefined> {
    this.cancel();
    return this.run(job, { tell });
  }
}
