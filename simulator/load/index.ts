/** The load of a country to play with when there is no file of one: simulated, not measured. */
export { nationalLoadMw, type WorstEvening, worstEvening } from './national-load';
export { SIMULATED_YEAR, simulatedYear } from './simulated-year';
