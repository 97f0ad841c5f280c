import { readEditorFile } from '../editor-file';
import { foreignTypes } from '../known-types';
import type { Packed } from '../packed';
import { packedNodes, packedTypes } from '../packed-node';
import type { Rule } from '../rule';

/** What package checkers read of a registration, and only when it is a literal. */
const LITERALS = ['category', 'color', 'inputs', 'outputs', 'icon'];

/** Node files, registrations and icons. */
export const nodeRules: Rule[] = [
  {
    id: 'N01',
    asks: 'node types that neither Node-RED nor the dashboard nor a second node of ours has',
    check: (packed) => {
      const taken = foreignTypes(packed.root);
      return packedTypes(packed).flatMap(({ node, registration: { type } }) => {
        const owner = taken.get(type);
        taken.set(type, node.html);
        return owner ? [`${node.html}: type "${type}" is also in ${owner}: rename it`] : [];
      });
    },
  },
  {
    id: 'G02',
    asks: 'the files of every node that package.json names',
    check: (packed) => {
      const nodes = packedNodes(packed);
      if (nodes.length === 0) return ['package.json: "node-red.nodes" is empty: a package without nodes is none'];
      return nodes.flatMap(({ file, html }) =>
        [file, html]
          .filter((path) => !packed.has(path))
          .map((path) => `${path} is not in the package: build it, and see that "files" in package.json includes it`),
      );
    },
  },
  {
    id: 'G03',
    asks: 'an inline literal registration with a form, for every node',
    check: (packed) =>
      packedNodes(packed)
        .filter(({ html }) => packed.has(html))
        .flatMap(({ html }) => registrationFaults(packed, html)),
  },
  {
    id: 'G04',
    asks: 'an icon of 2:3 for every node',
    check: (packed) =>
      packedTypes(packed).flatMap(({ node, registration: { type, literals } }) => {
        if (literals.category === 'config') return [];
        const path = `${node.folder}/icons/${literals.icon}`;
        if (!packed.has(path)) return [`${path} is not in the package: draw icons/${type}.svg and build`];
        return iconFaults(path, packed.read(path));
      }),
  },
];

function registrationFaults(packed: Packed, html: string): string[] {
  let file: ReturnType<typeof readEditorFile>;
  try {
    file = readEditorFile(packed.read(html));
  } catch (error) {
    return [`${html}: the script can't be parsed (${(error as Error).message}): correct what generates it`];
  }
  if (file.registrations.length === 0)
    return [`${html}: no RED.nodes.registerType('type', {…}) with a literal type and an inline definition: write one`];
  return file.registrations.flatMap(({ type, literals, defaults }) => [
    ...LITERALS.filter((name) => literals[name] === undefined && literals.category !== 'config').map(
      (name) => `${html}: "${name}" of ${type} is missing or computed: write it as a literal`,
    ),
    ...(defaults ? [] : [`${html}: "defaults" of ${type} is no inline object: write it out`]),
    ...(file.templates.has(type) ? [] : [`${html}: no form with data-template-name="${type}": add it`]),
  ]);
}

function iconFaults(path: string, svg: string): string[] {
  const size = /<svg[^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg);
  if (!size) return [`${path}: no viewBox="0 0 40 60": give the drawing one`];
  const [width, height] = [Number(size[1]), Number(size[2])];
  return width * 3 === height * 2 ? [] : [`${path}: the viewBox is ${width} × ${height}: the palette needs 2:3`];
}
