import { type AnyNode, type Options, parse } from 'acorn';

/** Every node of the syntax tree of `code`, parents first. @throws SyntaxError with the place. */
export function syntaxNodes(code: string, sourceType: Options['sourceType'] = 'script'): AnyNode[] {
  const found: AnyNode[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (value && typeof (value as AnyNode).type === 'string') {
      found.push(value as AnyNode);
      Object.values(value).forEach(visit);
    }
  };
  visit(parse(code, { ecmaVersion: 'latest', sourceType, allowHashBang: true }));
  return found;
}

/** The value of a literal expression; functions and anything computed are undefined. */
export function literalValue(node: AnyNode): unknown {
  switch (node.type) {
    case 'Literal':
      return node.value;
    case 'UnaryExpression':
      return node.operator === '-' ? -Number(literalValue(node.argument)) : undefined;
    case 'ArrayExpression':
      return node.elements.map((element) => element && literalValue(element as AnyNode));
    case 'ObjectExpression':
      return Object.fromEntries(properties(node).map(([name, value]) => [name, literalValue(value)]));
    default:
      return undefined;
  }
}

/** Names and value expressions of an object literal; spreads and computed names are left out. */
export function properties(node: AnyNode): [string, AnyNode][] {
  if (node.type !== 'ObjectExpression') return [];
  return node.properties.flatMap((property): [string, AnyNode][] => {
    if (property.type !== 'Property' || property.computed) return [];
    const { key } = property;
    const name = key.type === 'Identifier' ? key.name : String((key as { value?: unknown }).value);
    return [[name, property.value as AnyNode]];
  });
}
