import { exampleFlows, type FlowNode } from '../example-flow';
import { foreignTypes } from '../known-types';
import { packedTypes } from '../packed-node';
import type { Rule } from '../rule';

/** What every node may carry besides its own settings. */
const OF_THE_EDITOR = ['id', 'type', 'z', 'g', 'd', 'l', 'x', 'y', 'w', 'h', 'wires', 'info', 'inputLabels'];
const PROPERTIES = new Set([...OF_THE_EDITOR, 'outputLabels', 'icon', 'env']);

/** The flows that the import menu offers. */
export const exampleRules: Rule[] = [
  {
    id: 'N02',
    asks: 'an example that uses each node',
    check: (packed) => {
      const used = new Set(exampleFlows(packed).flatMap(({ nodes }) => nodes?.map(({ type }) => type) ?? []));
      return packedTypes(packed)
        .filter(({ registration: { type, literals } }) => literals.category !== 'config' && !used.has(type))
        .map(({ registration: { type } }) => `examples/: no flow uses ${type}: add examples/${type}.json`);
    },
  },
  {
    id: 'G08',
    asks: 'examples that are flows of known nodes with nothing left dangling',
    check: (packed) => {
      const known = new Set([
        ...foreignTypes(packed.root).keys(),
        ...packedTypes(packed).map(({ registration }) => registration.type),
      ]);
      return exampleFlows(packed).flatMap(({ path, nodes }) =>
        nodes
          ? structureFaults(nodes, known).map((fault) => `${path}: ${fault}`)
          : [`${path} is no flow, and the import menu offers everything here: export one, or move the file elsewhere`],
      );
    },
  },
  {
    id: 'G09',
    asks: 'examples whose settings are those of the node as it is now',
    check: (packed) => {
      const ours = new Map(packedTypes(packed).map(({ registration }) => [registration.type, registration]));
      return exampleFlows(packed).flatMap(({ path, nodes }) =>
        (nodes ?? []).flatMap((node) => {
          const { defaults, literals } = ours.get(node.type) ?? {};
          if (!defaults) return [];
          const place = `${path}: ${node.type} ${node.id}`;
          const version = defaults.version?.value;
          return [
            ...Object.keys(node)
              .filter((name) => !PROPERTIES.has(name) && !(name in defaults))
              .map((name) => `${place} has a setting "${name}" that the node lacks: remove it`),
            ...(node.version === version
              ? []
              : [`${place} is of settings version ${node.version}, the node of ${version}: export it again`]),
            ...((node.wires?.length ?? 0) > Number(literals?.outputs)
              ? [`${place} has ${node.wires?.length} outputs, the node ${literals?.outputs}: export it again`]
              : []),
          ];
        }),
      );
    },
  },
  {
    id: 'G10',
    asks: 'examples that say what they show',
    check: (packed) =>
      exampleFlows(packed)
        .filter(({ nodes }) => nodes && !nodes.some(({ type, info }) => type === 'comment' || (type === 'tab' && info)))
        .map(({ path }) => `${path}: add a comment node, or a description to the tab, that explains it`),
  },
];

function structureFaults(nodes: FlowNode[], known: Set<string>): string[] {
  const ids = new Set(nodes.map(({ id }) => id));
  const twice = nodes.filter((node, index) => nodes.findIndex(({ id }) => id === node.id) !== index);
  return [
    ...twice.map(({ id }) => `two nodes have the id ${id}: export it again`),
    ...nodes.flatMap(({ id, type, z, wires }) => [
      ...(known.has(type) || ids.has(type.replace(/^subflow:/, ''))
        ? []
        : [`node ${id} is of the unknown type "${type}": use nodes of Node-RED, the dashboard or this package`]),
      ...(z === undefined || z === '' || ids.has(z)
        ? []
        : [`node ${id} is on the tab ${z}, which is not there: export it again`]),
      ...(wires ?? [])
        .flat()
        .filter((target) => !ids.has(target))
        .map((target) => `node ${id} is wired to ${target}, which is not there: remove the wire or add the node`),
    ]),
  ];
}
