/** MATPOWER cases (format version 2). */
export { importCase, isCase } from './import-case';
