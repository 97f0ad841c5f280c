/* The editor half that all grid nodes share: fields, validation and migrations come from each node's one schema. */
(() => {
  if (window.gridloom) return;

  const definitions = {};

  /** What the user typed → the value that the runtime will see. Throws when structured text can't be read. */
  function parse(field, typed) {
    switch (field.kind) {
      case 'number':
        return typeof typed === 'number' ? typed : Number(typed);
      case 'boolean':
        return typed === true || typed === 'true';
      case 'json':
        return typeof typed === 'string' ? JSON.parse(typed) : typed;
      case 'lines':
        return typeof typed === 'string'
          ? typed
              .split('\n')
              .map((line) => line.trim())
              .filter((line) => line !== '')
          : typed;
      default:
        return typed;
    }
  }

  function isEmpty(field, typed) {
    return typed === undefined || typed === null || (typed === '' && field.kind !== 'text' && field.kind !== 'lines');
  }

  /** The runtime puts the variable's value in its place. */
  const ENVIRONMENT = /^\$\{\S+\}$/;

  function accepts(field, typed) {
    if (isEmpty(field, typed) || ENVIRONMENT.test(typed)) return true;
    try {
      return field.check(parse(field, typed));
    } catch {
      return false;
    }
  }

  /** A configuration saved by an older version of the node, brought to the present one. */
  function migrated(definition, node) {
    let config = Object.assign({}, node);
    for (let version = Number(node.version || 1); version < definition.version; version++) {
      const migrate = definition.migrations[version];
      if (migrate) config = migrate(config);
    }
    return config;
  }

  function show(input, field, value) {
    if (field.kind === 'boolean') input.prop('checked', value === true);
    else if (field.kind === 'json' && typeof value !== 'string') input.val(JSON.stringify(value));
    else if (field.kind === 'lines' && Array.isArray(value)) input.val(value.join('\n'));
    else input.val(value);
  }

  /** {notes, columns: [{name, role}], rows: [[cell]]} as elements; texts come from files, so they are set as text. */
  function previewTable({ notes, columns = [], rows = [] }) {
    const lines = notes.map((note) => $('<div>').text(note));
    if (columns.length === 0) return lines;
    const head = $('<tr>').append(
      columns.map(({ name, role }) =>
        $('<th>')
          .css({ textAlign: 'left', padding: '2px 8px' })
          .text(name)
          .append($('<div>').css('font-weight', 'normal').text(role)),
      ),
    );
    const body = rows.map((row) =>
      $('<tr>').append(row.map((cell) => $('<td>').css({ padding: '2px 8px', whiteSpace: 'nowrap' }).text(cell))),
    );
    return [...lines, $('<table>').css('font-family', 'monospace').append(head, body)];
  }

  window.gridloom = {
    define(type, definition) {
      definitions[type] = definition;
    },

    /** True, or the reason as text. */
    validate(type, name, node, typed) {
      const field = definitions[type]?.fields[name];
      if (!field || accepts(field, typed)) return true;
      const label = node._ ? node._(`settings.${name}.label`) : name;
      return node._ ? node._(field.message, { label, ...field.limits }) : `${name}: ${field.message}`;
    },

    prepare(type, node) {
      const definition = definitions[type];
      const outdated = Number(node.version || 1) < definition.version;
      const config = outdated ? migrated(definition, node) : node;
      for (const [name, field] of Object.entries(definition.fields)) {
        if (field.kind === 'config') continue;
        const input = $(`#${definition.prefix}-${name}`);
        if (outdated || isEmpty(field, node[name])) show(input, field, config[name] ?? field.value);
        if (field.kind === 'json') input.typedInput({ types: ['json'], default: 'json' });
      }
    },

    /** A button that posts what the form holds now and shows the table that comes back. */
    preview(type, node, path) {
      const target = $('#gridloom-preview');
      const text = (key) => node._(`shell.preview.${key}`);
      $('#gridloom-preview-button').on('click', () => {
        const config = { id: node.id, type, version: definitions[type].version };
        for (const [name, field] of Object.entries(definitions[type].fields)) {
          const input = $(`#${definitions[type].prefix}-${name}`);
          config[name] = field.kind === 'boolean' ? input.prop('checked') : input.val();
        }
        target.text(text('busy'));
        $.ajax({ url: path, method: 'POST', contentType: 'application/json', data: JSON.stringify(config) })
          .done((result) => target.empty().append(previewTable(result)))
          .fail((request) => target.text(`${text('failed')}: ${request.status} ${request.statusText}`));
      });
    },

    save(type, node) {
      node.version = definitions[type].version;
    },
  };
})();
