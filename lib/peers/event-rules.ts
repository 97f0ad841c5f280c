import type { FaultImpact } from '../messages';

/** What an event of a label does to a network. */
export interface EventRule {
  eventType: string;
  severity: FaultImpact['severity'];
  /** Internal or external fault; null when unknown. */
  isFaultCondition: boolean | null;
  /** Where it strikes; `loads`: the sender, else the non-linear loads. */
  strikes: 'hub' | 'hub-and-lines' | 'loads' | 'nothing' | 'anything';
  /** Whether what is struck goes out of service or is only disturbed. */
  effect: 'cuts' | 'disturbs';
  /** What it means for transfers, in words. */
  words: string;
  action: FaultImpact['advice']['action'];
  /** For the advice; what else a person should know. */
  hint: string;
}

const INTERNAL = {
  eventType: 'Internal Grid Equipment Fault',
  isFaultCondition: true,
  strikes: 'hub',
  effect: 'cuts',
} as const;
const TEMPORARY = { isFaultCondition: false, effect: 'disturbs' } as const;
const UNSTABLE = 'temporary instability at the hub and on the lines';

const POWER: EventRule = {
  ...INTERNAL,
  severity: 'severe',
  words: 'a fault within the power transformer is severe: transfers are likely disrupted or islanded',
  action: 'island',
  hint: 'Isolate the transformer and test it before it is energised again.',
};
const REGULATOR: EventRule = {
  ...INTERNAL,
  severity: 'moderate',
  words: 'a fault within local regulation equipment: transfers are likely disrupted',
  action: 'isolate',
  hint: 'Isolate the phase angle regulator, and test it before it is energised again.',
};

/** The first rule whose word a label contains is its rule. */
const RULES: readonly (readonly [word: string, rule: EventRule])[] = [
  ['internal_ispar', REGULATOR],
  ['internal_power', POWER],
  [
    'external_fault',
    {
      eventType: 'External Fault',
      severity: 'moderate',
      isFaultCondition: true,
      strikes: 'hub-and-lines',
      effect: 'disturbs',
      words: 'a fault outside the protected zone: supply through the hub and the lines may be compromised',
      action: 'wait',
      hint: 'Wait until the protection of the faulted zone has cleared it, then check the supply.',
    },
  ],
  [
    'capacitor_switching',
    {
      ...TEMPORARY,
      eventType: 'Capacitor Switching Transient',
      severity: 'minor',
      strikes: 'hub-and-lines',
      words: UNSTABLE,
      action: 'wait',
      hint: 'It dies away within some cycles; if it comes back, look for a restrike of the switch.',
    },
  ],
  [
    'ferroresonance',
    {
      ...TEMPORARY,
      eventType: 'Ferroresonance',
      severity: 'moderate',
      strikes: 'hub-and-lines',
      words: `${UNSTABLE}, with overvoltages as long as it lasts`,
      action: 'inspect',
      hint: 'Look for a phase that is open, and for a transformer without load on a long cable; some load damps it.',
    },
  ],
  [
    'inrush',
    {
      ...TEMPORARY,
      eventType: 'Transformer Inrush (Non-Fault)',
      severity: 'minor',
      strikes: 'hub',
      words: 'no fault: a transformer is being energised, which is usually temporary',
      action: 'wait',
      hint: 'Wait some seconds until it has died away.',
    },
  ],
  [
    'non-linear_load',
    {
      ...TEMPORARY,
      eventType: 'Non-Linear Load Switching',
      severity: 'minor',
      strikes: 'loads',
      words: 'no fault: a non-linear load lowers the local power quality',
      action: 'inspect',
      hint: 'Measure harmonics at the load; a filter helps where it goes on.',
    },
  ],
];

const NORMAL: EventRule = {
  ...TEMPORARY,
  eventType: 'Normal Operation',
  severity: 'none',
  strikes: 'nothing',
  words: 'nothing changes in the waveform',
  action: 'none',
  hint: '',
};
const UNKNOWN: EventRule = {
  eventType: 'Unknown Event',
  severity: 'unknown',
  isFaultCondition: null,
  strikes: 'anything',
  effect: 'disturbs',
  words: 'the waveform is unlike all that is known, so nothing can be said of what it does; every transfer is at risk',
  action: 'inspect',
  hint: 'Let a person look at the waveform and at the relays before anything is switched.',
};

/** The rule of a label, one of the 45 classes in any case of letters, or `normal`, or `unknown`; otherwise undefined. */
export function ruleOf(label: string): EventRule | undefined {
  const lower = label.toLowerCase();
  if (lower === 'normal') return NORMAL;
  if (lower === 'unknown') return UNKNOWN;
  return RULES.find(([word]) => lower.includes(word))?.[1];
}
