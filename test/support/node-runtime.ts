import helper from 'node-red-node-test-helper';
import { tempFolder } from './temp-folder';

/** Starts the test helper's Node-RED; `userDir` holds the state of its nodes. */
export async function startRuntime(userDir = tempFolder()): Promise<void> {
  helper.init(require.resolve('node-red'));
  helper.settings({ userDir });
  await helper.startServer();
}

export async function stopRuntime(): Promise<void> {
  await helper.unload();
  await helper.stopServer();
}

/** Within a `describe`: its tests run in the test helper's Node-RED, and what a test has loaded is gone after it. */
export function useRuntime(userDir?: string): void {
  before(() => startRuntime(userDir));
  afterEach(() => helper.unload());
  after(() => helper.stopServer());
}
