/** CSV files into readings: format, columns, checks, quarantine. */
export { FormatError } from './columns';
export * from './csv-import';
export * from './csv-reader';
export * from './csv-settings';
export * from './data-folder';
export * from './detect-format';
export * from './district-days';
export { detectEncoding, textOf } from './encoding';
export * from './file-name';
export * from './import-context';
export * from './quarantine-folder';
export * from './read-chunks';
export type { ReadFile } from './read-file';
export * from './rejected-row';
export { RowBatch } from './row-batch';
export type { RowCounts } from './row-counts';
export { TimePattern } from './time-pattern';
export { wildcards } from './wildcards';
