/** Networks that pandapower has saved as JSON. */
export { importPandapower, isPandapower } from './import-pandapower';
