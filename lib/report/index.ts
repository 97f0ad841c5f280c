/** The report of a city's consumption: tables, the original's reports and ours, drawings, one page. All in memory. */
export * from './city-report';
export * from './district-day';
export * from './district-report';
export * from './report';
export * from './report-collector';
