/** What is written to disk, and how names and texts from outside are made safe for it. */
export * from './atomic-file';
export * from './csv-text';
export * from './file-names';
