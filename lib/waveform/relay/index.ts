export * from './faulted-phases';
export * from './relay-opinion';
export * from './settings';
