import assert from 'node:assert/strict';

const TAG = /^<(\/?)([A-Za-z][\w:.-]*)((?:\s+[A-Za-z_:][\w:.-]*="[^"<]*")*)\s*(\/?)>/;
const ENTITY = /&(?!(?:lt|gt|amp|quot|#39);)/;
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Asserts that a text is one element of well-formed XML without comments, instructions or sections; gives its texts. */
export function textsOfXml(xml: string): string[] {
  assert.doesNotMatch(xml, NOT_XML);
  const open: string[] = [];
  const texts: string[] = [];
  let rest = xml;
  while (rest.length > 0) {
    const tag = TAG.exec(rest);
    assert.ok(tag, `no tag at ${rest.slice(0, 80)}`);
    const [whole, isEnd, name, attributes, isEmpty] = tag as unknown as [string, string, string, string, string];
    assert.doesNotMatch(attributes, ENTITY);
    const names = [...attributes.matchAll(/\s([\w:.-]+)="/g)].map(([, attribute]) => attribute);
    assert.equal(new Set(names).size, names.length, `an attribute comes twice in ${whole}`);
    if (isEnd) assert.equal(open.pop(), name);
    else if (!isEmpty) open.push(name);
    rest = rest.slice(whole.length);
    const text = rest.slice(0, rest.indexOf('<') < 0 ? rest.length : rest.indexOf('<'));
    assert.doesNotMatch(text, ENTITY);
    if (open.length === 0) assert.equal(text + rest, '', 'something comes after the root');
    if (text.trim()) texts.push(text);
    rest = rest.slice(text.length);
  }
  assert.equal(open.length, 0);
  return texts;
}
