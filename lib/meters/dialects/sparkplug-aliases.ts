/** What a birth said about a metric. */
export interface Definition {
  name: string;
  /** Scale of its engineering unit, when the birth gave one that is known. */
  scale: number | undefined;
}

/** Aliases and devices of all nodes together, at about 150 bytes each. */
const MAX_ALIASES = 400_000;

/**
 * Aliases by edge node and device, from their births on. A birth of the node makes those of its devices void
 * (specification 3.0, section 6.4.7). The node not heard of for longest is forgotten beyond the limits.
 */
export class AliasMemory {
  private readonly nodes = new Map<string, Map<string, Map<number, Definition>>>();
  private count = 0;

  constructor(private readonly maxNodes: number) {}

  /** Begins the birth of a device, or of the node when `device` is empty. */
  begin(node: string, device: string): void {
    this.forget(node, device);
    const devices = this.nodes.get(node) ?? new Map<string, Map<number, Definition>>();
    devices.set(device, new Map());
    this.count++;
    this.nodes.delete(node);
    this.nodes.set(node, devices);
    this.shrink(node);
  }

  set(node: string, device: string, alias: number, definition: Definition): void {
    const aliases = this.nodes.get(node)?.get(device);
    if (!aliases) return;
    if (!aliases.has(alias)) {
      if (this.count >= MAX_ALIASES) this.shrink(node);
      if (this.count >= MAX_ALIASES) return;
      this.count++;
    }
    aliases.set(alias, definition);
  }

  get(node: string, device: string, alias: number): Definition | undefined {
    const devices = this.nodes.get(node);
    return devices?.get(device)?.get(alias) ?? devices?.get('')?.get(alias);
  }

  /** Forgets a device, or the node with all its devices. */
  forget(node: string, device: string): void {
    const devices = this.nodes.get(node);
    if (!devices) return;
    for (const [name, aliases] of devices) {
      if (device !== '' && name !== device) continue;
      this.count -= aliases.size + 1;
      devices.delete(name);
    }
    if (devices.size === 0) this.nodes.delete(node);
  }

  clear(): void {
    this.nodes.clear();
    this.count = 0;
  }

  snapshot(): unknown {
    const entries: unknown[] = [];
    for (const [node, devices] of this.nodes) {
      for (const [device, aliases] of devices) {
        entries.push([node, device, [...aliases].map(([alias, { name, scale }]) => [alias, name, scale ?? null])]);
      }
    }
    return entries;
  }

  /** @throws Error when the state is not a snapshot of this memory. */
  restore(state: unknown): void {
    this.clear();
    if (state === undefined) return;
    if (!Array.isArray(state)) throw new Error('sparkplug state: not a list of births; start without it');
    for (const entry of state) {
      const [node, device, aliases] = Array.isArray(entry) ? entry : [];
      if (typeof node !== 'string' || typeof device !== 'string' || !Array.isArray(aliases)) {
        throw new Error('sparkplug state: an entry is no birth; start without it');
      }
      this.restoreDevice(node, device, aliases);
    }
  }

  private restoreDevice(node: string, device: string, aliases: readonly unknown[]): void {
    const devices = this.nodes.get(node) ?? new Map<string, Map<number, Definition>>();
    this.nodes.set(node, devices);
    devices.set(device, new Map());
    this.count++;
    for (const entry of aliases) {
      const [alias, name, scale] = Array.isArray(entry) ? entry : [];
      if (typeof alias !== 'number' || typeof name !== 'string') {
        throw new Error('sparkplug state: an alias is not a number with a name; start without it');
      }
      this.set(node, device, alias, { name, scale: typeof scale === 'number' ? scale : undefined });
    }
  }

  private shrink(keep: string): void {
    for (const node of this.nodes.keys()) {
      if (this.nodes.size <= this.maxNodes && this.count < MAX_ALIASES) return;
      if (node !== keep) this.forget(node, '');
    }
  }
}
