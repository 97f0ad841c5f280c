import type { Packed } from '../packed';
import { LANGUAGES, packedTypes } from '../packed-node';
import type { Rule } from '../rule';

type Catalog = { [key: string]: string | Catalog };

const EXAMPLE = /^(#{2,4} )?(Examples?|Beispiele?)\b|^```|\b(for example|zum Beispiel)\b/im;
const HELP = /<script[^>]+data-help-name="([^"]+)"[^>]*>([\s\S]*?)<\/script>/g;
/** Kept by the shell, with a label of the shell's. */
const OF_THE_SHELL = ['name', 'version'];

/** Labels and help, in every language. */
export const textRules: Rule[] = [
  {
    id: 'G05',
    asks: `labels in ${LANGUAGES.join(' and ')} with the same keys`,
    check: (packed) =>
      perType(packed, (base, type) => {
        const keys = LANGUAGES.map((language) => {
          const catalog = readCatalog(packed, `${base(language)}.json`);
          return catalog && new Set(leaves(catalog));
        });
        return LANGUAGES.flatMap((language, index) => {
          const own = keys[index];
          if (!own) return [`${base(language)}.json is missing or no JSON: write nodes/${type}/locales/${language}`];
          const others = keys.flatMap((set) => [...(set ?? [])]).filter((key) => !own.has(key));
          return [...new Set(others)].map((key) => `${base(language)}.json lacks "${key}": translate it`);
        });
      }),
  },
  {
    id: 'G06',
    asks: 'a label and a help line for every setting, and every text that the form asks for',
    check: (packed) =>
      packedTypes(packed).flatMap(({ node, registration }) => {
        const path = `${node.folder}/locales/${LANGUAGES[0]}/${node.set}.json`;
        const known = new Set(leaves(readCatalog(packed, path) ?? {}));
        const settings = [...Object.keys(registration.defaults ?? {}), ...registration.credentials];
        const wanted = settings
          .filter((name) => !OF_THE_SHELL.includes(name))
          .flatMap((name) => [`settings.${name}.label`, `settings.${name}.help`]);
        const asked = [...(node.templates.get(registration.type) ?? '').matchAll(/data-i18n="(?:\[\w+\])?([^";]+)/g)];
        const all = new Set(['label', ...wanted, ...asked.map((match) => match[1]!)]);
        return [...all]
          .filter((key) => !known.has(key))
          .map((key) => `${path} lacks "${key}": add it in every language`);
      }),
  },
  {
    id: 'G07',
    asks: 'help with a first paragraph and an example, in every language',
    check: (packed) =>
      perType(packed, (base, type) =>
        LANGUAGES.flatMap((language) => {
          const path = `${base(language)}.html`;
          const help =
            packed.has(path) && [...packed.read(path).matchAll(HELP)].find((match) => match[1] === type)?.[2];
          if (!help) return [`${path}: no help with data-help-name="${type}": write nodes/${type}/locales/${language}`];
          return helpFaults(path, help.trim());
        }),
      ),
  },
];

function helpFaults(path: string, help: string): string[] {
  return [
    ...(/^[^\s#:<{]/.test(help) ? [] : [`${path}: it doesn't begin with a paragraph, which is the palette's tooltip`]),
    ...(EXAMPLE.test(help)
      ? []
      : [`${path}: no example: add a line or heading "Example" (German "Beispiel") with numbers`]),
    ...(/\{\{\w*\}\}/.test(help) ? [`${path}: a {{…}} was not filled in: use {{settings}} or {{outputs}}`] : []),
  ];
}

function perType(packed: Packed, check: (base: (language: string) => string, type: string) => string[]): string[] {
  return packedTypes(packed).flatMap(({ node, registration }) =>
    check((language) => `${node.folder}/locales/${language}/${node.set}`, registration.type),
  );
}

function readCatalog(packed: Packed, path: string): Catalog | undefined {
  try {
    return JSON.parse(packed.read(path)) as Catalog;
  } catch {
    return undefined;
  }
}

/** The dotted keys of all texts; an empty text counts as missing. */
function leaves(catalog: Catalog, under = ''): string[] {
  return Object.entries(catalog).flatMap(([key, value]) =>
    typeof value === 'object' ? leaves(value, `${under}${key}.`) : value === '' ? [] : [`${under}${key}`],
  );
}
