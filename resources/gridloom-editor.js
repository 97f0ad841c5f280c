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

  /** Undefined when the value is accepted, else why not, as far as the browser says why; that may be ''. */
  function refusal(field, typed) {
    if (isEmpty(field, typed) || ENVIRONMENT.test(typed)) return undefined;
    try {
      return field.check(parse(field, typed)) ? undefined : '';
    } catch (error) {
      return error.message;
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

  /** A text as it stands, or one of the node's own by its key; numbers as the browser writes them. */
  function say(node, phrase) {
    if (typeof phrase === 'string') return phrase;
    const values = Object.entries(phrase.values ?? {}).map(([name, value]) => [
      name,
      typeof value === 'number' ? value.toLocaleString() : value,
    ]);
    return node._(phrase.key, Object.fromEntries(values));
  }

  const SVG = 'http://www.w3.org/2000/svg';
  const COLORS = {
    plain: 'var(--red-ui-secondary-text-color)',
    strong: 'var(--red-ui-text-color-link)',
    faint: 'var(--red-ui-tertiary-text-color)',
    alert: 'var(--red-ui-text-color-error)',
  };

  function svg(name, attributes, title) {
    const element = document.createElementNS(SVG, name);
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    if (title) element.appendChild(document.createElementNS(SVG, 'title')).textContent = title;
    return element;
  }

  /** {width, height, lines, circles, caption} as an SVG element and what it means. */
  function figureOf(node, { width, height, lines, circles, caption }) {
    const root = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', style: 'width:100%;max-height:60vh' });
    for (const { x1, y1, x2, y2, tone, title } of lines) {
      const style = { stroke: COLORS[tone], 'stroke-dasharray': tone === 'faint' ? '4 3' : 'none' };
      root.append(svg('line', { x1, y1, x2, y2, 'stroke-width': tone === 'alert' ? 3 : 1.5, ...style }, title));
    }
    for (const { x, y, radius, tone, title } of circles) {
      root.append(svg('circle', { cx: x, cy: y, r: radius, fill: COLORS[tone] }, title));
    }
    return [root, $('<div>').text(caption.map((phrase) => say(node, phrase)).join(' '))];
  }

  /** The elements of a preview; its texts come from files, so they are set as text. */
  function previewOf(node, { notes, figure, columns = [], rows = [] }) {
    const shown = notes.map((note) => $('<div>').text(say(node, note)));
    if (figure) shown.push(...figureOf(node, figure));
    if (columns.length === 0) return shown;
    const head = $('<tr>').append(
      columns.map(({ name, role }) =>
        $('<th>')
          .css({ textAlign: 'left', padding: '2px 8px' })
          .text(say(node, name))
          .append(
            $('<div>')
              .css('font-weight', 'normal')
              .text(role ?? ''),
          ),
      ),
    );
    const cell = (phrase, column) => {
      const wrapping = columns[column]?.wraps ? 'anywhere' : 'nowrap';
      const style = wrapping === 'nowrap' ? { whiteSpace: wrapping } : { overflowWrap: wrapping, minWidth: '80px' };
      return $('<td>')
        .css({ padding: '2px 8px', verticalAlign: 'top', ...style })
        .text(say(node, phrase));
    };
    const body = rows.map((row) => $('<tr>').append(row.map(cell)));
    return [
      ...shown,
      $('<table>')
        .css('font-family', columns[0].wraps ? '' : 'monospace')
        .append(head, body),
    ];
  }

  window.gridloom = {
    define(type, definition) {
      definitions[type] = definition;
    },

    /** True, or the reason as text. */
    validate(type, name, node, typed) {
      const field = definitions[type]?.fields[name];
      const reason = field && refusal(field, typed);
      if (reason === undefined) return true;
      const label = node._ ? node._(`settings.${name}.label`) : name;
      const message = node._ ? node._(field.message, { label, ...field.limits }) : `${name}: ${field.message}`;
      return reason === '' ? message : `${message} (${reason})`;
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

    /** A button that posts what the form holds now and shows what comes back. */
    preview(type, node, path) {
      const { prefix, version, fields } = definitions[type];
      const target = $('#gridloom-preview');
      const text = (key) => node._(`shell.preview.${key}`);
      const show = (result) => {
        target.empty().append(previewOf(node, result));
        if (!result.takeOver) return;
        const button = $('<button type="button" class="red-ui-button">').text(text('edit'));
        target.prepend($('<p>').append(button.on('click', () => takeOver(result.takeOver))));
      };
      const takeOver = (values) => {
        for (const [name, value] of Object.entries(values)) {
          const input = $(`#${prefix}-${name}`);
          if (fields[name].kind === 'json') input.typedInput('value', value);
          else input.val(value).trigger('change');
        }
        target.text(text('edited'));
      };
      $('#gridloom-preview-button').on('click', () => {
        const config = { id: node.id, type, version };
        for (const [name, field] of Object.entries(fields)) {
          const input = $(`#${prefix}-${name}`);
          config[name] = field.kind === 'boolean' ? input.prop('checked') : input.val();
        }
        target.text(text('busy'));
        $.ajax({ url: path, method: 'POST', contentType: 'application/json', data: JSON.stringify(config) })
          .done(show)
          .fail((request) => target.text(`${text('failed')}: ${request.status} ${request.statusText}`));
      });
    },

    save(type, node) {
      node.version = definitions[type].version;
    },
  };
})();
