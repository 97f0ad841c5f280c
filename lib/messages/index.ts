/** The vocabulary that every other folder speaks: one file a message, each with its JSON Schema and its type. */
export * from './alert';
export * from './district-risk';
export * from './energy-aggregate';
export * from './grid-map-update';
export * from './grid-topology';
export * from './heatmap-update';
export * from './meter-reading';
export * from './operator';
export * from './refusal';
export * from './timeline-event';
export * from './waveform';
