/** Requests to classify: read, checked, confined to the sample folder, and answered. */
export * from './answers';
export * from './classify-request';
export * from './open-request';
export * from './read-body';
export * from './request-fault';
export * from './sample-folder';
export * from './sample-label';
export * from './uploaded-files';
