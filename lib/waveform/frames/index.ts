/** Frames of live recorders, put together into waveforms. */
export { isFrameLike } from './check-frame';
export { FrameAssembler, type FramePorts } from './frame-assembler';
export { FRAME_SETTINGS, type FrameSettings } from './frame-settings';
