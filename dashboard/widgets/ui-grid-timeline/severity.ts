import type { TimelineEvent } from '../../../lib/messages';

export type Severity = TimelineEvent['severity'];
export const SEVERITIES: Severity[] = ['high', 'medium', 'low', 'info'];

/** Colours that differ in brightness too, and a mark, for those who can't tell them by colour; on light and dark ground. */
export const LOOKS: Record<Severity, { colors: [light: string, dark: string]; mark: string }> = {
  high: { colors: ['#b3261e', '#ff6b5e'], mark: '!!' },
  medium: { colors: ['#e07b00', '#ffab40'], mark: '!' },
  low: { colors: ['#d9b800', '#ffe066'], mark: '·' },
  info: { colors: ['#4a7fb5', '#7fb5e6'], mark: 'i' },
};
