import type { FaultPhase, TransformerUnit } from '../messages';

/** One of the 45 classes of the public set of differential currents (IEEE DataPort 10.21227/1d1w-q940), in its order. */
export interface FaultClass {
  index: number;
  label: string;
  isInternal: boolean;
  unit: TransformerUnit | null;
  /** Phases of the class; empty where the class does not say (turn-to-turn, winding-to-winding, transients). */
  phases: readonly FaultPhase[];
  description: string;
  causes: readonly string[];
}

interface Shunt {
  name: string;
  phases: readonly FaultPhase[];
  words: string;
  causes: readonly string[];
}

const TO_GROUND = [
  'Insulation failure from winding to ground',
  'Bushing failure',
  'Contamination',
  'Partial discharge',
] as const;
const TWO_TO_GROUND = ['Severe insulation breakdown', 'Arcing', 'Mechanical damage'] as const;
const BETWEEN = ['Insulation failure between phases', 'Winding deformation', 'Tap-changer trouble'] as const;
const ALL_TO_GROUND = ['Catastrophic insulation failure', 'Major internal arcing'] as const;
const TURNS = ['Inter-turn insulation breakdown', 'Overheating', 'Vibration', 'Manufacturing defect'] as const;
const WINDINGS = ['Inter-winding insulation failure', 'Severe overvoltage', 'Flashover'] as const;

const SHUNTS: readonly Shunt[] = [
  { name: 'Class1', phases: ['A', 'G'], words: 'Phase A to ground', causes: TO_GROUND },
  { name: 'Class2', phases: ['B', 'G'], words: 'Phase B to ground', causes: TO_GROUND },
  { name: 'Class3', phases: ['C', 'G'], words: 'Phase C to ground', causes: TO_GROUND },
  { name: 'Class4', phases: ['A', 'B', 'G'], words: 'Phases A and B to ground', causes: TWO_TO_GROUND },
  { name: 'Class5', phases: ['A', 'C', 'G'], words: 'Phases A and C to ground', causes: TWO_TO_GROUND },
  { name: 'Class6', phases: ['B', 'C', 'G'], words: 'Phases B and C to ground', causes: TWO_TO_GROUND },
  { name: 'Class7', phases: ['A', 'B', 'C', 'G'], words: 'All three phases to ground', causes: ALL_TO_GROUND },
  { name: 'Class8', phases: ['A', 'B'], words: 'Phase A to phase B', causes: BETWEEN },
  { name: 'Class9', phases: ['A', 'C'], words: 'Phase A to phase C', causes: BETWEEN },
  { name: 'Class10', phases: ['B', 'C'], words: 'Phase B to phase C', causes: BETWEEN },
  { name: 'Class11', phases: ['A', 'B', 'C'], words: 'All three phases, clear of ground', causes: BETWEEN },
  { name: 'tt', phases: [], words: 'Turn to turn', causes: TURNS },
  { name: 'ww', phases: [], words: 'Winding to winding', causes: WINDINGS },
];

const UNITS: readonly { unit: TransformerUnit; name: string; words: string }[] = [
  { unit: 'ispar-exciting', name: 'ispar_exciting', words: 'the exciting unit of the phase angle regulator' },
  { unit: 'ispar-series', name: 'ispar_series', words: 'the series unit of the phase angle regulator' },
  { unit: 'power', name: 'power', words: 'the power transformer' },
];

const TRANSIENTS: readonly { name: string; description: string; causes: readonly string[] }[] = [
  {
    name: 'capacitor_switching',
    description: 'Switching of a capacitor bank: a damped oscillation of some hundred hertz',
    causes: ['Normal operation', 'Restrike of the switch'],
  },
  {
    name: 'external_fault_with_CT_saturation',
    description: 'Fault outside the zone; a saturated current transformer feigns a differential current',
    causes: ['Out-of-zone fault', 'Inadequate current transformer', 'Remanence'],
  },
  {
    name: 'ferroresonance',
    description: 'Ferroresonance of a core with a capacitance',
    causes: ['Single-phase switching', 'Lightly loaded transformer', 'Long cable'],
  },
  {
    name: 'magnetising_inrush',
    description: 'Magnetising inrush of a transformer that is energised',
    causes: ['Energisation', 'Recovery of the voltage after a fault'],
  },
  {
    name: 'non-linear_load_switching',
    description: 'Switching of a non-linear load',
    causes: ['Rectifiers', 'Arc furnaces'],
  },
  {
    name: 'sympathetic_inrush',
    description: 'Sympathetic inrush: a transformer in service saturates while its neighbour is energised',
    causes: ['Energisation of a parallel transformer'],
  },
];

/** The table, by index. */
export const FAULT_CLASSES: readonly FaultClass[] = [
  ...UNITS.flatMap(({ unit, name, words }) =>
    SHUNTS.map((shunt) => ({
      label: `internal_${name}_transformer_internal_faults_${shunt.name}`,
      isInternal: true,
      unit,
      phases: shunt.phases,
      description: `${shunt.words}, in ${words}`,
      causes: shunt.causes,
    })),
  ),
  ...TRANSIENTS.map(({ name, description, causes }) => ({
    label: `transient_${name}`,
    isInternal: false,
    unit: null,
    phases: [],
    description,
    causes,
  })),
].map((one, index) => ({ index, ...one }));

const BY_LABEL = new Map(FAULT_CLASSES.map((one) => [one.label.toLowerCase(), one]));

/** The class of a label, in any case of letters. */
export function faultClass(label: string): FaultClass | undefined {
  return BY_LABEL.get(label.toLowerCase());
}

/** Whether a label is of a fault, inside the zone or outside: the rule of the impact on peers. */
export function isFaultLabel(label: string): boolean {
  return label.startsWith('internal') || label.includes('external_fault');
}
