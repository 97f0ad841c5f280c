/** What the name of a file says about its rows. */
export interface NamedDay {
  city: string;
  district: string;
  /** YYYY-MM-DD */
  date: string;
}

export const DISTRICT_FILE = 'district_{city}_{district}_{date}';
export const CITY_FILE = 'city_{city}_{date}';

const PARTS: Record<string, string> = {
  city: '(?<city>.+)',
  district: '(?<district>[^_]+)',
  date: '(?<date>\\d{4}-\\d{2}-\\d{2})',
};

/**
 * Reads names by a template such as `district_{city}_{district}_{date}`; an ending, also one such as `.repaired.csv`, may
 * follow. @throws Error when the template has a part that is not known.
 */
export class FileNames {
  private readonly pattern: RegExp;

  constructor(template: string) {
    const parts = template.split(/\{(\w+)\}/).map((text, i) => {
      if (i % 2 === 0) return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      const part = PARTS[text];
      if (!part) throw new Error(`file names "${template}": {${text}} is none of {city}, {district}, {date}`);
      return part;
    });
    this.pattern = new RegExp(`^${parts.join('')}(?:\\.[^/\\\\]*)?$`, 'u');
  }

  /** What a name (without its folders) says; undefined when it is not of this kind. */
  read(name: string): Partial<NamedDay> | undefined {
    const groups = this.pattern.exec(name)?.groups;
    if (!groups) return undefined;
    const { date } = groups;
    if (date !== undefined && !isDay(date)) return undefined;
    return { ...groups };
  }
}

/** 2025-02-30 is none. */
function isDay(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}
