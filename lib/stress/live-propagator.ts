import type { AsyncOperator, Emission } from '../messages';
import type { LiveNetwork } from '../network/live';
import type { NetworkModel } from '../network/network-model';
import { computeModel, type ModelJob } from './compute-model';
import type { StressPropagatorSettings } from './propagator-settings';
import { type PropagatorSnapshot, propagatorSnapshot } from './propagator-snapshot';
import type { StressModel, StressModelName, StressModelSettings } from './stress-model';
import { StressPropagator, type StressPropagatorPorts } from './stress-propagator';

type Out = Emission<StressPropagatorPorts>;

export interface LivePropagatorSettings {
  model: StressModelName;
  modelSettings: StressModelSettings;
  propagator: StressPropagatorSettings;
}

/**
 * A stress propagator on a network that changes while it runs. Each change that counts for the model gives a new model;
 * one that comes while a model is computed takes the place of that. Calls wait for the model, in order, and fail where
 * there can be none. What a change makes of the stress goes out with the next call, at the latest with the next tick.
 */
export class LivePropagator implements AsyncOperator<unknown, StressPropagatorPorts> {
  private propagator: StressPropagator | undefined;
  /** Taken back once there is a model. */
  private saved: PropagatorSnapshot | undefined;
  private network: NetworkModel | undefined;
  private revision = -1;
  private job: ModelJob | undefined;
  /** When the job, or the one before it, has ended. */
  private finished: Promise<void> = Promise.resolve();
  private fault: Error | undefined;
  private isClosed = false;
  private untold: Out[] = [];
  private turn: Promise<unknown> = Promise.resolve();

  /**
   * @param onFault told once why there is no model for the network as it is
   * @throws Error when model and walk do not go together
   */
  constructor(
    private readonly live: Pick<LiveNetwork, 'model' | 'revision'>,
    private readonly settings: LivePropagatorSettings,
    private readonly onFault: (error: Error) => void,
  ) {
    if (settings.model === 'electrical' && settings.propagator.walk === 'first-visit') {
      throw new Error('walk first-visit multiplies weights, which model electrical has not: set walk strongest-path');
    }
    this.follow();
  }

  get state(): 'computing' | 'failed' | 'ready' {
    return this.job ? 'computing' : this.fault ? 'failed' : 'ready';
  }

  /** Sources that count now. */
  get sourceCount(): number {
    return this.propagator?.current.sourceCount ?? this.saved?.sources.length ?? 0;
  }

  process(batch: readonly unknown[], nowMs: number): Promise<Out | undefined> {
    return this.inTurn(async () => {
      const propagator = await this.ready();
      return this.withUntold(propagator.process(batch, nowMs));
    });
  }

  async tick(): Promise<Out | undefined> {
    this.follow();
    return this.job ? undefined : this.inTurn(async () => this.withUntold(undefined));
  }

  reset(): Promise<void> {
    return this.inTurn(async () => {
      this.propagator?.reset();
      this.saved = undefined;
      this.untold = [];
    });
  }

  /** While a model is computed, calls that wait for it are not in it: a restart can't wait for minutes. */
  snapshot(): Promise<unknown> {
    const state = async (): Promise<PropagatorSnapshot> => {
      const empty: PropagatorSnapshot = { operator: 'stress-propagator', newestMs: null, sources: [] };
      return this.propagator?.snapshot() ?? this.saved ?? empty;
    };
    return this.job ? state() : this.inTurn(state);
  }

  restore(state: unknown): void {
    const snapshot = propagatorSnapshot(state);
    if (this.propagator) this.propagator.restore(snapshot);
    else this.saved = snapshot;
  }

  /** Calls that wait for a model fail. */
  async close(): Promise<void> {
    const { job } = this;
    this.job = undefined;
    this.isClosed = true;
    this.fault = new Error('the node was closed before the model was computed: send the events again');
    job?.stop();
    await this.turn;
  }

  /** One call after the other. */
  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.turn.then(act);
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** @throws Error why there is no model */
  private async ready(): Promise<StressPropagator> {
    for (this.follow(); this.job; this.follow()) await this.finished;
    if (this.fault) throw this.fault;
    return this.propagator!;
  }

  /** Begins to compute when the network has changed. */
  private follow(): void {
    if (this.isClosed || this.live.revision === this.revision) return;
    this.revision = this.live.revision;
    const network = this.live.model;
    if (this.network && !this.isOther(this.network, network)) return;
    this.network = network;
    this.job?.stop();
    const { model: name, modelSettings } = this.settings;
    const job = computeModel({ network, name, settings: modelSettings });
    this.job = job;
    this.finished = job.done
      .then((model) => this.job === job && this.use(network, model))
      .catch((error: Error) => this.job === job && this.fail(error))
      .then(() => {
        if (this.job === job) this.job = undefined;
      });
  }

  /** Loads change all the time, but of these models only the electrical one asks for them. */
  private isOther(before: NetworkModel, after: NetworkModel): boolean {
    if (this.settings.model === 'electrical') return true;
    return after.branches.some(({ inService, weight }, i) => {
      const branch = before.branches[i]!;
      return branch.inService !== inService || branch.weight !== weight;
    });
  }

  private use(network: NetworkModel, model: StressModel): void {
    this.fault = undefined;
    if (this.propagator) {
      const out = this.propagator.useNetwork(network, model);
      if (out) this.untold.push(out);
      return;
    }
    const propagator = new StressPropagator(network, model, this.settings.propagator);
    if (this.saved) propagator.restore(this.saved);
    this.saved = undefined;
    this.propagator = propagator;
  }

  private fail(error: Error): void {
    const remedy = 'choose another model, or change the network';
    this.fault = new Error(`no model ${this.settings.model} of the network: ${error.message}; ${remedy}`);
    this.onFault(this.fault);
  }

  private withUntold(out: Out | undefined): Out | undefined {
    const all = out ? [...this.untold.splice(0), out] : this.untold.splice(0);
    if (all.length < 2) return all[0];
    return { stress: all.flatMap(({ stress = [] }) => stress), refused: all.flatMap(({ refused = [] }) => refused) };
  }
}
