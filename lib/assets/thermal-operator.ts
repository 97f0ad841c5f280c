import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { type Emission, type Operator, type Refusal, type TransformerHealth, TransformerLoad } from '../messages';
import { KeyedState } from '../stream/keyed-state';
import { agedMinutes, ageingRate } from './ageing';
import { misfit, refused } from './refused';
import { judgeTemperatures } from './thermal-limits';
import { hotSpotC, ThermalModel } from './thermal-model';
import { completeThermalSettings, type ThermalSettings, type TransformerRating } from './thermal-settings';

const Finite = Type.Number();
const Transformer = Type.Object({
  timeMs: Finite,
  loadFactor: Finite,
  ambientC: Finite,
  topOilC: Finite,
  h1K: Finite,
  h2K: Finite,
  agedMinutes: Type.Number({ minimum: 0 }),
  observedMinutes: Type.Number({ minimum: 0 }),
  gapMinutes: Type.Number({ minimum: 0 }),
});
type Transformer = Static<typeof Transformer>;

const ThermalSnapshot = Type.Object({
  operator: Type.Literal('transformer-thermal'),
  transformers: Type.Array(Type.Tuple([Type.String({ minLength: 1 }), Finite, Transformer])),
});

export interface ThermalPorts {
  health: TransformerHealth;
  refused: Refusal;
}

interface Built {
  rating: TransformerRating;
  model: ThermalModel;
}

/**
 * Temperatures, ageing and limits of transformers on a live stream of TransformerLoad. A measurement holds until the next
 * one of its transformer, at most for the maximum hold; the first one is taken as settled. Over what is beyond the hold, a
 * gap, temperatures go towards those of the measurement after it, and no ageing is counted. A snapshot goes with the
 * settings it was taken under.
 */
export class TransformerThermalOperator implements Operator<unknown, ThermalPorts> {
  private readonly settings: ThermalSettings;
  private readonly built = new Map<string, Built>();
  private readonly transformers: KeyedState<Transformer>;
  /** Transformers that were forgotten to make room for others. */
  evicted = 0;

  /** @throws Error that names the setting that is wrong. */
  constructor(settings: Partial<ThermalSettings> = {}) {
    this.settings = completeThermalSettings(settings);
    for (const rating of this.settings.transformers) {
      this.built.set(rating.transformerId, { rating, model: new ThermalModel(rating) });
    }
    const onEvict = () => this.evicted++;
    this.transformers = new KeyedState({ maximumKeys: this.settings.maximumTransformers, onEvict });
  }

  process(batch: readonly unknown[], nowMs: number): Emission<ThermalPorts> | undefined {
    const health: TransformerHealth[] = [];
    const refusals: Refusal[] = [];
    for (const element of batch) {
      const fault = this.faultOf(element, nowMs);
      if (fault) refusals.push(fault);
      else health.push(this.take(element as TransformerLoad));
    }
    return batch.length === 0 ? undefined : { health, refused: refusals };
  }

  reset(): void {
    this.transformers.clear();
    this.evicted = 0;
  }

  snapshot(): unknown {
    return structuredClone({ operator: 'transformer-thermal', transformers: [...this.transformers.entries()] });
  }

  restore(state: unknown): void {
    if (!Value.Check(ThermalSnapshot, state)) {
      const fault = Value.Errors(ThermalSnapshot, state).First();
      throw new Error(`not a snapshot of transformer temperatures: ${fault?.path || 'state'}: ${fault?.message}`);
    }
    this.reset();
    this.transformers.restore(structuredClone(state.transformers));
  }

  private faultOf(element: unknown, nowMs: number): Refusal | undefined {
    const fault = misfit(TransformerLoad, element, 'send {transformerId, timeMs, loadFactor, ambientC}');
    if (fault) return fault;
    const { transformerId, timeMs } = element as TransformerLoad;
    const refuse = (reason: string, place: string, message: string, remedy: string) =>
      refused(reason, place, message, remedy, element);
    if (!this.builtOf(transformerId)) {
      const remedy = 'add it, or *, to the setting transformers';
      return refuse('unknown-transformer', 'transformerId', `${transformerId} has no rating`, remedy);
    }
    if (timeMs > nowMs + this.settings.maximumAheadMinutes * 60_000) {
      return refuse('ahead-of-clock', 'timeMs', 'lies ahead of the clock', "set the sender's clock");
    }
    const last = this.transformers.get(transformerId);
    if (last && timeMs <= last.timeMs) {
      const message = `${timeMs} is not after that of the last measurement, ${last.timeMs}`;
      return refuse('out-of-order', 'timeMs', message, 'send the measurements of a transformer in order, each once');
    }
    return undefined;
  }

  private take({ transformerId, timeMs, loadFactor, ambientC }: TransformerLoad): TransformerHealth {
    const { rating, model } = this.builtOf(transformerId)!;
    const settled = model.steady(loadFactor, ambientC);
    const last = this.transformers.get(transformerId);
    const start = last ?? { ...settled, agedMinutes: 0, observedMinutes: 0, gapMinutes: 0 };
    const now: Transformer = { ...start, timeMs, loadFactor, ambientC };
    if (last) {
      const minutes = (timeMs - last.timeMs) / 60_000;
      const held = Math.min(minutes, this.settings.maximumHoldMinutes);
      const end = model.steady(last.loadFactor, last.ambientC);
      now.agedMinutes += agedMinutes(model, held, last, end, rating.paper);
      now.observedMinutes += held;
      now.gapMinutes += minutes - held;
      Object.assign(now, model.after(minutes - held, model.after(held, last, end), settled));
    }
    this.transformers.set(transformerId, now, timeMs);
    return this.healthOf(transformerId, now, rating);
  }

  private healthOf(transformerId: string, now: Transformer, { paper }: TransformerRating): TransformerHealth {
    const hottestC = hotSpotC(now);
    return {
      transformerId,
      timeMs: now.timeMs,
      loadFactor: now.loadFactor,
      ambientC: now.ambientC,
      topOilC: now.topOilC,
      hotSpotC: hottestC,
      ageingRate: ageingRate(hottestC, paper),
      agedHours: now.agedMinutes / 60,
      lifeUsedPercent: (100 * now.agedMinutes) / 60 / this.settings.insulationLifeHours,
      observedHours: now.observedMinutes / 60,
      gapHours: now.gapMinutes / 60,
      ...judgeTemperatures(now.topOilC, hottestC),
    };
  }

  private builtOf(transformerId: string): Built | undefined {
    return this.built.get(transformerId) ?? this.built.get('*');
  }
}
