/** The vocabulary that every other folder speaks: one file a message, each with its JSON Schema and its type. */
export * from './alert';
export * from './district-risk';
export * from './energy-aggregate';
export * from './feeder-balance';
export * from './grid-map-update';
export * from './grid-topology';
export * from './heatmap-update';
export * from './meter-reading';
export * from './operator';
export * from './refusal';
export * from './theft-case';
export * from './theft-cue';
export * from './theft-day';
export * from './theft-event';
export * from './theft-window';
export * from './timeline-event';
export * from './waveform';
