/** Files of recorders and simulators into waveforms: COMTRADE, NumPy, text tables, JSON. */
export { WaveformFileError } from './file-error';
export { type FileBytes, READ_LIMITS, type ReadLimits, type ReadOptions, type Side } from './read-options';
export { listChannels, readWaveforms, waveformsOfJson } from './read-waveforms';
export type { ChannelInfo } from './recording';
