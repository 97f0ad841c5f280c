/** What carries simulated events to users: frames of a recorder, and files. */
export * from './chosen-labels';
export * from './draw-scenario';
export * from './event-files';
export * from './event-threads';
export * from './frame-faults';
export * from './frames';
export * from './live-event';
export * from './waveform-files';
