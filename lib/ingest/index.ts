/** CSV files into readings: format, columns, checks, quarantine. */
export { FormatError } from './columns';
export * from './csv-reader';
export * from './csv-settings';
export * from './detect-format';
export * from './import-context';
export * from './rejected-row';
export { RowBatch } from './row-batch';
export { TimePattern } from './time-pattern';
