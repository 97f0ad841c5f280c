import { Type } from '@sinclair/typebox';
import { FRAME_FAULTS, LiveWaveformSettings } from '../../simulator/waveform/publish';
import { LOGIN_OPTIONS } from '../broker-login';
import type { CommandOption } from '../command';
import { settingsOptions } from '../settings-options';

/** Settings of the recorder that are taken as they are. */
export const LIVE_TEXTS = Type.Pick(LiveWaveformSettings, ['topicRoot', 'station', 'recorder', 'frames']);

/** Options of records that are written to files; without defaults, so that a stray one is seen. */
export const FILE_OPTIONS: readonly CommandOption[] = [
  {
    name: 'per-class',
    short: 'n',
    type: 'string',
    placeholder: 'N',
    description: 'Records of each class (default 10)',
  },
  {
    name: 'format',
    short: 'f',
    type: 'string',
    placeholder: 'text|npy|comtrade',
    description:
      'text: rows time,Ia,Ib,Ic; npy: float32 (3, samples); comtrade: .cfg and .dat, with restraint (default text)',
  },
  {
    name: 'flat',
    type: 'boolean',
    description: 'All files in the folder itself, instead of the tree of the public set',
  },
  { name: 'threads', type: 'string', placeholder: 'N', description: 'Threads that simulate (default: one a core)' },
];

/** Options of records that are published. */
export const LIVE_OPTIONS: readonly CommandOption[] = [
  {
    name: 'every',
    short: 'i',
    type: 'string',
    placeholder: 'S',
    description: 'Seconds between two events (default 20)',
  },
  { name: 'count', type: 'string', placeholder: 'N', description: 'Events in all; without it until Ctrl-C' },
  {
    name: 'faults',
    type: 'string',
    placeholder: 'LIST',
    description: `Shares of frames, as lost=0.02,duplicate=0.01; of ${FRAME_FAULTS.join(', ')}`,
  },
  ...settingsOptions(LIVE_TEXTS),
  ...LOGIN_OPTIONS,
];

export const WAVEFORMS_OPTIONS: readonly CommandOption[] = [
  {
    name: 'out',
    short: 'o',
    type: 'string',
    placeholder: 'FOLDER',
    description: 'Write the records below this folder',
  },
  {
    name: 'publish',
    short: 'b',
    type: 'string',
    placeholder: 'URL',
    description: 'Publish them: mqtt, mqtts, ws or wss',
  },
  {
    name: 'classes',
    short: 'c',
    type: 'string',
    default: 'all',
    placeholder: 'LIST',
    description:
      'Labels or what they begin with, as internal_power_transformer,transient; all: the 45; normal: nothing happens',
  },
  { name: 'seed', short: 's', type: 'string', placeholder: 'N', description: 'Same seed, same records (default 1)' },
  { name: 'nominal', type: 'string', placeholder: '50|60', description: 'Frequency of the network in Hz (default 60)' },
  { name: 'truth', type: 'string', placeholder: 'FILE', description: 'Write what each record holds as a line of JSON' },
  ...FILE_OPTIONS,
  ...LIVE_OPTIONS,
  { name: 'json', type: 'boolean', description: 'Summary as one line of JSON' },
];
