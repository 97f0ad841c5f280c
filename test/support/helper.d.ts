declare module 'node-red-node-test-helper' {
  import type { NodeModule } from '../../nodes/shell/grid-node';
  import type { NodeMessage, RuntimeNode } from '../../nodes/shell/node-red';

  type TestNode = RuntimeNode & {
    receive(message: NodeMessage): void;
    on(event: string, listener: (...args: never[]) => void): void;
    close(removed: boolean): Promise<void>;
    // biome-ignore lint/suspicious/noExplicitAny: a sinon spy call
    [spied: string]: any;
  };
  const helper: {
    init(runtimePath: string): void;
    settings(settings: object): object;
    startServer(): Promise<void>;
    stopServer(): Promise<void>;
    load(nodes: NodeModule | NodeModule[], flow: object[], credentials?: object): Promise<void>;
    unload(): Promise<void>;
    getNode(id: string): TestNode;
  };
  export = helper;
}
