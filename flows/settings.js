/**
 * The settings Node-RED starts with here. To change them, edit settings.js in the user folder (.gridloom/settings.js),
 * which starts from these. All settings of Node-RED: https://nodered.org/docs/user-guide/runtime/configuration
 */
const { GRIDLOOM_HOST: host = '127.0.0.1', GRIDLOOM_USERNAME: username, GRIDLOOM_PASSWORD: password } = process.env;

const { resolve } = require('node:path');

const settings = {
  // The two packages, from the checkout.
  nodesDir: [resolve(__dirname, '..'), resolve(__dirname, '../dashboard')],
  // Loopback only, unless GRIDLOOM_HOST says otherwise; then credentials are required.
  uiHost: host,
  flowFile: 'flows.json',
  flowFilePretty: true,
  editorTheme: {
    page: { title: 'Gridloom' },
    header: { title: 'Gridloom' },
    projects: { enabled: false },
    tours: false,
  },
  logging: { console: { level: 'info', metrics: false, audit: false } },
  // How often the state of grid nodes (alarms, last readings) is written to the user folder. A power cut loses at most this.
  gridloom: { snapshotSeconds: 300 },
  // The default of 15 s would add up to that much to every absence of the broker.
  mqttReconnectTime: 2000,
  // A gateway has no internet: no notice of new versions, nothing is sent home.
  telemetry: { enabled: false, updateNotification: false },
  functionExternalModules: false,
  // Uploads of CSV files on dashboard pages; 1 MB if nothing is said.
  dashboard: { maxHttpBufferSize: 32e6 },
  diagnostics: { enabled: true, ui: true },
  runtimeState: { enabled: false, ui: false },
};

if (username && password) {
  const hash = require('bcryptjs').hashSync(password, 8);
  settings.adminAuth = { type: 'credentials', users: [{ username, password: hash, permissions: '*' }] };
  settings.httpNodeAuth = { user: username, pass: hash };
  // The dashboard's socket is not behind httpNodeAuth; browsers send the same header with it.
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  settings.dashboard.ioMiddleware = (socket, next) =>
    next(socket.handshake.headers.authorization === expected ? undefined : new Error('not authorised'));
}

module.exports = settings;
