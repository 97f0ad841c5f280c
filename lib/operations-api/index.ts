/** The REST interface of grid operations: messages in, answers out. */
export type { ApiAnswer, ApiRequest } from './http';
export { type ApiSettings, OperationsApi } from './operations-api';
