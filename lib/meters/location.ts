import { isName, isObject, own, shown } from './values';

/** Where a meter is. */
export interface Place {
  city?: string;
  district?: string;
  household?: string;
  feeder?: string;
}

/** What a topic tells: the place, and which meter it is. */
export interface TopicPlace extends Place {
  meterId?: string;
}

const PLACE_FIELDS = ['city', 'district', 'household', 'feeder'] as const;
const TOPIC_FIELDS: readonly string[] = ['meterId', ...PLACE_FIELDS];

/** A level of a template: a literal, `+`, `#`, or the field that takes the level. */
type Level = { literal: string } | { field: keyof TopicPlace } | '+' | '#';

/**
 * Topic templates such as `gridloom/{city}/{district}/#` or `spBv1.0/{city}/+/{district}/{meterId}`: MQTT filters in
 * which a level in braces is taken as that field. The first template that matches a topic wins.
 */
export class TopicTemplates {
  /** Fields that a template of the list can find. */
  readonly fields: ReadonlySet<string>;
  private readonly templates: Level[][];
  /** @throws Error that names the template and what is wrong with it. */
  constructor(templates: readonly string[]) {
    this.templates = templates.map(compile);
    this.fields = new Set(
      this.templates.flat().flatMap((level) => (typeof level === 'object' && 'field' in level ? [level.field] : [])),
    );
  }

  place(topic: string): TopicPlace | undefined {
    const levels = topic.split('/');
    for (const template of this.templates) {
      const place = matchOne(template, levels);
      if (place) return place;
    }
    return undefined;
  }
}

function compile(template: string): Level[] {
  const levels = template.split('/');
  return levels.map((level, i) => {
    if (level === '#' && i !== levels.length - 1) throw wrong(template, '"#" stands only at the end');
    if (level === '+' || level === '#') return level;
    const field = /^\{(.*)\}$/.exec(level)?.[1];
    if (field === undefined) {
      if (/[{}+#]/.test(level)) throw wrong(template, `"${level}" is neither a word nor one field in braces`);
      return { literal: level };
    }
    if (!TOPIC_FIELDS.includes(field)) throw wrong(template, `{${field}} is not one of ${TOPIC_FIELDS.join(', ')}`);
    return { field: field as keyof TopicPlace };
  });
}

function wrong(template: string, why: string): Error {
  return new Error(`topic template "${template}": ${why}; write one like gridloom/{city}/{district}/#`);
}

function matchOne(template: readonly Level[], levels: readonly string[]): TopicPlace | undefined {
  const place: TopicPlace = {};
  for (let i = 0; i < template.length; i++) {
    const level = template[i]!;
    // MQTT: "a/#" also matches "a" itself.
    if (level === '#') return place;
    const given = levels[i];
    if (given === undefined) return undefined;
    if (level === '+') continue;
    if ('literal' in level) {
      if (level.literal !== given) return undefined;
    } else if (isName(given)) place[level.field] = given;
    else return undefined;
  }
  return levels.length === template.length ? place : undefined;
}

/** Places of meters by their id, as the setting gives them: `{"H007": {"city": "Madrid", "district": "101"}}`. */
export class MeterDirectory {
  private readonly places = new Map<string, Place>();

  /** @throws Error that names the entry and what is wrong with it. */
  constructor(entries: unknown) {
    if (!isObject(entries)) throw new Error(`directory: an object by meter id is needed, not ${shown(entries)}`);
    for (const [meterId, entry] of Object.entries(entries)) {
      if (!isObject(entry)) throw new Error(`directory: ${shown(meterId)} needs an object, not ${shown(entry)}`);
      const place: Place = {};
      for (const field of PLACE_FIELDS) {
        const name = own(entry, field);
        if (name === undefined) continue;
        if (!isName(name)) {
          throw new Error(`directory: ${field} of ${shown(meterId)} is ${shown(name)}; use 1 to 128 characters`);
        }
        place[field] = name;
      }
      this.places.set(meterId, place);
    }
  }

  get size(): number {
    return this.places.size;
  }

  place(meterId: string): Place | undefined {
    return this.places.get(meterId);
  }
}

/** Fills in where a reading comes from: what the payload said stays, then the directory counts, then the topic. */
export function fillPlace(reading: Place, directory: Place | undefined, topic: Place | undefined): void {
  if (reading.city === undefined) {
    const city = directory?.city ?? topic?.city;
    if (city !== undefined) reading.city = city;
  }
  if (reading.district === undefined) {
    const district = directory?.district ?? topic?.district;
    if (district !== undefined) reading.district = district;
  }
  if (reading.household === undefined) {
    const household = directory?.household ?? topic?.household;
    if (household !== undefined) reading.household = household;
  }
  if (reading.feeder === undefined) {
    const feeder = directory?.feeder ?? topic?.feeder;
    if (feeder !== undefined) reading.feeder = feeder;
  }
}
