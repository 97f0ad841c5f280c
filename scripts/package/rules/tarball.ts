import type { Rule } from '../rule';

const JUNK: [pattern: RegExp, what: string][] = [
  [/(^|\/)(tests?|__tests__|coverage|bench|node_modules)\//, 'is for development'],
  [/\.(test|spec)\.[cm]?[jt]s$/, 'is a test'],
  [/\.map$/, 'is a source map'],
  [/\.tsbuildinfo$|(^|\/)tsconfig[^/]*\.json$/, 'is the compiler’s'],
  [/(?<!\.d)\.ts$/, 'is a source: its compiled form is in dist/'],
  [/(^|\/)\.[^/]+|\.(log|tgz|orig|rej|swp)$|~$/, 'is a leftover'],
  [/_cred\.json$/, 'holds credentials'],
];

/** What is in the tarball. */
export const tarballRules: Rule[] = [
  {
    id: 'G13',
    asks: 'nothing in the package that a user has no use for',
    check: ({ files }) =>
      files.flatMap((path) => {
        const match = JUNK.find(([pattern]) => pattern.test(path));
        return match ? [`${path} ${match[1]}: keep it out by "files" in package.json`] : [];
      }),
  },
  {
    id: 'G14',
    asks: 'a readme and a changelog',
    check: ({ files }) =>
      ['README.md', 'CHANGELOG.md']
        .filter((path) => !files.includes(path))
        .map((path) => `${path} is not in the package: the flow library shows it; write it at the root`),
  },
  {
    id: 'G15',
    asks: 'the programs of the commands',
    check: ({ manifest, files, read }) =>
      Object.entries(manifest.bin ?? {}).flatMap(([name, file]) => {
        const path = file.replace(/^\.\//, '');
        if (!files.includes(path)) return [`${path}, the command "${name}", is not in the package: build it`];
        return read(path).startsWith('#!/usr/bin/env node') ? [] : [`${path}: begin it with #!/usr/bin/env node`];
      }),
  },
];
