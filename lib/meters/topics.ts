import { MAX_TOPIC_LENGTH } from './limits';
import type { TopicPlace, TopicTemplates } from './location';

/** Topics that are remembered a meter; devices use one to three each. */
const TOPICS_PER_METER = 2;
const LEAST_TOPICS = 1_000;

/** A topic that was looked at: its levels and what the templates find in it. Empty where there is none to use. */
export class Topic {
  private split: readonly string[] | undefined;

  constructor(
    readonly text: string,
    readonly place: TopicPlace | undefined,
  ) {}

  get levels(): readonly string[] {
    this.split ??= this.text === '' ? [] : this.text.split('/');
    return this.split;
  }
}

const NO_TOPIC = new Topic('', undefined);

/** Remembers topics, so that one that comes again costs one look-up; about 300 bytes each, two a meter. */
export class Topics {
  private readonly known = new Map<string, Topic>();
  private readonly capacity: number;
  private last: Topic = NO_TOPIC;

  constructor(
    private readonly templates: TopicTemplates,
    maxMeters: number,
  ) {
    this.capacity = Math.max(LEAST_TOPICS, TOPICS_PER_METER * maxMeters);
  }

  /** Fields that a template can find, so that nobody looks for what is never there. */
  get fields(): ReadonlySet<string> {
    return this.templates.fields;
  }

  /** A topic by its text, which `isTopic` accepted; or the empty one. */
  get(text: string): Topic {
    if (text === '') return NO_TOPIC;
    if (text === this.last.text) return this.last;
    let topic = this.known.get(text);
    if (topic === undefined) {
      topic = new Topic(text, this.templates.place(text));
      if (this.known.size >= this.capacity) this.known.clear();
      this.known.set(text, topic);
    }
    this.last = topic;
    return topic;
  }
}

/** 1 to 1,024 characters without control characters, which MQTT 3.1.1 (section 1.5.3) tells brokers to refuse. */
export function isTopic(topic: unknown): topic is string {
  if (typeof topic !== 'string' || topic === '' || topic.length > MAX_TOPIC_LENGTH) return false;
  for (let i = 0; i < topic.length; i++) {
    const code = topic.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return false;
  }
  return true;
}
