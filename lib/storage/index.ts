/** What is written to disk. */
export * from './atomic-file';
