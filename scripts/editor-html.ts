import { Kind, type TSchema } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import type { FieldHint, NodeDefinition } from '../nodes/shell/definition';
import { isStructured } from '../nodes/shell/settings';

/** Texts of one node in one language, as in its `locales/<language>/<type>.json`. */
export interface NodeTexts {
  label: string;
  /** Label of the input, and labels of the outputs by port name. */
  input?: string;
  outputs: Record<string, { label: string; help: string }>;
  settings: Record<string, { label: string; help: string; options?: Record<string, string> }>;
}

/** Where nodes of a package stand in the palette, and what all of them have in their form. */
export interface PaletteHome {
  package: string;
  category: string;
  /** Defaults and rows of the form, besides those of the settings; a line of JavaScript and of HTML each. */
  defaults: string[];
  rows: string[];
  /** JavaScript for when the form opens. */
  prepare: string;
}

/**
 * The editor half of a node, made from its definition: an inline literal registration (package checkers parse it), the
 * form, and one compiled validator a field.
 */
export function editorHtml(definition: NodeDefinition, icon: string, home: PaletteHome): string {
  const { type } = definition;
  return `<script type="text/javascript" src="resources/${home.package}/gridloom-editor.js"></script>
<script type="text/javascript">
RED.nodes.registerType('${type}', {
  category: '${definition.isConfig ? 'config' : home.category}',
  color: '${definition.color}',
  defaults: {
    name: { value: '' },
    version: { value: ${definition.version} },
${home.defaults.map((line) => `    ${line},\n`).join('')}${fields(definition)
  .map(([name, schema]) => `    ${name}: ${defaultEntry(type, name, schema, definition)},`)
  .join('\n')}
  },${credentials(definition)}
  inputs: ${definition.inputs},
  outputs: ${definition.outputs.length},
  icon: '${icon}',
  paletteLabel: function () { return this._('label'); },
  label: function () { return this.name || this._('label'); },
  labelStyle: function () { return this.name ? 'node_label_italic' : ''; },
  inputLabels: function () { return this._('input'); },
  outputLabels: function (index) { return this._('outputs.' + ${JSON.stringify(definition.outputs.map((o) => o.name))}[index] + '.label'); },
  oneditprepare: function () { gridloom.prepare('${type}', this);${preparePreview(definition)}${home.prepare} },
  oneditsave: function () { gridloom.save('${type}', this); }
});
gridloom.define('${type}', {
  prefix: '${prefixOf(definition)}',
  version: ${definition.version},
  migrations: {${Object.entries(definition.migrations ?? {})
    .map(([version, migrate]) => `\n    ${version}: ${migrate.toString()},`)
    .join('')}},
  fields: {
${fields(definition)
  .map(([name, schema]) => `    ${name}: ${fieldEntry(name, schema, definition)},`)
  .join('\n')}
  }
});
</script>
<script type="text/html" data-template-name="${type}">
${row(prefixOf(definition), 'name', 'shell.name', input(`${prefixOf(definition)}-name`))}
${[...home.rows, rows(definition, (name) => isBasic(definition, name))].join('\n')}
${Object.entries(definition.credentials ?? {})
  .map(([name, kind]) =>
    row(prefixOf(definition), name, `settings.${name}.label`, input(`${prefixOf(definition)}-${name}`, kind)),
  )
  .join('\n')}
${more(definition)}${previewRow(definition)}
</script>
`;
}

function isBasic(definition: NodeDefinition, name: string): boolean {
  return definition.basic === undefined || definition.basic.includes(name);
}

function rows(definition: NodeDefinition, wanted: (name: string) => boolean): string {
  return fields(definition)
    .filter(([name]) => wanted(name))
    .map(([name, schema]) =>
      row(prefixOf(definition), name, `settings.${name}.label`, control(name, schema, definition)),
    )
    .join('\n');
}

/** The settings that few users need, folded away. */
function more(definition: NodeDefinition): string {
  const folded = rows(definition, (name) => !isBasic(definition, name));
  return (
    folded && `<details><summary data-i18n="shell.more" style="margin-bottom:12px"></summary>\n${folded}\n</details>`
  );
}

function preparePreview({ type, preview }: NodeDefinition): string {
  return preview ? ` gridloom.preview('${type}', this, '${preview}');` : '';
}

