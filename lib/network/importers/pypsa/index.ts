/** Networks that PyPSA has saved as a folder of CSV files. */
export { importPypsa, isPypsaFolder } from './import-pypsa';
