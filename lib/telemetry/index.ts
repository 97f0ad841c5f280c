/** What SCADA sends: checked against network and clock, with risk, values for alarms and changes of the network. */
export { TelemetryIntakeSettings, USUAL_RATED_A } from './intake-settings';
export { AssetTelemetry, GridTelemetry, ScadaMessage } from './scada-message';
export { TelemetryIntake, type TelemetryIntakePorts } from './telemetry-intake';
