import { unitOf } from '../random';
import { ATTACK_KINDS, type Attack, type AttackKind, type AttackSchedule } from './attacks';

/** Who is attacked, and how, as shares and ranges to draw from. */
export interface AttackPlan {
  seed: number;
  /** Share of the meters that are attacked, 0–1. */
  share: number;
  /** Drawn from with equal chances. @default all */
  kinds?: readonly AttackKind[];
  /** Drawn from with equal chances. @default 0.2, 0.4, 0.6, 0.8 */
  severities?: readonly number[];
  /** Attacks begin at a drawn instant in [startMs, latestStartMs]. @default startMs */
  startMs: number;
  latestStartMs?: number;
  endMs: number;
  /** @default always */
  schedule?: AttackSchedule;
  timeZone?: string;
}

export const SEVERITIES: readonly number[] = [0.2, 0.4, 0.6, 0.8];

/** The attack on one meter, or undefined for an honest one. It depends on (seed, meter id) and the plan only. */
export function drawAttack(plan: AttackPlan, meterId: string): Attack | undefined {
  const { seed, share, kinds = ATTACK_KINDS, severities = SEVERITIES, startMs, latestStartMs = startMs, endMs } = plan;
  const draw = (what: string) => unitOf(seed, `theft ${what}/${meterId}`);
  const pick = <T>(list: readonly T[], what: string) => list[Math.floor(draw(what) * list.length)]!;
  if (draw('share') >= share) return undefined;
  return {
    meterId,
    kind: pick(kinds, 'kind'),
    severity: pick(severities, 'severity'),
    startMs: Math.round(startMs + (latestStartMs - startMs) * draw('start')),
    endMs,
    schedule: plan.schedule ?? { kind: 'always' },
    seed,
    ...(plan.timeZone === undefined ? {} : { timeZone: plan.timeZone }),
  };
}
