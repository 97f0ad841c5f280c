/** The part of npm's lock file that the rules read; npm keeps one in node_modules too. */
export interface Lock {
  packages: Record<
    string,
    { version: string; dev?: boolean; devOptional?: boolean; deprecated?: string; engines?: unknown }
  >;
}

/** A sentence for each deprecated package; with `all` also for what is only there for development. */
export function deprecated({ packages }: Lock, all: boolean): string[] {
  return Object.entries(packages)
    .filter(([, entry]) => entry.deprecated && (all || (!entry.dev && !entry.devOptional)))
    .map(
      ([path, { version, deprecated }]) => `${path} ${version} is deprecated: ${deprecated}: replace what brings it`,
    );
}
