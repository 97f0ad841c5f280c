import { join } from 'node:path';
import type { PolicyJob, PolicyResult } from '../../lib/paths';
import { JobThread } from '../../lib/threads/job-thread';
import type { NodeContext } from '../shell/grid-node';

/** Trains policies once for each set of usable lines: that of the time when they were trained, whatever loads do since. */
export class PolicyRuns {
  /** Of the latest training; empty until then. */
  result: PolicyResult = {};
  private readonly thread = new JobThread<PolicyJob, PolicyResult>(join(__dirname, 'policy-worker'), 'trains policies');
  private usable = '';

  /** @param done is called when there is a result */
  constructor(
    private readonly done: () => void,
    private readonly context: NodeContext,
  ) {}

  /** Trains unless that is done for these lines or under way; a training for other lines goes on to its end first. */
  want(usable: string, job: () => PolicyJob): void {
    if (usable === this.usable || this.thread.jobs > 0) return;
    this.usable = usable;
    this.thread.run(job()).then(
      (result) => {
        if (!result) return;
        this.result = result;
        this.done();
      },
      // With a message, so that a Catch node gets it.
      (error: Error) => this.context.node.error(error, {}),
    );
  }

  close(): Promise<void> {
    return this.thread.close();
  }
}
