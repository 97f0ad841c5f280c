/** The health of assets: temperatures and ageing of transformers, gases in their oil, scores, maintenance, trends; alarms. */
export * from './ageing';
export * from './alarm-settings';
export * from './alarm-table';
export * from './asset-trends';
export * from './duval-triangle';
export * from './gas-finding';
export * from './load-profile';
export * from './maintenance-list';
export * from './original-score';
export * from './standing-alarms';
export * from './thermal-limits';
export * from './thermal-operator';
export * from './thermal-settings';
export * from './trend';
