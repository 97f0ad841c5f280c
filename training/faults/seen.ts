import { type ModelInput, modelInput } from '../../lib/waveform/model-input';
import { findInception } from '../../lib/waveform/signal';
import type { Dice } from './dice';
import type { RawRecord } from './raw-record';
import { recorded } from './recorder';
import type { View } from './views';

/** What the model sees of an event, by the product's own detector and window; undefined: the detector finds nothing. */
export function seen(event: RawRecord, view: View, dice: Dice): ModelInput | undefined {
  const record = recorded(event, view.recording, dice);
  const found = findInception(record);
  if (found === null) return undefined;
  return modelInput(record, found + view.inceptionErrorMs, { cyclesAfter: view.cyclesAfter });
}
