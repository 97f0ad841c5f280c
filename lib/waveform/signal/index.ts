export * from './find-clearing';
export * from './find-inception';
export * from './phasor';
export * from './resample';
export * from './symmetrical-components';
