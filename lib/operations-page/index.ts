/** The page of grid operations: what it shows, made of the messages of all nodes of the flow. */
export * from './operations-page';
export * from './page-view';