/** What the settings make of the data. */
function previewRow({ preview }: NodeDefinition): string {
  if (!preview) return '';
  return `
<div class="form-row" style="margin-top:12px">
  <button type="button" class="red-ui-button" id="gridloom-preview-button" data-i18n="shell.preview.show"></button>
  <div id="gridloom-preview" role="status" style="margin-top:8px;max-height:70vh;overflow:auto"></div>
</div>`;
}

function fields(definition: NodeDefinition): [string, TSchema][] {
  return Object.entries(definition.settings.properties);
}

function fieldKind(name: string, schema: TSchema, definition: NodeDefinition): string {
  const { control } = hintOf(name, definition);
  if (control) return control;
  if (isStructured(schema)) return 'json';
  if (schema[Kind] === 'Boolean') return 'boolean';
  const numeric = ['Number', 'Integer'].includes(schema[Kind]) || typeof schema.anyOf?.[0]?.const === 'number';
  return numeric ? 'number' : 'text';
}

/** The default as the form keeps it: structured settings are text there. */
function formValue(name: string, schema: TSchema, definition: NodeDefinition): unknown {
  const kind = fieldKind(name, schema, definition);
  if (kind === 'json') return JSON.stringify(schema.default);
  if (kind === 'lines') return (schema.default as string[]).join('\n');
  return schema.default;
}

function hintOf(name: string, definition: NodeDefinition): FieldHint {
  return (definition.fields as Record<string, FieldHint> | undefined)?.[name] ?? {};
}

function defaultEntry(type: string, name: string, schema: TSchema, definition: NodeDefinition): string {
  const { control, type: config } = hintOf(name, definition);
  // The editor itself checks that the node is there and can be used.
  if (control === 'config') return `{ value: '', type: '${config}', required: true }`;
  const value = JSON.stringify(formValue(name, schema, definition));
  return `{ value: ${value}, validate: function (v, opt) { return gridloom.validate('${type}', '${name}', this, v); } }`;
}

function fieldEntry(name: string, schema: TSchema, definition: NodeDefinition): string {
  const kind = fieldKind(name, schema, definition);
  const check = TypeCompiler.Code(schema, { language: 'javascript' });
  const entry = {
    kind,
    value: formValue(name, schema, definition),
    message: `shell.invalid.${complaint(schema)}`,
    limits: { min: schema.minimum ?? schema.exclusiveMinimum ?? '', max: schema.maximum ?? '' },
  };
  return `Object.assign(${JSON.stringify(entry)}, { check: (function () { ${check} })() })`;
}

function complaint(schema: TSchema): string {
  if (schema[Kind] === 'Union') return 'choice';
  if (isStructured(schema)) return 'structured';
  if (schema[Kind] === 'String') return 'text';
  if (schema[Kind] === 'Integer') return schema.maximum === undefined ? 'integer' : 'integerRange';
  return schema.maximum === undefined ? 'number' : 'range';
}

function credentials(definition: NodeDefinition): string {
  if (!definition.credentials) return '';
  const entries = Object.entries(definition.credentials).map(([name, kind]) => `${name}: { type: '${kind}' }`);
  return `\n  credentials: { ${entries.join(', ')} },`;
}

function control(name: string, schema: TSchema, definition: NodeDefinition): string {
  const id = `${prefixOf(definition)}-${name}`;
  if (schema[Kind] === 'Union') {
    const options = schema.anyOf.map(
      ({ const: value }: TSchema) =>
        `<option value="${value}" data-i18n="settings.${name}.options.${value}">${value}</option>`,
    );
    return `<select id="${id}" style="width:calc(100% - 150px)">${options.join('')}</select>`;
  }
  switch (fieldKind(name, schema, definition)) {
    case 'boolean':
      return `<input type="checkbox" id="${id}" style="width:auto">`;
    case 'number':
      return `<input type="text" inputmode="decimal" id="${id}" style="width:140px"> ${schema.unit ?? ''}`;
    case 'lines':
      return `<textarea id="${id}" rows="3" spellcheck="false" style="width:calc(100% - 150px);font-family:monospace"></textarea>`;
    default:
      return input(id);
  }
}

/** What the ids of a form's inputs begin with: Node-RED fills those of configuration nodes by another name. */
function prefixOf({ isConfig }: NodeDefinition): string {
  return isConfig ? 'node-config-input' : 'node-input';
}

const input = (id: string, kind = 'text') => `<input type="${kind}" id="${id}" style="width:calc(100% - 150px)">`;

export function row(prefix: string, name: string, label: string, input: string): string {
  return `<div class="form-row"><label for="${prefix}-${name}" style="width:140px" data-i18n="${label}"></label> ${input}</div>`;
}
