/** The vocabulary that every other folder speaks: one file a message, each with its JSON Schema and its type. */
export * from './alert';
export * from './district-risk';
export * from './meter-reading';
export * from './operator';
export * from './refusal';
