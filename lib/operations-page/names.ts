import type { LiveNetwork } from '../network/live';

/** How people call the nodes and lines of a network. What is not of the network is called by its id. */
export class Names {
  private readonly nodes: ReadonlyMap<string, string>;
  private readonly lines: ReadonlyMap<string, string>;

  constructor({ original: { nodes, branches } }: Pick<LiveNetwork, 'original'>) {
    this.nodes = new Map(nodes.map(({ id, label }) => [id, label ?? id]));
    const end = (index: number) => this.node(nodes[index]!.id);
    this.lines = new Map(branches.map(({ id, label, from, to }) => [id, label ?? `${end(from)} – ${end(to)}`]));
  }

  node(id: string): string {
    return this.nodes.get(id) ?? id;
  }

  /** With its id, by which it is switched. */
  line(id: string): string {
    const name = this.lines.get(id);
    return name === undefined || name === id ? id : `${id} ${name}`;
  }

  isNode(id: string): boolean {
    return this.nodes.has(id);
  }

  isLine(id: string): boolean {
    return this.lines.has(id);
  }

  /** Of what an alarm is about: the grid, a line, a node or an asset. */
  subject(id: string): string {
    if (id === 'grid') return 'whole grid';
    return this.isLine(id) ? this.line(id) : this.node(id);
  }
}
